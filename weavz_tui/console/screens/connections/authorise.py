"""Authorising an account: the address to open, and a wait that ends by itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from weavz_tui.browser import has_browser
from weavz_tui.console.base import ConsoleBase
from weavz_tui.console.frame.messages import Failed
from weavz_tui.console.screens.connections import authorise_text as text
from weavz_tui.console.screens.connections.oauth_app import register_app
from weavz_tui.console.text import lines, plain
from weavz_tui.model.authorisations import (
    Authorisation,
    AuthorisationAnswer,
    AuthorisationStart,
    AuthorisationStatus,
)
from weavz_tui.model.errors import NoOAuthApp, WeavzError
from weavz_tui.model.oauth import Grant

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOK_EVERY = 0.5
PASTE = "paste the address that the browser ends on, then enter"


class AuthoriseDialog(ModalScreen[str]):
    """Sends a person to a provider and waits. The answer is the connection's id; empty when it
    was left. `grants` are what the provider offers: `d` goes from one to the next."""

    DEFAULT_CSS = """
    AuthoriseDialog {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 100%; max-width: 100; height: auto; max-height: 100%; padding: 0 1;
            background: $background;
            border: solid $primary;
            border-title-color: $foreground;
            border-subtitle-color: $foreground;
        }
        & VerticalScroll { height: auto; max-height: 1fr; margin: 1 0; }
        & #address { width: auto; max-width: 100%; color: $text-primary; }
        & Input { border: none; height: 1; background: $surface-lighten-1; padding: 0 1; }
        & #state { margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("y", "copy", show=False),
        Binding("q", "code", show=False),
        Binding("o", "open", show=False),
        Binding("p,enter,tab", "paste", show=False),
        Binding("d", "other", show=False),
        Binding("r", "again", show=False),
        Binding("n", "register", show=False),
    ]
    AUTO_FOCUS: ClassVar[str | None] = ""
    console = getters.app(ConsoleBase)
    box = getters.query_one("#box", Vertical)
    field = getters.query_one(Input)

    @dataclass
    class Told(Message):
        """How the authorisation stands, as the engine tells it."""

        dialog: AuthoriseDialog
        shown: Authorisation

        @property
        def control(self) -> AuthoriseDialog:
            """The dialog."""
            return self.dialog

    def __init__(self, wish: AuthorisationStart, grants: Sequence[Grant]) -> None:
        super().__init__()
        self.wish = wish
        self.grants = tuple(each for each in grants if each is not Grant.CLIENT_CREDENTIALS)
        self.shown: Authorisation | None = None
        self.error: WeavzError | None = None
        self.as_code = False

    def compose(self) -> ComposeResult:
        """What to do, the address, the field for the way back, how it stands."""
        with Vertical(id="box") as box:
            box.border_title = plain(
                f"Authorise {self.wish.integration_name}  {self.wish.external_id}"
            )
            yield Static("", id="heading", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static("", id="address", markup=False)
            field = Input(placeholder=PASTE, compact=True, disabled=True)
            field.cursor_blink = False
            yield field
            yield Static("", id="state", markup=False)

    def on_mount(self) -> None:
        """Begin at once."""
        self.action_again()

    def on_resize(self) -> None:
        """The code fits, or does not any more."""
        self._paint()

    def action_again(self) -> None:
        """`r`: begin anew, where it has not begun or has failed."""
        if self.shown is None or not self.shown.is_pending:
            self.shown, self.error = None, None
            self._paint()
            self._run()

    @work(exclusive=True, group="authorise", exit_on_error=False)
    async def _run(self) -> None:
        """Begin, then look again and again until it has ended."""
        service = await self.console.session.service()
        try:
            shown = await service.authorisations.start(self.wish)
            self.post_message(self.Told(self, shown))
            while shown.is_pending:
                await asyncio.sleep(max(shown.interval, LOOK_EVERY))
                shown = await service.authorisations.poll(shown.id)
                self.post_message(self.Told(self, shown))
        except WeavzError as error:
            self.post_message(Failed(error))

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        event.stop()
        self.error = event.error  # type: ignore[assignment]
        self._paint()

    @on(Told)
    def _take(self, event: Told) -> None:
        """The end of it closes the dialog; what is told of another is too late."""
        event.stop()
        shown = event.shown
        if self.shown is not None and self.shown.id != shown.id:
            return
        changed, self.shown = self.shown != shown, shown
        if shown.status is AuthorisationStatus.COMPLETED and shown.connection_id:
            self.console.tell(f"Connected {shown.external_id}.")
            self.dismiss(shown.connection_id)
        elif changed:
            self._paint()

    def _paint(self) -> None:
        if not self.is_mounted:
            return
        shown, state = self.shown, self.query_one("#state", Static)
        pending = shown is not None and shown.is_pending
        self.field.disabled = not (pending and self._pastes) or self.as_code
        self.field.display = not self.field.disabled
        self.query_one(VerticalScroll).display = pending
        self.query_one("#heading", Static).display = pending and not self.as_code
        if shown is not None and pending:
            self.query_one("#heading", Static).update(text.heading(shown))
            self.query_one("#address", Static).update(self._address(shown))
            wrong = [text.refused(self.error.wire())] if self.error is not None else []
            state.update(lines(*wrong, text.waiting(shown)))
        elif self.error is not None:
            state.update(text.refused(self.error.wire()))
        elif shown is not None and shown.error is not None:
            state.update(text.refused(shown.error))
        else:
            state.update(Content("Asking the provider..."))
        self.box.border_subtitle = self._keys(pending=pending)

    @property
    def _pastes(self) -> bool:
        return self.shown is not None and self.shown.flow is Grant.AUTHORIZATION_CODE

    def _address(self, shown: Authorisation) -> Content:
        if not self.as_code:
            return Content(shown.url)
        from weavz_tui.qr import qr_lines

        width, height = self.size
        return text.code_picture(qr_lines(shown.url), min(width, 100) - 4, height - 6)

    def _keys(self, *, pending: bool) -> Content:
        known: list[tuple[str, str]] = []
        if pending:
            known += [("y", "copy"), ("q", "address" if self.as_code else "QR code")]
            known += [("p", "paste")] if self._pastes else []
            known += [("o", "open")] if has_browser() else []
        elif isinstance(self.error, NoOAuthApp):
            known += [("n", "register an app"), ("r", "again")]
        else:
            known += [("r", "again")]
        if len(self.grants) > 1:
            code = self.wish.flow is Grant.AUTHORIZATION_CODE
            known += [("d", "by a device" if code else "by a browser")]
        return text.keys(*known, ("esc", "leave"))

    def action_copy(self) -> None:
        """`y`: the address."""
        if self.shown is not None and self.shown.is_pending:
            self.console.copy(self.shown.url, "the address")

    def action_code(self) -> None:
        """`q`: the QR code, or the address again."""
        self.as_code = not self.as_code
        self._paint()

    @work(exclusive=True, group="browser", exit_on_error=False)
    async def action_open(self) -> None:
        """`o`: the browser of this machine, where there is one."""
        import webbrowser

        if self.shown is not None and self.shown.is_pending and has_browser():
            await asyncio.to_thread(webbrowser.open, self.shown.url)

    def action_paste(self) -> None:
        """`p`: into the field for the way back."""
        if self.as_code:
            self.action_code()
        if not self.field.disabled:
            self.field.focus()

    async def action_other(self) -> None:
        """`d`: another way that the provider offers."""
        if len(self.grants) < 2:
            return
        await self._let_go()
        flow = self.grants[(self.grants.index(self.wish.flow) + 1) % len(self.grants)]
        self.wish = self.wish.model_copy(update={"flow": flow})
        self.shown, self.as_code = None, False
        self.action_again()

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def action_register(self) -> None:
        """`n`: register an app for it, then begin."""
        if isinstance(self.error, NoOAuthApp) and await register_app(
            self.console, self.wish.integration_name
        ):
            self.call_later(self.action_again)

    @on(Input.Submitted)
    def _pasted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.shown is not None and event.value.strip():
            self.error = None
            self._complete(AuthorisationAnswer(id=self.shown.id, redirect_url=event.value))
            self.field.clear()

    @work(exclusive=True, group="complete", exit_on_error=False)
    async def _complete(self, answer: AuthorisationAnswer) -> None:
        service = await self.console.session.service()
        try:
            self.post_message(self.Told(self, await service.authorisations.complete(answer)))
        except WeavzError as error:
            self.post_message(Failed(error))

    async def action_leave(self) -> None:
        """`esc`: out of the field, then out of the dialog."""
        if self.focused is not None:
            self.set_focus(None)
            return
        await self._let_go()
        self.dismiss("")

    async def _let_go(self) -> None:
        """The provider's answer is waited for no longer."""
        self.workers.cancel_group(self, "authorise")
        if self.shown is not None and self.shown.is_pending:
            service = await self.console.session.service()
            await service.authorisations.cancel(self.shown.id)
