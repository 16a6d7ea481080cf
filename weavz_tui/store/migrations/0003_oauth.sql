-- state and next_gen: as with a connection, how far a change of the secret in the vault is.
create table oauth_app (
    org_id text not null,
    id text not null,
    integration_name text not null,
    label text not null,
    client_id text not null,
    redirect_uri text,
    scopes text,
    has_secret bigint not null,
    state text not null,
    generation bigint not null,
    next_gen bigint,
    created_at text not null,
    updated_at text not null,
    primary key (org_id, id)
);
create unique index oauth_app_label on oauth_app (org_id, integration_name, label);

-- How a connection was authorised, and who is renewing it. owner and deadline: the lease of a
-- refresh under way; failures and failed_at: refreshes that came to nothing since the last good one.
create table oauth_grant (
    org_id text not null,
    connection_id text not null,
    app_id text,
    owner text,
    deadline text,
    failures bigint not null,
    failed_at text,
    failure text,
    primary key (org_id, connection_id)
);
create index oauth_grant_app on oauth_grant (org_id, app_id);
