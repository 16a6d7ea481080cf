"""The command palette: every screen, every verb that applies, every record by name."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.screen import Screen

from weavz_tui.console import commands
from weavz_tui.console.frame.aliases import Alias, meant
from weavz_tui.console.key_names import key_name
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.console.widgets.ranking import Ranking
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.properties import Option, Options

if TYPE_CHECKING:
    from weavz_tui.console.app import ConsoleApp
    from weavz_tui.console.frame.records import Record

COLON = ":"


class Everything:
    """What the palette finds over a screen: an option's value is what stands beside its name, in
    no colour of its own since the marked row is in reverse, and what it does. Nothing is
    asked of the engine at a keystroke."""

    def __init__(self, console: ConsoleApp, screen: Screen[Any]) -> None:
        self._console = console
        self._ranking = Ranking()
        self._index = console.record_index
        offered = console.palette_on(screen)
        self._offered = {command.id for command in offered}
        self._commands = [self._command(command) for command in offered]

    def _command(self, command: commands.Command) -> Option:
        keys = Content(key_name(command.keys))
        run = partial(self._console.run_later, command.id)
        return Option(label=command.title, value=(keys, run))

    async def find(self, search: str) -> Options:
        """After a colon what its short word means; commands that say the words, then records, then
        commands that have the letters."""
        if search.startswith(COLON):
            word, _, name = search[1:].strip().partition(" ")
            short = [each for alias in meant(word) for each in self._short(alias, name.strip())]
            if not word or short:
                return Options(options=tuple(short))
        wanted = search.removeprefix(COLON).strip()
        ranked = self._ranking.ranked(wanted, self._commands)
        words = wanted.casefold().split()
        said = [each for each in ranked if all(w in each.label.casefold() for w in words)]
        rest = [each for each in ranked if each not in said]
        records = self._index.find(wanted) if wanted else []
        return Options(options=(*said, *map(self._record, records), *rest))

    def _short(self, alias: Alias, name: str) -> list[Option]:
        if name and alias.names:
            return [self._record(each, alias) for each in self._index.find(name, alias.names)]
        if alias.command in commands.BY_ID and alias.command in self._offered:
            command = commands.BY_ID[alias.command]
            run = partial(self._console.run_later, command.id)
            return [self._alias(alias, command.title, run)]
        if alias.names and not alias.command:
            again = partial(open_palette, self._console, f"{COLON}{alias.words[0]} ")
            return [self._alias(alias, f"An {alias.names} by name", again)]
        return []

    @staticmethod
    def _alias(alias: Alias, title: str, run: Callable[[], object]) -> Option:
        beside = f"{title}{f'; {COLON}{alias.words[0]} NAME' if alias.names else ''}"
        return Option(label=f"{COLON}{alias.words[0]}", value=(Content(beside), run))

    def _record(self, record: Record, alias: Alias | None = None) -> Option:
        console = self._console
        run: Callable[[], Any] = partial(console.open_record, record)
        beside = record.kind
        if alias is not None and record.kind == "workspace":
            run, beside = partial(console.put_in_force, record.found_by), "put in force"
        return Option(label=record.label, value=(Content(beside), run))


def open_palette(app: ConsoleApp, prefix: str = "") -> None:
    """Show the palette, with `prefix` typed already; records that are not known yet come in."""

    def beside(option: Option) -> Content:
        shown: Content = option.value[0]
        return shown

    def taken(option: Option | None) -> None:
        if option is not None:
            app.call_later(option.value[1])

    every = Everything(app, app.screen)
    screen = PickerScreen(
        "Everything by name",
        every.find,
        searching=True,
        rests=0,
        describe=beside,
        search=prefix,
    )

    async def fill() -> None:
        try:
            service = await app.session.service()
            async for _ in app.record_index.fill(service, app.session.workspace_id):
                screen.picker.ask_again()
            # Tens of thousands of names stay from here on: looking through them for garbage would
            # take as long as a keystroke may.
            gc.freeze()
        except WeavzError as error:
            app.tell_error(error)

    app.push_screen(screen, taken)
    app.run_worker(fill(), group="index", exclusive=True, exit_on_error=False)
