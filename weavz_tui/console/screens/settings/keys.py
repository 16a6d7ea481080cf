"""Screen 9, API keys: what opens the REST door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content

from weavz_tui.console.editing.form import choice, text
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.lists.removal import Removal
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.text import age, line, pairs, plain
from weavz_tui.console.widgets.columns import Column
from weavz_tui.model.base import now
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.keys import ApiKeyCreate
from weavz_tui.model.properties import Property

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.keys import ApiKey, CreatedApiKey
    from weavz_tui.model.lists import Page, PageQuery

USE = "REST callers send it as `Authorization: Bearer …`."


class ApiKeysScreen(ListScreen["ApiKey"]):
    """`n` makes a key, whose value is shown once; `d` refuses one from then on."""

    PLACE = "settings"
    LIST = "api_keys"
    TITLE_WORD = "▸API keys"
    ROWS = "API keys"
    OTHER_TABS = ("Settings",)
    KINDS: ClassVar[frozenset[str]] = frozenset({"api_key"})
    SORTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("name", "sorted by name"),
        ("created_at", "sorted by when made"),
    )
    EMPTY = (
        "No API key yet.\n"
        "A key opens the REST API of `weavz-tui serve`, and this console on another\n"
        "machine.\n"
        "n makes the first one."
    )

    def __init__(self) -> None:
        super().__init__()
        self._editor: ApiKeyEditor | None = None

    def columns(self) -> Sequence[Column[ApiKey]]:
        """Name, beginning, reach, last use, end."""
        return (
            Column("name", "name", lambda row: row.name, minimum=12, maximum=32),
            Column("prefix", "begins with", lambda row: f"{row.key_prefix}…", minimum=11),
            Column("reach", "reaches", reach, minimum=16, maximum=28, priority=1),
            Column("used", "last used", lambda row: age(row.last_used_at), minimum=10, priority=2),
            Column("ends", "valid", ends, minimum=12, maximum=22, priority=3),
        )  # fmt: skip

    def row_name(self, row: ApiKey) -> str:
        """Its name."""
        return row.name

    async def page(self, service: Service, query: PageQuery) -> Page[ApiKey]:
        """The organisation's keys."""
        return await service.api_keys.list(query)

    def describe(self, row: ApiKey) -> None:
        """The record; the value is not kept."""
        pane = self.query_one(DetailPane)
        pane.name_shown = row.name
        pane.show(0, _record(row))

    def do_new(self) -> None:
        """`n`."""
        self._editor = ApiKeyEditor()
        self.edit(self._editor)

    def edit_done(self, saved: str) -> None:
        """Mark the new key and show its value, once."""
        super().edit_done(saved)
        made = self._editor.made if self._editor else None
        self._editor = None
        if saved and made is not None:
            from weavz_tui.console.frame.once import ShownOnce

            shown = ShownOnce(f"API key {made.api_key.name}", made.plain_key, USE)
            self.console.push_screen(shown)

    def removal(self, row: ApiKey) -> Removal:
        """`d`."""
        return Removal(
            f"API key {row.name}",
            None,
            lambda service: service.api_keys.delete(row.id),
            also="Callers that have it are refused from then on.",
        )

    async def other_tab(self) -> None:
        """Back to the settings."""
        self.dismiss(False)


class ApiKeyEditor(EditorScreen):
    """`made` is the key with its value, once it is saved."""

    PLACE = "settings"
    NOUN = "API key"
    UNIQUE = "name"

    def __init__(self) -> None:
        super().__init__()
        self.made: CreatedApiKey | None = None

    def fields(self) -> Sequence[Property]:
        """Name, reach, end."""
        slug = self.console.session.workspace.slug if self.console.session.workspace else ""
        reaches = [("the whole organisation", "org")]
        if slug:
            reaches.append((f"the workspace {plain(slug).plain} alone", "workspace"))
        return (
            text("name", "Name", "who or what will use it", required=True),
            choice("reach", "Reaches", "what it opens", options=reaches, required=True),
            Property(
                name="expires_at",
                type=PropertyType.DATE_TIME,
                display_name="Valid until",
                description="empty: until it is deleted",
            ),
        )

    def start(self) -> Mapping[str, Any]:
        """The whole organisation: a console on another machine needs that."""
        return {"reach": "org"}

    async def save(self, service: Service, values: dict[str, Any]) -> str:
        """Make it."""
        permissions: dict[str, Any] = {"scope": "org"}
        if values["reach"] == "workspace":
            ids = [self.console.session.workspace_id]
            permissions = {"scope": "workspace", "workspaceIds": ids}
        data = ApiKeyCreate.model_validate(
            {
                "name": values["name"],
                "permissions": permissions,
                "expiresAt": values.get("expires_at"),
            }
        )
        self.made = await service.api_keys.create(data)
        return self.made.api_key.id


def reach(row: ApiKey) -> str:
    """How far a key reaches."""
    ids = (row.permissions or {}).get("workspaceIds")
    if not ids:
        return "the organisation"
    return "1 workspace" if len(ids) == 1 else f"{len(ids)} workspaces"


def ends(row: ApiKey) -> str:
    """Until when it is good."""
    if row.expires_at is None:
        return "until deleted"
    if row.expires_at <= now():
        return "✗ expired"
    return f"until {row.expires_at.astimezone():%Y-%m-%d %H:%M}"


def _record(row: ApiKey) -> Content:
    ids = (row.permissions or {}).get("workspaceIds") or ()
    return pairs(
        ("name", row.name),
        ("begins with", line(plain(row.key_prefix), "…  the rest is not kept")),
        ("reaches", reach(row)),
        ("workspaces", ", ".join(ids)),
        ("valid", ends(row)),
        ("last used", age(row.last_used_at)),
        ("made", age(row.created_at)),
    )
