-- details: everything that no list is filtered by, as one JSON object.
create table approval_policy (
    org_id text not null,
    id text not null,
    workspace_id text,
    name text not null,
    priority bigint not null,
    enabled bigint not null,
    details text not null,
    created_at text not null,
    updated_at text not null,
    primary key (org_id, id),
    foreign key (org_id, workspace_id) references workspace (org_id, id)
);
create index approval_policy_order on approval_policy (org_id, priority, id);
create index approval_policy_workspace on approval_policy (org_id, workspace_id);

create table trigger_source (
    org_id text not null,
    id text not null,
    workspace_id text not null,
    integration_name text not null,
    trigger_name text not null,
    details text not null,
    search text not null,
    created_at text not null,
    primary key (org_id, id),
    foreign key (org_id, workspace_id) references workspace (org_id, id)
);
create index trigger_source_workspace on trigger_source (org_id, workspace_id, created_at);
