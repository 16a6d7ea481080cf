"""What the auth mode of an MCP server comes to (wire C.9)."""

from __future__ import annotations

from collections.abc import Sequence

from weavz_tui.catalog.registry import Known
from weavz_tui.engine.known import known_integration
from weavz_tui.model.entities import WorkspaceIntegration
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.servers import AuthMode, McpServer, ServerAuth

SCOPES = ("mcp:tools", "mcp:code")


def auth_of(
    server: McpServer, instances: Sequence[WorkspaceIntegration], registry: Known
) -> ServerAuth:
    """The flags of a server. A token of its own acts for nobody, so there is one only where no
    integration of the workspace asks who it is, or where the server is bound to an end user."""
    is_bearer = server.auth_mode in {AuthMode.BEARER, AuthMode.OAUTH_AND_BEARER}
    is_oauth = server.auth_mode in {AuthMode.OAUTH, AuthMode.OAUTH_AND_BEARER}
    is_safe = server.end_user_id is not None or not any(
        _asks_who(each, registry) for each in instances
    )
    return ServerAuth(
        oauth_enabled=is_oauth,
        bearer_enabled=is_bearer,
        static_bearer_enabled=is_bearer and is_safe,
        end_user_bearer_tokens_enabled=is_bearer,
        access_tokens_enabled=is_bearer,
    )


def _asks_who(instance: WorkspaceIntegration, registry: Known) -> bool:
    if instance.connection_strategy is ConnectionStrategy.FIXED:
        return False
    integration = known_integration(registry, instance.integration_name)
    return integration is None or integration.needs_connection
