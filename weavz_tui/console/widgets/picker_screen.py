"""A picker over the screen."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen

from weavz_tui.console.widgets.picker import OptionSource, Picker
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.properties import Option


class PickerScreen(ModalScreen[Option | None]):
    """A picker over the screen; the answer is the option, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", priority=True, show=False),
    ]
    DEFAULT_CSS = """
    PickerScreen {
        align: center middle;
        background: $background 60%;
        & > Picker {
            width: 90%; min-width: 40; max-width: 78; height: 60%; min-height: 8;
            border: solid $primary; border-title-color: $foreground;
        }
    }
    """

    def __init__(self, title: str, source: OptionSource, **options: Any) -> None:
        """`options` are those of `Picker`."""
        super().__init__()
        self.picker = Picker(source, **options)
        self.picker.border_title = Content(one_line(title))

    def compose(self) -> ComposeResult:
        """The picker alone."""
        yield self.picker

    def on_mount(self) -> None:
        """Typing begins at once."""
        self.picker.focus()

    @on(Picker.Picked)
    def _picked(self, event: Picker.Picked) -> None:
        self.dismiss(event.option)

    @on(Picker.Cancelled)
    def _cancelled(self) -> None:
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """A click beside the picker closes it."""
        if event.widget is self:
            self.dismiss(None)
