"""Asking for the passphrase of the encrypted vault."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from weavz_tui.console.frame.ask import BOX


class Passphrase(ModalScreen[str]):
    """The answer is what was typed; empty when it was left."""

    DEFAULT_CSS = f"""
    Passphrase {{
        align: center middle;
        background: $background 60%;
        {BOX}
        & Input {{ border: none; height: 1; background: $surface-lighten-1; padding: 0; }}
    }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss('')", show=False)]

    def compose(self) -> ComposeResult:
        """One masked line."""
        with Vertical() as box:
            box.border_title = Content("Passphrase of the vault")
            box.border_subtitle = Content("enter unlocks  esc leaves")
            field = Input(password=True, compact=True)
            field.cursor_blink = False
            yield field
            yield Static("It is not shown, not logged and not kept.", markup=False)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)
