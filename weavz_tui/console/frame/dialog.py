"""A form over the screen: fill, save, or leave it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from weavz_tui.console.base import ConsoleBase
from weavz_tui.console.forms.form import Form
from weavz_tui.console.text import line, plain
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.properties import Property

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service

Save = Callable[["Service", dict[str, Any]], Awaitable[None]]


class FormDialog(ModalScreen[bool]):
    """A form whose answers are given to `save`; it stays open, with what is wrong in its rows,
    until that succeeds. The answer is whether something was saved."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+r", "save", priority=True, show=False),
        Binding("escape", "leave", show=False),
    ]
    DEFAULT_CSS = """
    FormDialog {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 76; max-width: 100%; height: 70%; min-height: 12; max-height: 100%;
            background: $background;
            border: solid $primary;
            border-title-color: $foreground;
            border-subtitle-color: $foreground;
        }
    }
    """
    form = getters.query_one(Form)
    console = getters.app(ConsoleBase)

    def __init__(
        self,
        title: str,
        properties: Sequence[Property],
        save: Save,
        values: Mapping[str, Any] | None = None,
        *,
        word: str = "save",
    ) -> None:
        """`word` is what `ctrl+s` does."""
        super().__init__()
        self.heading = title
        self.properties = properties
        self.values = dict(values or {})
        self.save = save
        self.word = word

    def compose(self) -> ComposeResult:
        """The form in a box."""
        with Vertical() as box:
            box.border_title = plain(self.heading)
            box.border_subtitle = line(
                ("ctrl+s", "bold $text-primary"),
                f" {self.word}  ",
                ("esc", "bold $text-primary"),
                " leave",
            )
            yield Form(self.properties, self.values, wire=False)

    async def on_mount(self) -> None:
        """Everything at once, the first field first."""
        await self.form.unfold()
        self.form.focus_field()

    @work(exclusive=True, group="save", exit_on_error=False)
    async def action_save(self) -> None:
        """Check, then save; what is refused stays on the screen with its reason."""
        if await self.form.check():
            await self.form.focus_error()
            return
        service = await self.console.session.service()
        try:
            await self.save(service, self.form.effective())
        except WeavzError as error:
            self.form.show_errors(error.details.get("fields") or {})
            if not await self.form.focus_error():
                self.console.tell_error(error)
        else:
            self.dismiss(True)

    async def action_leave(self) -> None:
        """`esc`: close what is open in the form, else leave it."""
        if not await self.form.climb():
            self.dismiss(False)

    @on(Form.Changed)
    def _typing(self, event: Form.Changed) -> None:
        event.stop()
