"""The help: every key in force where it was opened, found by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from weavz_tui.console.commands import Command
from weavz_tui.console.text import MUTED, line, lines, plain
from weavz_tui.console.widgets.plain import fitted

KEY, TITLE = 12, 40
NOTES = (
    "Keys are remapped in config.toml under [keys], by the name at the right:",
    'new = "insert", or "none" for no key. The mouse does everything too.',
)


class HelpScreen(ModalScreen[None]):
    """What the focused thing is (`about`), then keys, what they do here, and the names by which a
    keymap gives others."""

    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 74;
            max-width: 100%;
            height: 100%;
            max-height: 44;
            padding: 0 1;
            background: $background;
            border: solid $primary;
            border-title-color: $foreground;
            border-subtitle-color: $foreground;
        }
        & Input {
            border: none; height: 1; padding: 0; background: $surface-lighten-1;
            &:focus { border: none; background-tint: $foreground 0%; }
            & > .input--placeholder { color: $foreground 75%; }
        }
        & VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
        & VerticalScroll > Static { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]
    field = getters.query_one(Input)
    keys_box = getters.query_one(VerticalScroll)

    def __init__(self, keys: Sequence[tuple[Command, str]], about: Sequence[Content] = ()) -> None:
        super().__init__()
        self.keys = keys
        self.about = about

    def compose(self) -> ComposeResult:
        """A line to type in over the keys."""
        with Vertical() as box:
            box.border_title = "Keys in force here"
            box.border_subtitle = "type to find, esc closes"
            field = Input(placeholder="find a key, a word or a name", compact=True)
            field.cursor_blink = False
            yield field
            with VerticalScroll(can_focus=False):
                yield Static(self.found(""), markup=False)

    def on_mount(self) -> None:
        """Typing begins at once."""
        self.field.focus()

    @on(Input.Changed)
    def _find(self, event: Input.Changed) -> None:
        event.stop()
        self.keys_box.query_one(Static).update(self.found(event.value))
        self.keys_box.scroll_home(animate=False)

    def action_scroll(self, by: int) -> None:
        """The keys up or down."""
        self.keys_box.scroll_relative(y=by, animate=False)

    def action_leave(self) -> None:
        """`esc`: the words away, then the help."""
        if self.field.value:
            self.field.value = ""
        else:
            self.dismiss(None)

    def found(self, search: str) -> Content:
        """Verbs of this screen first, then what works everywhere; a search keeps the lines that
        have all its words."""
        words = search.casefold().split()
        keys = [
            (command, shown)
            for command, shown in self.keys
            if all(word in f"{shown} {command.title} {command.id}".casefold() for word in words)
        ]
        here = [each for each in keys if each[0].where]
        everywhere = [each for each in keys if not each[0].where and not _place(each[0])]
        places = [each for each in keys if _place(each[0]) and not each[0].typing]
        rows = [
            *self._group("On this screen", here),
            *self._group("Everywhere", everywhere),
            *self._group("Screens (F1 to F9 also from inside a field)", places),
        ]
        if words:
            return lines(*rows) if rows else line("No key here says ", plain(search), ".")
        return lines(*self.about, *rows, *map(Content, NOTES))

    @staticmethod
    def _group(title: str, keys: Sequence[tuple[Command, str]]) -> list[Content]:
        rows = [
            line(
                (shown.ljust(KEY), "bold $text-primary"),
                fitted(command.title, TITLE),
                "  ",
                (command.id, MUTED),
            )
            for command, shown in keys
        ]
        return [Content.styled(title, "bold"), *rows, Content("")] if rows else []


def _place(command: Command) -> bool:
    return command.handler == "go"
