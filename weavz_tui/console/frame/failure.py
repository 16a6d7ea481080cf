"""What stands there when the engine could not be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from weavz_tui.console.base import ConsoleBase
from weavz_tui.console.text import problem

if TYPE_CHECKING:
    from weavz_tui.model.errors import WeavzError


class OpenFailed(ModalScreen[None]):
    """The engine did not open: why, what mends it, and another try."""

    DEFAULT_CSS = """
    OpenFailed { align: center middle; background: $background; }
    OpenFailed > Vertical {
        width: 72;
        max-width: 100%;
        height: auto;
        padding: 1 2;
        border: solid $foreground 35%;
        border-title-color: $foreground;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r,enter", "again", "Try again"),
        Binding("W", "context", "Another engine"),
        Binding("q,escape", "leave", "Leave"),
    ]
    console = getters.app(ConsoleBase)

    def __init__(self, error: WeavzError) -> None:
        super().__init__()
        self.error = error

    def compose(self) -> ComposeResult:
        """The error, then the keys."""
        with Vertical() as box:
            box.border_title = "The engine could not be opened"
            yield Static(problem(self.error))
            yield Static("\nr try again   W another engine   q leave", markup=False)

    def action_again(self) -> None:
        """Open the engine once more."""
        self.dismiss(None)
        self.console.open_engine()

    @work(exclusive=True, group="context", exit_on_error=False)
    async def action_context(self) -> None:
        """Open another engine."""
        from weavz_tui.console.frame.contexts import choose_context

        chosen = await choose_context(self.console)
        if chosen is not None:
            self.console.next_context = chosen
            self.app.exit(0)

    def action_leave(self) -> None:
        """Leave the console; its exit code says that it failed."""
        self.app.exit(1, return_code=1)
