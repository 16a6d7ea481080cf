"""Screen 3, second tab: the end users of the workspace in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from weavz_tui.console.editing.fields import FixedField
from weavz_tui.console.editing.form import Maker, text
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.lists.removal import Removal
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.screens.connections import tables
from weavz_tui.model.requests import EndUserCreate, EndUserUpdate

if TYPE_CHECKING:
    from weavz_tui.console.widgets.columns import Column
    from weavz_tui.engine.service import Service
    from weavz_tui.model.lists import EndUserRow, Page, PageQuery
    from weavz_tui.model.properties import Property


class EndUsersScreen(ListScreen["EndUserRow"]):
    """`enter` looks through the marked one's eyes."""

    PLACE = "connections"
    LIST = "end_users"
    TITLE_WORD = "▸End users"
    ROWS = "end users"
    IN_WORKSPACE = True
    OTHER_TABS = ("Connections",)
    KINDS: ClassVar[frozenset[str]] = frozenset({"end_user", "connection"})
    SORTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("external_id", "sorted by external id"),
        ("display_name", "sorted by name"),
        ("created_at", "sorted by when made"),
    )
    EMPTY = (
        "No end user in this workspace yet.\n"
        "An end user is a person of yours who connects accounts of their own;\n"
        "actions run on their behalf with what they have connected.\n"
        "n makes the first one."
    )

    def columns(self) -> Sequence[Column[EndUserRow]]:
        """Who they are."""
        return tables.end_user_columns()

    def row_name(self, row: EndUserRow) -> str:
        """Their external id."""
        return row.external_id

    async def page(self, service: Service, query: PageQuery) -> Page[EndUserRow]:
        """Those of the workspace in force."""
        return await service.end_users.list(self.console.session.workspace_id, query)

    def describe(self, row: EndUserRow) -> None:
        """The record."""
        pane = self.query_one(DetailPane)
        pane.name_shown = row.external_id
        pane.show(0, tables.end_user_record(row))

    def do_open(self) -> None:
        """Look as this one."""
        if self.row is not None:
            self.console.choose_end_user(self.row)
            self.console.tell(f"Looking as {self.row.external_id}.")

    def do_new(self) -> None:
        """`n`."""
        self.edit(EndUserEditor())

    def do_edit(self) -> None:
        """`e`."""
        if self.row is not None:
            self.edit(EndUserEditor(self.row))

    def removal(self, row: EndUserRow) -> Removal:
        """`d`: with what they have connected."""
        return Removal(
            f"end user {row.external_id}",
            lambda service: service.end_users.dependants(row.id),
            lambda service: service.end_users.delete(row.id),
        )

    async def other_tab(self) -> None:
        """The connections."""
        self.dismiss(False)


class EndUserEditor(EditorScreen):
    """External id once; name and mail any time."""

    PLACE = "connections"
    NOUN = "end user"
    UNIQUE = "external_id"

    def __init__(self, row: EndUserRow | None = None) -> None:
        super().__init__()
        self.row = row

    def title_shown(self) -> str:
        """New, or which one."""
        return f"End user {self.row.external_id}" if self.row else "New end user"

    def fields(self) -> Sequence[Property]:
        """Who they are."""
        return (
            text("external_id", "External id", "your own id of this person", required=True),
            text("display_name", "Name"),
            text("email", "Mail"),
        )

    def start(self) -> Mapping[str, Any]:
        """What is known."""
        if self.row is None:
            return {}
        known = {
            "external_id": self.row.external_id,
            "display_name": self.row.display_name,
            "email": self.row.email,
        }
        return {name: value for name, value in known.items() if value is not None}

    def makers(self) -> Mapping[str, Maker]:
        """The external id stays."""
        if self.row is None:
            return {}
        external_id = self.row.external_id
        return {"external_id": lambda each: FixedField(each, external_id, "cannot change")}

    async def save(self, service: Service, values: dict[str, Any]) -> str:
        """Make or change."""
        if self.row is None:
            data = EndUserCreate(workspace_id=self.console.session.workspace_id, **values)
            return (await service.end_users.create(data)).id
        given = {name: values.get(name) for name in ("display_name", "email")}
        return (await service.end_users.update(self.row.id, EndUserUpdate(**given))).id
