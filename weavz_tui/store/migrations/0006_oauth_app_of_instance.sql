-- Which client people sign in with for an instance: null is the usual one.
alter table workspace_integration add column oauth_app_mode text;
alter table workspace_integration add column oauth_app_id text;
