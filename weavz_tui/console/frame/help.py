"""The help: every key in force where it was opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from weavz_tui.console.commands import Command
from weavz_tui.console.text import line, lines

WIDTH = 12


class HelpScreen(ModalScreen[None]):
    """Keys and what they do here, as a keymap has left them."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen > VerticalScroll {
        width: 70;
        max-width: 100%;
        height: 100%;
        max-height: 40;
        padding: 0 1;
        background: $background;
        border: solid $primary;
        border-title-color: $foreground;
        border-subtitle-color: $foreground;
        scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss(None)", "Close", show=False),
    ]

    def __init__(self, keys: Sequence[tuple[Command, str]]) -> None:
        super().__init__()
        self.keys = keys

    def compose(self) -> ComposeResult:
        """Verbs of this screen first, then what works everywhere."""
        here = [each for each in self.keys if each[0].where]
        everywhere = [each for each in self.keys if not each[0].where and not _place(each[0])]
        places = [each for each in self.keys if _place(each[0]) and not each[0].typing]
        box = VerticalScroll()
        box.border_title = "Keys in force here"
        box.border_subtitle = "esc closes"
        with box:
            yield Static(
                lines(
                    *self._group("On this screen", here),
                    *self._group("Everywhere", everywhere),
                    *self._group("Screens (F1 to F9 also from inside a field)", places),
                    Content("Keys are remapped in config.toml under [keys], by the name of the"),
                    Content("command: new = 'insert'. The mouse does everything too."),
                )
            )

    @staticmethod
    def _group(title: str, keys: Sequence[tuple[Command, str]]) -> list[Content]:
        rows = [
            line((shown.ljust(WIDTH), "bold $text-primary"), command.title)
            for command, shown in keys
        ]
        return [Content.styled(title, "bold"), *rows, Content("")] if rows else []


def _place(command: Command) -> bool:
    return command.handler == "go"
