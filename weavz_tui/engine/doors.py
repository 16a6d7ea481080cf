"""The parts of the Service that other doors stand on: API keys, MCP servers, hosted connect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from weavz_tui.model.connect import ConnectLink, ConnectRequest, ConnectSession, PortalRequest
from weavz_tui.model.entities import Organisation
from weavz_tui.model.keys import ApiKey, ApiKeyCreate, CreatedApiKey
from weavz_tui.model.lists import Deleted, Dependants, Page
from weavz_tui.model.pages import PageQuery, ServerQuery
from weavz_tui.model.requests import OrganisationUpdate
from weavz_tui.model.servers import (
    ExposedTool,
    IssuedToken,
    McpServerRow,
    McpToken,
    McpTool,
    SavedServer,
    ServerCreate,
    ServerUpdate,
    TokenRequest,
    ToolCreate,
    ToolUpdate,
)


class Organisations(Protocol):
    """The caller's organisation (wire B.1)."""

    async def get(self, id: str) -> Organisation: ...
    async def update(self, id: str, data: OrganisationUpdate) -> Organisation: ...


class ApiKeys(Protocol):
    """Keys of the organisation (wire B.8). Raises ScopeDenied for callers who reach less."""

    async def list(self, query: PageQuery) -> Page[ApiKey]: ...
    async def create(self, data: ApiKeyCreate) -> CreatedApiKey: ...
    async def delete(self, id: str) -> Deleted:
        """The key is refused from this moment on, in every process."""
        ...


class Servers(Protocol):
    """MCP servers (wire B.9). A `ref` is an id, with or without `srv_`, or a name where only one
    server has it."""

    async def list(self, query: ServerQuery) -> Page[McpServerRow]: ...
    async def get(self, ref: str) -> McpServerRow: ...
    async def create(self, data: ServerCreate) -> SavedServer: ...
    async def update(self, id: str, data: ServerUpdate) -> SavedServer: ...
    async def dependants(self, id: str) -> Dependants:
        """Its tokens and the tools changed by hand."""
        ...

    async def delete(self, id: str) -> Deleted: ...

    async def regenerate_token(self, id: str) -> SavedServer:
        """A new static token; the old one is refused. Raises McpBearerDisabled."""
        ...

    async def tokens(self, id: str) -> Sequence[McpToken]:
        """The end users' tokens that are in force."""
        ...

    async def issue_access_token(self, id: str, data: TokenRequest) -> IssuedToken: ...
    async def issue_oauth_token(self, id: str, data: TokenRequest) -> IssuedToken: ...
    async def revoke_token(self, id: str, token_id: str) -> Deleted: ...

    async def tools(self, id: str) -> Sequence[McpTool]:
        """Every tool: those of the workspace, overridden or not, and those added by hand."""
        ...

    async def add_tool(self, id: str, data: ToolCreate) -> McpTool: ...
    async def update_tool(self, id: str, tool_id: str, data: ToolUpdate) -> McpTool: ...
    async def delete_tool(self, id: str, tool_id: str) -> Deleted:
        """Remove a tool added by hand, or hide one that comes from the workspace."""
        ...

    async def exposed(self, id: str) -> Sequence[ExposedTool]:
        """The tools exactly as a client of the server sees them."""
        ...

    async def declarations(self, id: str, alias: str) -> str:
        """The typed functions of an alias as CODE mode declares them, as Python stubs."""
        ...


class Connect(Protocol):
    """Links with which people bring their own accounts (wire B.4, B.7)."""

    async def link(self, data: ConnectRequest) -> ConnectLink:
        """A single-use link. Raises IntegrationNotFound, ValidationError, NoOauthApp."""
        ...

    async def session(self, id: str) -> ConnectSession: ...
    async def poll(self, token: str) -> ConnectSession:
        """The session of a link's token. Raises InvalidToken."""
        ...

    async def portal(self, end_user_id: str, data: PortalRequest) -> ConnectLink:
        """A link to the portal of an end user, by internal id or external id."""
        ...
