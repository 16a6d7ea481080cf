"""What is tried with MCP servers and connect links that are not the caller's."""

from __future__ import annotations

from tests.engine.scopes.victim import REFUSED, Attempt
from weavz_tui.model.connect import ConnectRequest, PortalRequest
from weavz_tui.model.lists import (
    ServerQuery,
)
from weavz_tui.model.servers import (
    ServerCreate,
    ServerUpdate,
    TokenRequest,
    ToolCreate,
    ToolUpdate,
)

SERVERS: dict[str, tuple[str, Attempt]] = {
    "servers.list": (REFUSED, lambda s, v: s.servers.list(ServerQuery(workspace_id=v.workspace))),
    "servers.get": (REFUSED, lambda s, v: s.servers.get(v.server)),
    "servers.create": (
        REFUSED,
        lambda s, v: s.servers.create(ServerCreate(name="x", workspace_id=v.workspace)),
    ),
    "servers.update": (REFUSED, lambda s, v: s.servers.update(v.server, ServerUpdate(name="x"))),
    "servers.dependants": (REFUSED, lambda s, v: s.servers.dependants(v.server)),
    "servers.delete": (REFUSED, lambda s, v: s.servers.delete(v.server)),
    "servers.regenerate_token": (REFUSED, lambda s, v: s.servers.regenerate_token(v.server)),
    "servers.tokens": (REFUSED, lambda s, v: s.servers.tokens(v.server)),
    "servers.issue_access_token": (
        REFUSED,
        lambda s, v: s.servers.issue_access_token(v.server, TokenRequest(end_user_id="x")),
    ),
    "servers.issue_oauth_token": (
        REFUSED,
        lambda s, v: s.servers.issue_oauth_token(v.server, TokenRequest(end_user_id="x")),
    ),
    "servers.revoke_token": (REFUSED, lambda s, v: s.servers.revoke_token(v.server, v.token)),
    "servers.tools": (REFUSED, lambda s, v: s.servers.tools(v.server)),
    "servers.add_tool": (
        REFUSED,
        lambda s, v: s.servers.add_tool(
            v.server, ToolCreate(integration_name="slack", action_name="x")
        ),
    ),
    "servers.update_tool": (
        REFUSED,
        lambda s, v: s.servers.update_tool(v.server, v.tool, ToolUpdate(display_name="x")),
    ),
    "servers.delete_tool": (REFUSED, lambda s, v: s.servers.delete_tool(v.server, v.tool)),
    "servers.exposed": (REFUSED, lambda s, v: s.servers.exposed(v.server)),
    "servers.declarations": (
        REFUSED,
        lambda s, v: s.servers.declarations(v.server, "hash-encode"),
    ),
    "connect.link": (
        REFUSED,
        lambda s, v: s.connect.link(
            ConnectRequest(
                integration_name="slack",
                connection_name="x",
                external_id="x",
                workspace_id=v.workspace,
            )
        ),
    ),
    "connect.session": (REFUSED, lambda s, v: s.connect.session(v.session)),
    "connect.poll": (REFUSED, lambda s, v: s.connect.poll(v.link)),
    "connect.portal": (REFUSED, lambda s, v: s.connect.portal(v.end_user, PortalRequest())),
}
