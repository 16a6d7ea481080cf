"""A text to select by hand, where no clipboard can be reached."""

from __future__ import annotations

import sys
from time import monotonic
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from weavz_tui.console.base import ConsoleBase
from weavz_tui.console.frame.clipboard import copy
from weavz_tui.console.text import line, plain
from weavz_tui.console.widgets.text_lines import TextLines

COPY_AGAIN = 8.0
WHY_WIDTH = 56


class SelectText(ModalScreen[None]):
    """The text alone, no frame beside it, so that a selection holds nothing else. `p` prints it on
    the bare terminal, where the mouse selects without any key."""

    DEFAULT_CSS = """
    SelectText {
        background: $background;
        & > Static { height: 1; padding: 0 1; background: $panel; }
        & > TextLines { height: 1fr; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "print", show=False),
        Binding("escape,q", "dismiss(None)", show=False),
    ]
    console = getters.app(ConsoleBase)

    def __init__(self, text: str, why: str) -> None:
        super().__init__()
        self.text = text
        self.why = why

    def compose(self) -> ComposeResult:
        """Why, the text, the keys."""
        why = plain(self.why).truncate(WHY_WIDTH, ellipsis=True)
        yield Static(line("! ", why, ". Select it here:"), markup=False)
        text = TextLines(self.text, wrap=True)
        text.has_cursor = False
        yield text
        keys = (("shift+drag", "select"), ("p", "print it on the bare terminal"), ("esc", "back"))
        parts = [line((key, "bold $text-primary"), f" {word}   ") for key, word in keys]
        yield Static(line(*parts), markup=False)

    def on_mount(self) -> None:
        """The text takes the keys."""
        self.query_one(TextLines).focus()

    def action_print(self) -> None:
        """Print it below what stood there before the console, until enter is pressed."""
        from weavz_tui.console.frame.pager import tame

        try:
            with self.console.suspend():
                sys.stdout.write(f"{tame(self.text)}\n")
                input("\n-- enter goes back --")
        except SuspendNotSupported:
            self.console.tell("This terminal cannot be handed over.", severity="warning")
        except EOFError:
            return


class Copier:
    """Copies for the console and tells how it went; the same once more shows the text."""

    def __init__(self, console: ConsoleBase) -> None:
        self.console = console
        self._last = ("", "")
        self._at = 0.0

    async def copy(self, text: str, what: str) -> None:
        """Copy; where it cannot arrive, or did not, show the text to be selected."""
        again = self._last == (text, what) and monotonic() - self._at < COPY_AGAIN
        self._last, self._at = (text, what), monotonic()
        way = await copy(self.console, text)
        if way.arrives and not again:
            told = f"Copied {what} ({way.word}). Did it not arrive? Copy again to see it."
            self.console.tell(told)
            return
        why = f"Copied {what} again" if way.arrives else f"{what}: {way.word}"
        await self.console.push_screen(SelectText(text, why))
