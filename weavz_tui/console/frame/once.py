"""A secret that is shown this once: a token, a key."""

from __future__ import annotations

from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from weavz_tui.console.base import ConsoleBase
from weavz_tui.console.frame.ask import BOX
from weavz_tui.console.text import line, lines, plain


class ShownOnce(ModalScreen[None]):
    """The value, a key that copies it, and what it is good for. `esc` lets it go for ever."""

    DEFAULT_CSS = f"""
    ShownOnce {{
        align: center middle;
        background: $background 60%;
        {BOX}
    }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]
    console = getters.app(ConsoleBase)

    def __init__(self, title: str, value: str, about: str) -> None:
        super().__init__()
        self.heading = title
        self.value = value
        self.about = about

    def compose(self) -> ComposeResult:
        """What it is, the value, the keys."""
        with Vertical() as box:
            box.border_title = plain(self.heading)
            yield Static(
                lines(
                    Content(self.about),
                    Content(""),
                    line((plain(self.value).plain, "bold")),
                    Content(""),
                    Content("It is shown this once; only its hash is kept."),
                    Content(""),
                    line(("y", "bold $text-primary"), " copy   ", ("esc", "bold $text-primary"),
                         " done"),
                ),
                markup=False,
            )  # fmt: skip

    def action_copy(self) -> None:
        """Copy the value, and stay: a copy may not arrive."""
        self.console.copy(self.value, "it")
