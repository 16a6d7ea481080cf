-- token_hash: which record of which organisation a value stands for; values themselves (keys, bearer
-- tokens, link tokens) are nowhere. hash: SHA-256 of the whole value, in hexadecimal. kind: api_key,
-- mcp_token, connect_session, portal_token.
create table token_hash (
    hash text not null,
    kind text not null,
    org_id text not null,
    id text not null,
    primary key (hash)
);
create index token_hash_record on token_hash (org_id, id);

create table api_key (
    org_id text not null,
    id text not null,
    name text not null,
    key_prefix text not null,
    key_hash text not null,
    permissions text,
    search text not null,
    last_used_at text,
    expires_at text,
    created_at text not null,
    primary key (org_id, id)
);

create table mcp_server (
    org_id text not null,
    id text not null,
    workspace_id text not null,
    name text not null,
    description text,
    mode text not null,
    settings text not null,
    auth_mode text not null,
    end_user_access text not null,
    created_by text,
    end_user_id text,
    search text not null,
    created_at text not null,
    updated_at text not null,
    primary key (org_id, id),
    foreign key (org_id, workspace_id) references workspace (org_id, id)
);
create index mcp_server_workspace on mcp_server (org_id, workspace_id, name);

-- Tools come from the workspace; what is kept is what differs. A row with a source changes or hides
-- the tool of that instance and action (its columns that are null change nothing); a row without
-- one is a tool added by hand.
create table mcp_tool (
    org_id text not null,
    id text not null,
    mcp_server_id text not null,
    integration_name text not null,
    integration_alias text,
    action_name text not null,
    connection_id text,
    display_name text,
    description text,
    input_defaults text,
    partial_ids text,
    sort_order bigint,
    source_workspace_integration_id text,
    is_hidden bigint not null,
    created_at text not null,
    updated_at text not null,
    primary key (org_id, id),
    foreign key (org_id, mcp_server_id) references mcp_server (org_id, id)
);
create index mcp_tool_server on mcp_tool (org_id, mcp_server_id);

-- kind: static (the server's own), bearer or oauth (an end user's).
create table mcp_token (
    org_id text not null,
    id text not null,
    mcp_server_id text not null,
    kind text not null,
    token_prefix text not null,
    token_hash text not null,
    scopes text not null,
    end_user_id text,
    expires_at text,
    created_at text not null,
    primary key (org_id, id),
    foreign key (org_id, mcp_server_id) references mcp_server (org_id, id)
);
create index mcp_token_server on mcp_token (org_id, mcp_server_id);

create table connect_session (
    org_id text not null,
    id text not null,
    workspace_id text not null,
    token_hash text not null,
    integration_name text not null,
    workspace_integration_id text,
    auth_method_key text,
    oauth_app_mode text,
    oauth_app_id text,
    connection_name text not null,
    external_id text not null,
    end_user_id text,
    scope text,
    success_redirect_uri text,
    error_redirect_uri text,
    status text not null,
    connection_id text,
    error text,
    expires_at text not null,
    created_at text not null,
    primary key (org_id, id),
    foreign key (org_id, workspace_id) references workspace (org_id, id)
);
create index connect_session_workspace on connect_session (org_id, workspace_id);
create index connect_session_age on connect_session (expires_at);

-- end_user_id: the internal id.
create table portal_token (
    org_id text not null,
    id text not null,
    workspace_id text not null,
    token_hash text not null,
    end_user_id text not null,
    integration_name text,
    workspace_integration_id text,
    expires_at text not null,
    created_at text not null,
    primary key (org_id, id),
    foreign key (org_id, workspace_id) references workspace (org_id, id)
);
create index portal_token_workspace on portal_token (org_id, workspace_id);
create index portal_token_age on portal_token (expires_at);
