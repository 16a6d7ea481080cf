-- Integrations that were made from a description: OpenAPI, Google discovery, an MCP server. They are
-- data: description holds what is common to their actions, an action's body how it is called.
create table imported_integration (
    org_id text not null,
    name text not null,
    title text not null,
    description text not null,
    source text not null,
    origin text not null,
    auth_types text not null,
    action_count bigint not null,
    content text not null,
    digest text not null,
    created_at text not null,
    updated_at text not null,
    primary key (org_id, name)
);

create table imported_action (
    org_id text not null,
    integration_name text not null,
    name text not null,
    position bigint not null,
    title text not null,
    summary text not null,
    effect text not null,
    idempotent bigint not null,
    requires_auth bigint not null,
    body text not null,
    primary key (org_id, integration_name, name)
);
