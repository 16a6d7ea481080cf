-- The MCP server that a call came through; null for every other door, and for calls from before.
alter table execution add column server_id text;
-- Calls through other doors are not in it and cost nothing more.
create index execution_server on execution (org_id, server_id, created_at, id)
where server_id is not null;
