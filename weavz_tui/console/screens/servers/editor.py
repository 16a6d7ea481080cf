"""An MCP server made or changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from weavz_tui.console.editing.form import choice, text
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.model.lists import PageQuery
from weavz_tui.model.properties import Option, Property
from weavz_tui.model.servers import (
    AuthMode,
    EndUserAccess,
    SavedServer,
    ServerCreate,
    ServerMode,
    ServerUpdate,
)

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.servers import McpServerRow

MODES = (
    ("TOOLS: one tool for each allowed action", ServerMode.TOOLS.value),
    ("CODE: three tools; the client writes Python", ServerMode.CODE.value),
)
SIGN_IN = (
    ("token: clients send a bearer token", AuthMode.BEARER.value),
    ("OAuth: end users sign in", AuthMode.OAUTH.value),
    ("both: OAuth and tokens", AuthMode.OAUTH_AND_BEARER.value),
)
ACCESS = (
    ("known end users alone", EndUserAccess.RESTRICTED.value),
    ("everyone; who is new becomes an end user", EndUserAccess.OPEN.value),
)


class ServerEditor(EditorScreen):
    """`made` is the server as it was saved, with a token where saving made one."""

    PLACE = "servers"
    NOUN = "MCP server"
    UNIQUE = "name"

    def __init__(self, row: McpServerRow | None = None) -> None:
        super().__init__()
        self.row = row
        self.made: SavedServer | None = None

    def title_shown(self) -> str:
        """New, or which one."""
        return f"MCP server {self.row.name}" if self.row else "New MCP server"

    def fields(self) -> Sequence[Property]:
        """Name, what clients are shown, how they sign in, for whom it acts."""
        return (
            text("name", "Name", "how people and clients call it", required=True),
            text("description", "About", "what it is for"),
            choice("mode", "Mode", "what a client is shown", options=MODES, required=True),
            choice("auth_mode", "Sign-in", "how clients prove who they are", options=SIGN_IN,
                   required=True),
            choice("end_user_access", "End users", "who may sign in", options=ACCESS,
                   required=True),
            choice("end_user_id", "Acts for",
                   "one end user for whom every call is made; empty: whoever signs in",
                   searchable=True),
        )  # fmt: skip

    def start(self) -> Mapping[str, Any]:
        """How it is now; a new one takes tokens, which every client can send."""
        row = self.row
        if row is None:
            return {
                "mode": ServerMode.TOOLS.value,
                "auth_mode": AuthMode.BEARER.value,
                "end_user_access": EndUserAccess.RESTRICTED.value,
            }
        known = {
            "name": row.name,
            "description": row.description,
            "mode": row.mode.value,
            "auth_mode": row.auth_mode.value,
            "end_user_access": row.end_user_access.value,
            "end_user_id": row.end_user_id,
        }
        return {name: value for name, value in known.items() if value is not None}

    async def options(self, service: Service, name: str, search: str) -> Sequence[Option]:
        """The end users of the workspace."""
        page = await service.end_users.list(
            self.console.session.workspace_id, PageQuery(limit=50, search=search)
        )
        return [Option(label=row.external_id, value=row.external_id) for row in page.items]

    async def save(self, service: Service, values: dict[str, Any]) -> str:
        """Make or change."""
        given = {field.name: values.get(field.name) for field in self.fields()}
        if self.row is None:
            workspace_id = self.console.session.workspace_id
            self.made = await service.servers.create(
                ServerCreate(workspace_id=workspace_id, **given)
            )
        else:
            self.made = await service.servers.update(self.row.id, ServerUpdate(**given))
        return self.made.server.id
