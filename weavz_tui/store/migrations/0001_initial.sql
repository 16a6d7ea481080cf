-- Moments are ISO 8601 text in UTC with milliseconds, JSON is text, ids are text, flags are 0 or 1.

create table organisation (
    org_id text not null,
    name text not null,
    slug text not null,
    monthly_quota bigint,
    rate_limit bigint not null,
    created_at text not null,
    updated_at text not null,
    primary key (org_id)
);

create table setting (
    org_id text not null,
    name text not null,
    value text not null,
    primary key (org_id, name)
);

create table workspace (
    org_id text not null,
    id text not null,
    name text not null,
    slug text not null,
    search text not null,
    created_at text not null,
    updated_at text not null,
    primary key (org_id, id)
);
create unique index workspace_slug on workspace (org_id, slug);
create index workspace_id on workspace (id);

create table workspace_integration (
    org_id text not null,
    id text not null,
    workspace_id text not null,
    integration_name text not null,
    integration_alias text not null,
    connection_strategy text not null,
    connection_id text,
    allowed_actions text,
    display_name text,
    settings text not null,
    sort_order bigint not null,
    auth_method_key text,
    search text not null,
    created_at text not null,
    updated_at text not null,
    primary key (org_id, id),
    foreign key (org_id, workspace_id) references workspace (org_id, id)
);
create unique index workspace_integration_alias
    on workspace_integration (org_id, workspace_id, integration_alias);
create index workspace_integration_workspace
    on workspace_integration (workspace_id, integration_alias);
create index workspace_integration_connection
    on workspace_integration (org_id, connection_id);

-- state: creating (the secret is not yet in the vault), active, deleting (it is being removed);
-- next_gen: the generation that a change of the secret is about to write.
create table connection (
    org_id text not null,
    id text not null,
    external_id text not null,
    display_name text not null,
    integration_name text not null,
    auth_method_key text,
    type text not null,
    status text not null,
    scope text not null,
    workspace_id text,
    end_user_id text,
    base_url text,
    state text not null,
    generation bigint not null,
    next_gen bigint,
    search text not null,
    expires_at text,
    last_used_at text,
    created_at text not null,
    updated_at text not null,
    primary key (org_id, id),
    foreign key (org_id, workspace_id) references workspace (org_id, id)
);
create unique index connection_external_id
    on connection (org_id, integration_name, external_id, coalesce(workspace_id, ''));
create index connection_workspace
    on connection (org_id, workspace_id, integration_name, end_user_id);
create index connection_name on connection (org_id, external_id, id);

create table end_user (
    org_id text not null,
    id text not null,
    workspace_id text not null,
    external_id text not null,
    display_name text,
    email text,
    metadata text,
    type text not null,
    search text not null,
    created_at text not null,
    updated_at text not null,
    primary key (org_id, id),
    foreign key (org_id, workspace_id) references workspace (org_id, id)
);
create unique index end_user_external_id on end_user (org_id, workspace_id, external_id);

create table partial (
    org_id text not null,
    id text not null,
    workspace_id text not null,
    integration_name text not null,
    workspace_integration_id text,
    integration_alias text,
    action_name text,
    trigger_name text,
    name text not null,
    description text,
    field_values text not null,
    enforced_keys text not null,
    is_default bigint not null,
    search text not null,
    created_at text not null,
    updated_at text not null,
    primary key (org_id, id),
    foreign key (org_id, workspace_id) references workspace (org_id, id)
);
create unique index partial_name on partial (
    org_id, workspace_id, integration_name, coalesce(integration_alias, ''),
    coalesce(action_name, ''), coalesce(trigger_name, ''), name
);

-- payload: what a list does not show (input, output, resolution, ...) as one JSON object, the last
-- column, so that a long one is read only when it is asked for; size: bytes of it all, about.
create table execution (
    org_id text not null,
    id text not null,
    workspace_id text not null,
    integration_name text not null,
    integration_alias text,
    action_name text not null,
    status text not null,
    source text not null,
    end_user_id text,
    connection_external_id text,
    error_code text,
    error_message text,
    status_code bigint,
    attempts bigint not null,
    duration_ms double precision not null,
    size bigint not null,
    search text not null,
    created_at text not null,
    payload text not null,
    primary key (org_id, id)
);
-- They carry every column that a list filters by, so that counting and searching 100,000 executions
-- reads an index from end to end instead of fetching each row.
create index execution_moment on execution (
    org_id, created_at, id, workspace_id, status, source, integration_name, integration_alias,
    action_name, search, size
);
create index execution_workspace on execution (
    org_id, workspace_id, created_at, id, status, source, integration_name, integration_alias,
    action_name, search
);

-- runs: every successful execution; counted: those that consume the quota.
create table usage (
    org_id text not null,
    month text not null,
    day text not null,
    source text not null,
    action text not null,
    runs bigint not null,
    counted bigint not null,
    primary key (org_id, month, day, source, action)
);

create table quota (
    org_id text not null,
    month text not null,
    used bigint not null,
    primary key (org_id, month)
);

create table idempotency (
    org_id text not null,
    workspace_id text not null,
    key text not null,
    action text not null,
    fingerprint text not null,
    state text not null,
    owner text not null,
    result text,
    created_at text not null,
    primary key (org_id, workspace_id, key)
);
create index idempotency_age on idempotency (created_at);

create table kv (
    org_id text not null,
    scope text not null,
    key text not null,
    value text not null,
    updated_at text not null,
    primary key (org_id, scope, key)
);

create table file (
    org_id text not null,
    scope text not null,
    path text not null,
    name text not null,
    content bytea not null,
    content_type text not null,
    size bigint not null,
    updated_at text not null,
    primary key (org_id, scope, path)
);

-- number: grows with every commit that changed this kind of record in this workspace.
create table revision (
    workspace_id text not null,
    kind text not null,
    number bigint not null,
    primary key (workspace_id, kind)
);
create index revision_number on revision (number);
