-- Usage by workspace too, and what failed. workspace_id: empty where it was not noted at the time.
-- runs: every successful execution; counted: those that consume the quota; failed: those that ended
-- in an error.
create table usage_of_month (
    org_id text not null,
    month text not null,
    day text not null,
    workspace_id text not null,
    source text not null,
    action text not null,
    runs bigint not null,
    counted bigint not null,
    failed bigint not null,
    primary key (org_id, month, day, workspace_id, source, action)
);

-- What the record still has is known in full; the rest was counted without a workspace.
insert into usage_of_month
select org_id, substr(created_at, 1, 7), substr(created_at, 1, 10), workspace_id, source,
    coalesce(nullif(integration_alias, ''), integration_name) || '.' || action_name,
    sum(case when status = 'success' then 1 else 0 end),
    sum(case when status = 'success' and source <> 'playground' then 1 else 0 end),
    sum(case when status = 'error' then 1 else 0 end)
from execution
where status in ('success', 'error')
group by org_id, substr(created_at, 1, 7), substr(created_at, 1, 10), workspace_id, source,
    coalesce(nullif(integration_alias, ''), integration_name) || '.' || action_name;

insert into usage_of_month
select u.org_id, u.month, u.day, '', u.source, u.action, u.runs - coalesce(k.runs, 0),
    u.counted - coalesce(k.counted, 0), 0
from usage u left join (
    select org_id, day, source, action, sum(runs) as runs, sum(counted) as counted
    from usage_of_month group by org_id, day, source, action
) k on k.org_id = u.org_id and k.day = u.day and k.source = u.source and k.action = u.action
where u.runs > coalesce(k.runs, 0);

drop table usage;
alter table usage_of_month rename to usage;

-- The last days hour by hour, for who watches; hour: `2026-11-22T13` (UTC).
create table usage_hour (
    org_id text not null,
    hour text not null,
    workspace_id text not null,
    runs bigint not null,
    failed bigint not null,
    primary key (org_id, hour, workspace_id)
);
insert into usage_hour
select org_id, substr(created_at, 1, 13), workspace_id,
    sum(case when status = 'success' then 1 else 0 end),
    sum(case when status = 'error' then 1 else 0 end)
from execution
where status in ('success', 'error')
group by org_id, substr(created_at, 1, 13), workspace_id;
