"""The line above the footer in which the tour speaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.widget import Widget

from weavz_tui.console import commands
from weavz_tui.console.key_names import key_name
from weavz_tui.console.text import line

if TYPE_CHECKING:
    from weavz_tui.console.frame.screen import FramedScreen
    from weavz_tui.console.tour.tour import Tour

_KEY = re.compile(r"\{([\w.]+)\}")
LEAVE = ("esc", " ends it ")


class TourStrip(Widget):
    """Which step, what to do, how to leave. Keys are those in force; while letters go into a field
    the screens' are the function keys."""

    DEFAULT_CSS = """
    TourStrip { height: 1; background: $primary-muted; color: $foreground; }
    """

    def __init__(self, tour: Tour) -> None:
        super().__init__()
        self.tour = tour

    def on_mount(self) -> None:
        """Whatever changes what can be done may have been the step."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._bindings_updated())

    def _bindings_updated(self) -> None:
        self.refresh()
        self.tour.look_at_screen()

    def render(self) -> Content:
        """The sentence, cut before the way out is."""
        screen, width = cast("FramedScreen", self.screen), self.size.width
        number = self.tour.number
        head = " Tour " if number is None else f" Tour {number + 1}/{len(self.tour.steps)} "
        left = line((head, "bold reverse"), " ", self._sentence(self.tour.sentence_on(screen)))
        right = line((LEAVE[0], "bold $text-primary"), LEAVE[1])
        room = width - right.cell_length - 1
        left = left.truncate(room, ellipsis=True) if left.cell_length > room else left
        return line(left, right.pad_left(max(width - left.cell_length - right.cell_length, 0)))

    def _sentence(self, text: str) -> Content:
        parts: list[str | tuple[str, str]] = []
        for place, each in enumerate(_KEY.split(text)):
            parts.append((self._key(each), "bold $text-primary") if place % 2 else each)
        return line(*parts)

    def _key(self, id: str) -> str:
        typing = cast("FramedScreen", self.screen).typing
        if typing and f"{id}.typing" in commands.BY_ID:
            id = f"{id}.typing"
        return key_name(self.tour.console.keys_remapped.get(id, commands.BY_ID[id].keys))
