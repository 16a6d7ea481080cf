"""The footer: the keys that apply now, whole pairs as far as they fit."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.timer import Timer
from textual.widget import Widget

from weavz_tui.console import commands
from weavz_tui.console.key_names import UNBOUND, key_name
from weavz_tui.console.text import line

if TYPE_CHECKING:
    from weavz_tui.console.frame.screen import FramedScreen


class FooterKeys(Widget):
    """`key word` pairs by rank, then `? more`; TYPING in front while letters go into a field."""

    DEFAULT_CSS = """
    FooterKeys {
        dock: bottom;
        height: 1;
        background: $panel;
        color: $foreground;
    }
    """

    running: reactive[str] = reactive("")
    seconds: reactive[int] = reactive(0)

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None
        self._since = 0.0

    def on_mount(self) -> None:
        """Follow the focus and the commands that apply."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def start(self, label: str) -> None:
        """A call takes longer than a moment: say so."""
        self.running, self.seconds, self._since = label, 0, monotonic()
        if self._timer is None:
            self._timer = self.set_interval(1, self._tick)

    def _tick(self) -> None:
        self.seconds = int(monotonic() - self._since)

    def stop(self) -> None:
        """The call is over."""
        self.running = ""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def render(self) -> Content:
        """The pairs that fit."""
        width = self.size.width
        right = Content("")
        if self.running:
            right = line("⋯ ", self.running, f" {self.seconds} s  ", _pair("esc", "cancels"), " ")
        screen = cast("FramedScreen", self.screen)
        typing = screen.typing
        shown = line((" TYPING ", "reverse")) if typing else Content("")
        last = self._last(typing)
        room = width - right.cell_length - last.cell_length - 3
        for key, command in self._pairs(typing):
            pair = _pair(key, screen.word_of(command.id), command.id)
            if shown.cell_length + pair.cell_length + 2 <= room:
                shown = line(shown, "  " if shown.cell_length else " ", pair)
        shown = line(shown, "  ", last)
        return line(shown, right.pad_left(max(width - shown.cell_length - right.cell_length, 0)))

    @staticmethod
    def _last(typing: bool) -> Content:
        return _pair("esc", "keys", "back") if typing else _pair("?", "more", "help")

    def _pairs(self, typing: bool) -> list[tuple[str, commands.Command]]:
        found: dict[str, tuple[str, commands.Command]] = {}
        screen = cast("FramedScreen", self.screen)
        for active in self.screen.active_bindings.values():
            id = "open" if active.binding.action == "select" else active.binding.id
            command = commands.BY_ID.get(id or "")
            if command is None or not active.enabled or active.binding.key == UNBOUND:
                continue
            if command.rank is None and command.id not in screen.lead:
                continue
            if id == "open" and not screen.allows("open"):
                continue
            if command.id == "back" or (typing and not command.typing):
                continue
            if not typing and command.id in {"jump", "palette"}:
                continue
            found.setdefault(command.id, (key_name(active.binding.key), command))
        lead = screen.lead
        return sorted(
            found.values(), key=lambda pair: (pair[1].id not in lead, screen.rank_of(pair[1].id))
        )


def _pair(key: str, word: str, command: str = "") -> Content:
    pair = line((key, "bold $text-primary"), " ", word)
    if command:
        return pair.stylize(Style.from_meta({"@click": f"app.command('{command}')"}))
    return pair
