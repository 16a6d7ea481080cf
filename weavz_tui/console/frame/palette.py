"""The command palette: every screen, every verb that applies, every record by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.screen import Screen

from weavz_tui.console.frame.keys import key_name
from weavz_tui.console.text import MUTED
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.console.widgets.ranking import Ranking
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.lists import ConnectionQuery, PageQuery, PartialQuery
from weavz_tui.model.properties import Option, Options

if TYPE_CHECKING:
    from weavz_tui.console.app import ConsoleApp
    from weavz_tui.engine.service import Service

PER_KIND = 5


class Everything:
    """What the palette finds over a screen: an option's value is what stands beside its name and
    what it does."""

    def __init__(self, console: ConsoleApp, screen: Screen[Any]) -> None:
        self._console = console
        self._ranking = Ranking()
        self._commands = [
            Option(
                label=command.title,
                value=(
                    Content.styled(key_name(command.keys), "$text-primary"),
                    partial(console.run_later, command.id),
                ),
            )
            for command in console.palette_on(screen)
        ]

    async def find(self, search: str) -> Options:
        """Commands that say the words, then records, then commands that have the letters; a leading
        `:` is passed over."""
        wanted = search.removeprefix(":").strip()
        commands = self._ranking.ranked(wanted, self._commands)
        words = wanted.casefold().split()
        said = [each for each in commands if all(w in each.label.casefold() for w in words)]
        rest = [each for each in commands if each not in said]
        records = await self._records(wanted) if wanted else []
        return Options(options=(*said, *records, *rest))

    async def _records(self, wanted: str) -> list[Option]:
        console = self._console
        if not console.session.opened.is_set():
            return []
        found: list[Option] = []
        try:
            service = await console.session.service()
            for place, kind, ask in _kinds(service, console.session.workspace_id, wanted):
                found += [
                    Option(
                        label=one_line(title),
                        value=(
                            Content.styled(kind, MUTED),
                            partial(console.open_record, place, id),
                        ),
                    )
                    for id, title in await ask()
                ]
        except WeavzError as error:
            console.tell_error(error)
        return sorted(found, key=lambda each: not each.label.startswith(wanted))


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

    def beside(option: Option) -> Content:
        shown: Content = option.value[0]
        return shown

    def taken(option: Option | None) -> None:
        if option is not None:
            app.call_later(option.value[1])

    every = Everything(app, app.screen)
    picker = PickerScreen(
        "Everything by name", every.find, searching=True, describe=beside, search=prefix
    )
    app.push_screen(picker, taken)
