"""Who walks: presses the key that is in force, and holds that something came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import OptionList

from tests.console.engine import on, shown, type_in, until
from weavz_tui.console.app import ConsoleApp
from weavz_tui.console.commands import BY_ID, TABLE, Command
from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.key_names import key_name
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.engine.service import Service

ANYWHERE = "everywhere"
Found = TypeVar("Found", bound=Screen[Any])
Visit = tuple[str, str]
"""A command, and one of the contexts in which it applies."""


def promised(table: Iterable[Command] = TABLE) -> list[Visit]:
    """Every command in every context that the table promises it in."""
    return [(each.id, where) for each in table for where in sorted(each.where) or [ANYWHERE]]


@dataclass
class Walk:
    """A console under way; `reached` tells by which key, on which screen, and what came of it.
    `pager` is where the program in $PAGER leaves what it was given."""

    app: ConsoleApp
    pilot: Pilot[Any]
    pager: Path
    reached: dict[Visit, str] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)

    @property
    def screen(self) -> Screen[Any]:
        """What is on top."""
        screen: Screen[Any] = self.app.screen
        return screen

    @property
    def service(self) -> Service:
        """The engine, open by now."""
        return self.app.session.opened_service

    @property
    def paged(self) -> str:
        """What was read in the pager last."""
        return self.pager.read_text("utf-8") if self.pager.exists() else ""

    async def visit(
        self, id: str, effect: str, held: Callable[[], object], *, key: str = ""
    ) -> None:
        """Run a command by its key (the palette, where it has none) and wait for its effect, which
        must not have been there before."""
        command, screen = BY_ID[id], self.screen
        assert isinstance(screen, FramedScreen), f"{id}: a dialog lies on top"
        assert not held(), f"{id}: {effect} before it was run;\n{shown(self.pilot)}"
        key = key or command.keys.split(",", maxsplit=1)[0]
        where = (command.where & screen.contexts) or {ANYWHERE}
        if key:
            meant = screen.active_bindings.get(key)
            assert meant is not None, f"{id}: {key} does nothing here;\n{shown(self.pilot)}"
            assert meant.binding.id == id or meant.binding.action == "select", (
                f"{key} means {meant.binding.id or meant.binding.action} here, not {id}"
            )
            await self.press(key)
        else:
            await self.by_palette(command)
        try:
            await self.until(held)
        except AssertionError as error:
            raise AssertionError(f"{id}: {effect}: {error}") from None
        self.places.add(screen.PLACE)
        line = f"{key_name(key) or 'palette':<9} {type(screen).__name__:<20} {effect}"
        self.reached |= {(id, each): line for each in where}

    async def by_palette(self, command: Command) -> None:
        """Take a command from the palette by its title."""
        await self.press("ctrl+p")
        await self.on(PickerScreen)
        await self.write(command.title)
        await self.until(lambda: self.first_choice() == command.title)
        await self.press("enter")

    def first_choice(self) -> str:
        """The marked row of the picker on top."""
        found = self.screen.query(OptionList)
        if not found or found.first().highlighted is None:
            return ""
        at = found.first().highlighted
        assert at is not None
        prompt = str(found.first().get_option_at_index(at).prompt)
        return prompt.partition("  ")[0].strip()

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def write(self, text: str) -> None:
        """Type letters."""
        await type_in(self.pilot, text)

    async def until(self, held: Callable[[], object]) -> None:
        """Let the console work until something holds."""
        await until(self.pilot, held, 20)

    async def back_to(self, kind: type[Found]) -> Found:
        """Out of fields, dialogs and editors, until a screen of that kind is on top."""
        for _ in range(4):
            if not isinstance(self.screen, kind):
                await self.press("escape")
        return await self.on(kind)

    async def sees(self, *words: str) -> None:
        """Until all of the words are on the screen."""
        await self.until(lambda: all(word in shown(self.pilot) for word in words))

    async def on(self, kind: type[Found]) -> Found:
        """The present screen, once it is of that kind."""
        return await on(self.pilot, kind)

    def has(self, *words: str) -> bool:
        """Whether the words are on the screen."""
        return all(word in shown(self.pilot) for word in words)

    def is_on(self, kind: type[Screen[Any]], words: str = "") -> bool:
        """Whether a screen of that kind is on top, and says so."""
        return isinstance(self.screen, kind) and words in shown(self.pilot)

    def report(self) -> str:
        """The table of the walk, and its sums."""
        wanted = promised()
        missing = [each for each in wanted if each not in self.reached]
        rows = [
            f"{id:<26} {where:<13} {self.reached.get((id, where), 'NEVER REACHED')}"
            for id, where in wanted
        ]
        never = {id for id, _ in missing}
        return "\n".join(
            [
                f"{'command':<26} {'where':<13} {'key':<9} {'screen':<20} what came of it",
                *rows,
                "",
                f"commands in the table  {len(TABLE)}",
                f"reached                {len(TABLE) - len(never)}",
                f"never reached          {len(never)} {', '.join(sorted(never))}".rstrip(),
                f"commands by context    {len(wanted)}, reached {len(wanted) - len(missing)}",
                f"screens                {len(self.places)}",
            ]
        )
