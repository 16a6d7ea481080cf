"""Screen 5: presets by alias and action; values, locks, default flag."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.lists.removal import Removal
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.text import MUTED, age, aligned, line, lines, pairs, plain
from weavz_tui.console.widgets.columns import Column
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.lists import PageQuery, PartialQuery

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.entities import Partial
    from weavz_tui.model.lists import Page, PartialRow


def record(row: Partial) -> Content:
    """What it applies to, and its values with their locks."""
    values = [
        [
            line(("= " if key in row.enforced_keys else "  ", "bold"), plain(key)),
            line(
                plain(json.dumps(value, ensure_ascii=False, default=str)),
                ("  locked", MUTED) if key in row.enforced_keys else "",
            ),
        ]
        for key, value in row.values.items()
    ]
    return lines(
        pairs(
            ("name", row.name),
            ("about", row.description or ""),
            ("applies to", _applies(row)),
            ("default", "yes: applied without being named" if row.is_default else "no"),
            ("changed", age(row.updated_at)),
        ),
        Content(""),
        Content.styled("values" if values else "no values", MUTED),
        *aligned(values),
    )


def _applies(row: Partial) -> str:
    where = row.integration_alias or f"every {row.integration_name}"
    return f"{where}.{row.action_name or '*'}"


class PartialsScreen(ListScreen["PartialRow"]):
    """A partial gives inputs to a call; a lock makes a value hold whatever the caller says."""

    PLACE = "partials"
    TITLE_WORD = "Partials"
    ROWS = "partials"
    IN_WORKSPACE = True
    TABS: ClassVar[tuple[str, ...]] = ("Values",)
    KINDS: ClassVar[frozenset[str]] = frozenset({"partial", "workspace", "workspace_integration"})
    SORTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("name", "sorted by name"),
        ("integration_alias", "sorted by alias"),
        ("action_name", "sorted by action"),
        ("updated_at", "sorted by last change"),
    )
    EMPTY = (
        "No partial in this workspace yet.\n"
        "A partial is a set of saved inputs of an action: values that a call starts\n"
        "with, and locks that hold whatever the caller says.\n"
        "n makes the first one."
    )

    def columns(self) -> Sequence[Column[PartialRow]]:
        """Name, what it applies to, values, locks, default."""
        return (
            Column("name", "name", lambda row: row.name, minimum=12, maximum=28),
            Column("applies", "applies to", _applies, minimum=18, maximum=44,
                   sort="integration_alias"),
            Column("values", "values", lambda row: str(len(row.values)), align="right",
                   priority=1),
            Column("locks", "locks", lambda row: f"= {len(row.enforced_keys)}"
                   if row.enforced_keys else "-", align="right", priority=2),
            Column("default", "default", lambda row: "✓ default" if row.is_default else "-",
                   minimum=9, priority=3),
            Column("changed", "changed", lambda row: age(row.updated_at), minimum=10, priority=4,
                   sort="updated_at"),
        )  # fmt: skip

    def row_name(self, row: PartialRow) -> str:
        """Its name."""
        return row.name

    def query_for(self, text: str, sort: str) -> PageQuery:
        """Those of the workspace in force."""
        return PartialQuery(search=text, sort=sort, workspace_id=self.console.session.workspace_id)

    async def page(self, service: Service, query: PageQuery) -> Page[PartialRow]:
        """One page of them."""
        assert isinstance(query, PartialQuery)
        return await service.partials.list(query)

    def describe(self, row: PartialRow) -> None:
        """Its values."""
        pane = self.query_one(DetailPane)
        pane.name_shown = row.name
        pane.show(0, record(row))

    def do_new(self) -> None:
        """`n`."""
        from weavz_tui.console.screens.partials.editor import PartialEditor

        self.edit(PartialEditor())

    def do_edit(self) -> None:
        """`e`."""
        from weavz_tui.console.screens.partials.editor import PartialEditor

        if self.row is not None:
            self.edit(PartialEditor(self.row))

    def do_run(self) -> None:
        """`x`: its action in the playground, with this partial and no other."""
        row = self.row
        if row is not None:
            self.call("opening", lambda service: self._call_of(service, row), self._try_it)

    async def _call_of(self, service: Service, row: PartialRow) -> ExecuteRequest:
        """A call under the alias that it is of, else under the first of its integration."""
        alias = row.integration_alias
        if alias is None:
            page = await service.integrations.list(row.workspace_id, PageQuery(limit=500))
            names = (each.integration_alias for each in page.items
                     if each.integration_name == row.integration_name)  # fmt: skip
            alias = next(names, None)
        return ExecuteRequest(
            integration_name=row.integration_name,
            integration_alias=alias,
            action_name=row.action_name or "",
            workspace_id=row.workspace_id,
            end_user_id=self.console.session.end_user_id,
            partial_ids=[row.id],
        )

    async def _try_it(self, request: ExecuteRequest) -> None:
        await self.console.open_playground(request)

    def removal(self, row: PartialRow) -> Removal:
        """`d`."""
        return Removal(f"partial {row.name}", None, lambda service: service.partials.delete(row.id))
