"""MCP servers, their tools and their tokens (wire A.2, B.9, C.9)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from weavz_tui.model.base import Moment, Wire


class ServerMode(StrEnum):
    """What a client is shown: one tool per action, or three tools that run code."""

    TOOLS = "TOOLS"
    CODE = "CODE"


class AuthMode(StrEnum):
    """How clients sign in to a server."""

    OAUTH = "oauth"
    BEARER = "bearer"
    OAUTH_AND_BEARER = "oauth_and_bearer"


class EndUserAccess(StrEnum):
    """Whether only known end users may sign in, or everyone is made one."""

    RESTRICTED = "restricted"
    OPEN = "open"


class ServerAuth(Wire):
    """What the auth mode of a server comes to, given the integrations of its workspace."""

    oauth_enabled: bool
    bearer_enabled: bool
    static_bearer_enabled: bool
    end_user_bearer_tokens_enabled: bool
    access_tokens_enabled: bool


class McpServer(Wire):
    """An MCP server of a workspace. `end_user_id` is the external id of the end user whom every
    call is made for; `mcp_endpoint` is a path where no address of the server is known."""

    id: str
    org_id: str
    workspace_id: str
    name: str
    description: str | None = None
    mode: ServerMode = ServerMode.TOOLS
    settings: dict[str, Any] = Field(default_factory=dict)
    auth_mode: AuthMode = AuthMode.OAUTH
    end_user_access: EndUserAccess = EndUserAccess.RESTRICTED
    auth: ServerAuth | None = None
    created_by: str | None = None
    end_user_id: str | None = None
    mcp_endpoint: str = ""
    created_at: Moment
    updated_at: Moment


class McpServerRow(McpServer):
    """A server as a list shows it. `last_call_at`: the latest execution that came through it."""

    workspace_slug: str | None = None
    tool_count: int = 0
    token_count: int = 0
    has_static_token: bool = False
    last_call_at: Moment | None = None


class McpTool(Wire):
    """A tool of a server. `source_workspace_integration_id` None: added by hand."""

    id: str
    mcp_server_id: str
    integration_name: str
    integration_alias: str
    action_name: str
    tool_type: Literal["ACTION"] = "ACTION"
    connection_id: str | None = None
    display_name: str | None = None
    description: str | None = None
    input_defaults: dict[str, Any] = Field(default_factory=dict)
    partial_ids: list[str] | None = None
    sort_order: int = 0
    source_workspace_integration_id: str | None = None


class ToolAnnotations(Wire):
    """What a client may expect of a tool."""

    title: str
    read_only_hint: bool
    destructive_hint: bool
    idempotent_hint: bool
    open_world_hint: bool


class ExposedTool(Wire):
    """A tool exactly as a client sees it; `tool` is what it stands for, None for tools that every
    server has (`weavz_property_options`, the three of CODE mode)."""

    name: str
    title: str
    description: str
    input_schema: dict[str, Any]
    annotations: ToolAnnotations
    tool: McpTool | None = None


class McpToken(Wire):
    """A token of one end user for one server, without its value."""

    id: str
    token_prefix: str
    scopes: list[str]
    end_user_id: str | None = None
    auth_method: Literal["bearer", "oauth"] = "bearer"
    token_type: Literal["mcp_bearer", "mcp_oauth"] = "mcp_bearer"
    expires_at: Moment | None = None
    created_at: Moment


class ServerCreate(Wire):
    """A new server; it starts with the tools of its workspace."""

    name: str
    workspace_id: str
    description: str | None = None
    mode: ServerMode = ServerMode.TOOLS
    settings: dict[str, Any] = Field(default_factory=dict)
    auth_mode: AuthMode = AuthMode.OAUTH
    end_user_access: EndUserAccess = EndUserAccess.RESTRICTED
    created_by: str | None = None
    end_user_id: str | None = None


class ServerUpdate(Wire):
    """Changes to a server; look at `model_fields_set` for what was given."""

    name: str | None = None
    description: str | None = None
    mode: ServerMode | None = None
    settings: dict[str, Any] | None = None
    auth_mode: AuthMode | None = None
    end_user_access: EndUserAccess | None = None
    end_user_id: str | None = None


class SavedServer(Wire):
    """A server after a change; `bearer_token` only when a static one was made, this once."""

    server: McpServer
    mcp_endpoint: str
    bearer_token: str | None = Field(default=None, repr=False)


class IssuedToken(Wire):
    """A token with its value, which is shown this once."""

    token: McpToken
    access_token: str = Field(repr=False)
    mcp_endpoint: str


class TokenRequest(Wire):
    """A token for an end user, by external id or internal id. `expires_in` in seconds."""

    end_user_id: str
    scopes: list[str] | None = None
    expires_in: int | None = None


class ToolCreate(Wire):
    """A tool added by hand, or an override of one that comes from the workspace."""

    integration_name: str
    action_name: str
    integration_alias: str | None = None
    tool_type: Literal["ACTION"] = "ACTION"
    connection_id: str | None = None
    display_name: str | None = None
    description: str | None = None
    input_defaults: dict[str, Any] = Field(default_factory=dict)
    partial_ids: list[str] | None = None
    sort_order: int = 0


class ToolUpdate(Wire):
    """Changes to a tool; look at `model_fields_set` for what was given."""

    display_name: str | None = None
    description: str | None = None
    input_defaults: dict[str, Any] | None = None
    connection_id: str | None = None
    sort_order: int | None = None
    integration_alias: str | None = None
    partial_ids: list[str] | None = None


class McpAccess(Wire):
    """What a bearer token opens: a server, for an end user (external id) or nobody."""

    server: McpServer
    scopes: list[str]
    end_user_id: str | None = None
    token_id: str | None = None
    expires_at: datetime | None = None
