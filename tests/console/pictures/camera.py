"""Takes pictures of what is on the screen, in every look, and compares them with the kept ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pytest_textual_snapshot import SVGImageExtension
from textual.screen import Screen

from tests.console.engine import LARGE, SMALL, shown, until
from tests.console.walk.walker import Walk

FOLLOWING = frozenset({"explain", "detail", "who", "compare", "alias", "options", "read"})
"""Workers that bring in what belongs to the screen on top."""


class Look(NamedTuple):
    """A size and a theme (None: the one that the terminal's colours lead to)."""

    size: tuple[int, int]
    theme: str | None

    @property
    def name(self) -> str:
        """As files are called by it."""
        return f"{self.size[0]}x{self.size[1]} {self.theme or 'mono'}"


COLOURS: tuple[Look, ...] = (
    Look(SMALL, "weavz-dark"),
    Look(SMALL, "weavz-light"),
    Look(LARGE, "weavz-light"),
    Look(LARGE, "weavz-dark"),
)
MONO: tuple[Look, ...] = (Look(SMALL, None),)
MONO_LARGE: tuple[Look, ...] = (*MONO, Look(LARGE, None))
DARK: tuple[Look, ...] = (COLOURS[0], COLOURS[3])


def file_of(test: Path, function: str, parameter: str, picture: str, look: Look) -> Path:
    """Where a picture is kept."""
    name = f"{function}[{parameter}][{picture} {look.name}].svg"
    return test.parent / "__snapshots__" / test.stem / name


@dataclass
class Camera:
    """`kinds` says of which screen each picture is; `watch` gives what is wrong with a screen by
    its text. What differs is gathered, for one look at all of it."""

    walk: Walk
    snapshot: Any
    looks: Sequence[Look]
    kinds: Mapping[str, type[Screen[Any]]]
    watch: Callable[[str, tuple[int, int]], str] = lambda text, size: ""
    taken: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    async def take(self, name: str) -> None:
        """A picture of the screen on top, in every look; the console stays as it was."""
        kind, app = self.kinds[name], self.walk.app
        await self.walk.on(kind)
        kept = self.snapshot.use_extension(SVGImageExtension)
        before = app.theme
        for look in self.looks:
            await self._dress(look)
            assert type(app.screen) is kind, f"{name} is of {type(app.screen).__name__}"
            if fault := self.watch(shown(self.walk.pilot), look.size):
                self.wrong.append(f"{name} {look.name}: {fault}")
            svg = app.export_screenshot(title="weavz-tui")
            if svg != kept(name=f"{name} {look.name}"):
                self.wrong.append(f"{name} {look.name} looks another way")
        app.theme = before
        await self._dress(self.looks[0])
        self.taken.append(name)

    async def _dress(self, look: Look) -> None:
        app, pilot = self.walk.app, self.walk.pilot
        if app.size != look.size:
            await pilot.resize_terminal(*look.size)
        if look.theme is not None and app.theme != look.theme:
            app.theme = look.theme
        for _ in range(4):
            await pilot.pause()
        await until(pilot, lambda: not any(each.group in FOLLOWING for each in app.workers))
        await pilot.pause()
