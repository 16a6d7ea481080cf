"""The command palette: every screen, every verb that applies, every record by name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input

from weavz_tui.console.frame.keys import key_name
from weavz_tui.console.text import plain
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.lists import ConnectionQuery, PageQuery, PartialQuery

if TYPE_CHECKING:
    from weavz_tui.console.app import ConsoleApp
    from weavz_tui.engine.service import Service

PER_KIND = 5
FOUND_SCORE = 0.4


class CommandProvider(Provider):
    """The commands of the table that apply where the palette was opened."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for command in self._console.palette_on(self.screen):
            yield DiscoveryHit(
                self._shown(command.title, command.keys),
                partial(self._console.run_later, command.id),
                text=command.title,
            )

    async def search(self, query: str) -> Hits:
        """Those whose title matches; a leading `:` is passed over."""
        wanted = query.removeprefix(":")
        matcher = self.matcher(wanted)
        for command in self._console.palette_on(self.screen):
            score = matcher.match(command.title)
            if score > 0 or not wanted:
                yield Hit(
                    score or 1,
                    self._shown(command.title, command.keys),
                    partial(self._console.run_later, command.id),
                    text=command.title,
                )

    @property
    def _console(self) -> ConsoleApp:
        return cast("ConsoleApp", self.app)

    @staticmethod
    def _shown(title: str, keys: str) -> Content:
        return Content.assemble(Content(title), ("  " + key_name(keys), "$text-primary"))


class RecordProvider(Provider):
    """Every record of the workspace in force, by name; and every workspace."""

    async def search(self, query: str) -> Hits:
        """Ask the engine for a few of each kind."""
        wanted = query.removeprefix(":").strip()
        if not wanted:
            return
        async for title, kind, open_it in self._found(wanted):
            yield Hit(
                FOUND_SCORE + (0.5 if title.startswith(wanted) else 0),
                Content.assemble(plain(title), (f"  {kind}", "$foreground 75%")),
                open_it,
                text=title,
            )

    async def _found(self, wanted: str) -> AsyncIterator[tuple[str, str, Callable[[], Any]]]:
        console = cast("ConsoleApp", self.app)
        service = await console.session.service()
        for place, kind, ask in _kinds(service, console.session.workspace_id, wanted):
            try:
                rows = await ask()
            except WeavzError:
                continue
            for id, title in rows:
                yield title, kind, partial(console.open_record, place, id)


Rows = Sequence[tuple[str, str]]


def _kinds(
    service: Service, workspace_id: str, wanted: str
) -> list[tuple[str, str, Callable[[], Awaitable[Rows]]]]:
    """Per kind of record: its place, its word, and how a few are found."""
    query = PageQuery(limit=PER_KIND, search=wanted)

    async def workspaces() -> Rows:
        page = await service.workspaces.list(query)
        return [(row.id, f"{row.name} ({row.slug})") for row in page.items]

    async def integrations() -> Rows:
        page = await service.integrations.list(workspace_id, query)
        return [(row.id, row.integration_alias) for row in page.items]

    async def connections() -> Rows:
        asked = ConnectionQuery(limit=PER_KIND, search=wanted)
        return [(row.id, row.external_id) for row in (await service.connections.list(asked)).items]

    async def partials() -> Rows:
        asked = PartialQuery(limit=PER_KIND, search=wanted, workspace_id=workspace_id)
        return [(row.id, row.name) for row in (await service.partials.list(asked)).items]

    async def catalogue() -> Rows:
        folded = wanted.casefold()
        found = [each for each in await service.catalogue.list() if folded in each.name.casefold()]
        return [(each.name, each.name) for each in found[:PER_KIND]]

    kinds: list[tuple[str, str, Callable[[], Awaitable[Rows]]]] = [
        ("workspaces", "workspace", workspaces),
        ("connections", "connection", connections),
        ("catalogue", "in the catalogue", catalogue),
    ]
    if workspace_id:
        kinds[1:1] = [("integrations", "integration", integrations)]
        kinds.append(("partials", "partial", partials))
    return kinds


def open_palette(app: ConsoleApp, prefix: str = "") -> None:
    """Show the palette, with `prefix` typed already."""
    palette = CommandPalette([CommandProvider, RecordProvider], placeholder="Everything by name")

    def typed() -> None:
        field = palette.query_one(Input)
        field.value = prefix
        field.cursor_position = len(prefix)

    app.push_screen(palette)
    if prefix:
        app.call_after_refresh(typed)
