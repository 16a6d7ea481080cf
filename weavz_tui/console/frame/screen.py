"""What every screen has: top line, body, footer, one way of calling the engine, one way back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from inspect import iscoroutine
from typing import TYPE_CHECKING, Any, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker

from weavz_tui.console.base import ConsoleBase
from weavz_tui.console.commands import BY_ID
from weavz_tui.console.frame.keys import FooterKeys
from weavz_tui.console.frame.messages import Failed
from weavz_tui.console.frame.topbar import TopBar
from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.errors import WeavzError

PROGRESS_AFTER = 0.15
PANES = "WindowTable, DetailPane"


class FramedScreen(Screen[bool]):
    """A screen inside the frame.

    `PLACE` is the place it belongs to, `CONTEXTS` what its commands' `where` may name beside that,
    `KINDS` the kinds of records it shows: a change of one of them makes it reload.
    """

    PLACE: ClassVar[str] = ""
    CONTEXTS: ClassVar[frozenset[str]] = frozenset()
    KINDS: ClassVar[frozenset[str]] = frozenset()
    BINDING_GROUP_TITLE = "Keys"
    ALLOW_IN_MAXIMIZED_VIEW: ClassVar[str | None] = "TopBar, TourStrip, FooterKeys"

    console = getters.app(ConsoleBase)

    @dataclass
    class Answered(Message):
        """A call of the engine has come back; `then` takes its answer in the message loop."""

        answer: Any
        then: Callable[[Any], Any]

    def __init__(self) -> None:
        super().__init__()
        self._stale = False
        self._call: Worker[None] | None = None
        self._last_field: Widget | None = None

    @property
    def contexts(self) -> frozenset[str]:
        """What commands may name in `where` to apply here."""
        return self.CONTEXTS | {self.PLACE}

    def compose(self) -> ComposeResult:
        """Top line, what the screen is about, footer."""
        yield TopBar(self.PLACE)
        with Vertical(id="body"):
            yield from self.body()
        yield FooterKeys()

    def body(self) -> ComposeResult:
        """What stands between the top line and the footer."""
        yield from ()

    def on_mount(self) -> None:
        """Follow the status; be told of changes."""
        self.console.framed.add(self)
        self.watch(self.console, "status", self._show_status)

    def _show_status(self) -> None:
        self.query_one(TopBar).status = self.console.status

    @property
    def lead(self) -> frozenset[str]:
        """The commands that the footer puts first now: those that mend what is wrong."""
        return frozenset()

    def allows(self, command: str) -> bool:
        """Whether a command of this screen makes sense now."""
        return command != "next_pane" or sum(each.focusable for each in self.query(PANES)) > 1

    def word_of(self, command: str) -> str:
        """What the footer calls a command on this screen."""
        return BY_ID[command].word

    def rank_of(self, command: str) -> int:
        """How early the footer has a command on this screen, low first."""
        return BY_ID[command].rank or 0

    def mark_changed(self, kind: str) -> None:
        """Records of a kind have changed: reload now when shown, else when shown again."""
        if kind != "*" and self.KINDS and kind not in self.KINDS:
            return
        if not self.is_mounted:
            return  # it reads everything as soon as it stands
        if not (self.is_attached and self.console.is_running):
            return  # it is being taken down, and its parts first
        if self.is_current:
            self.reload()
        else:
            self._stale = True

    def on_screen_resume(self) -> None:
        """Catch up with what changed meanwhile."""
        if self._stale:
            self._stale = False
            self.reload()
        if self.console.tour is not None:
            self.console.tour.shown(self)

    def reload(self) -> None:
        """Read what is shown anew, in place."""

    def do_refresh(self) -> None:
        """`r`: read everything anew."""
        self.reload()

    def call(
        self,
        label: str,
        run: Callable[[Service], Awaitable[Any]],
        then: Callable[[Any], Any] = lambda _: None,
        *,
        group: str = "call",
        quiet: bool = False,
    ) -> None:
        """Call the engine without blocking the keyboard; `then` gets the answer.

        An error becomes a `Failed` message. After 150 ms the footer shows `label`, and `esc`
        cancels; a `quiet` call, one that follows the cursor, does neither.
        """
        worker = self._run(label, run, then, group, quiet)
        if not quiet:
            self._call = worker

    def _run(
        self,
        label: str,
        run: Callable[[Service], Awaitable[Any]],
        then: Callable[[Any], Any],
        group: str,
        quiet: bool,
    ) -> Worker[None]:
        return self.run_worker(
            partial(self._calling, label, run, then, quiet),
            group=group,
            exclusive=True,
            exit_on_error=False,
        )

    async def _calling(
        self,
        label: str,
        run: Callable[[Service], Awaitable[Any]],
        then: Callable[[Any], Any],
        quiet: bool,
    ) -> None:
        footer = self.query_one(FooterKeys)
        timer = None if quiet else self.set_timer(PROGRESS_AFTER, lambda: footer.start(label))
        try:
            answer = await run(await self.console.session.service())
        except WeavzError as error:
            self.post_message(Failed(error))
        except Exception as error:
            from weavz_tui.console import crash

            path = crash.report(error, self.console.home)
            self.post_message(Failed(crash.as_error(error, path)))
        else:
            self.post_message(self.Answered(answer, then))
        finally:
            if timer is not None:
                timer.stop()
                footer.stop()

    @on(Answered)
    async def _take_answer(self, event: Answered) -> None:
        event.stop()
        answer = event.then(event.answer)
        if iscoroutine(answer):
            await answer

    @on(Failed)
    def _take_failure(self, event: Failed) -> None:
        event.stop()
        self.failed(event.error)  # type: ignore[arg-type]

    def failed(self, error: WeavzError) -> None:
        """A call came to an error; unless a screen knows better, it is a toast."""
        self.console.tell_error(error)

    @property
    def typing(self) -> bool:
        """Whether letters go into a field."""
        focused = self.focused
        return focused is not None and focused.check_consume_key("a", "a")

    @property
    def subject(self) -> Widget | None:
        """What the help is about: what has the focus, else the field that was left last."""
        last = self._last_field
        return self.focused or (last if last is not None and last.is_attached else None)

    def do_back(self) -> None:
        """`esc`: one step back, the nearest first."""
        if self._call is not None and self._call.is_running:
            self._call.cancel()
            self.console.tell("Cancelled.")
        elif self.typing:
            self._last_field = self.focused
            self.set_focus(None)
        else:
            self.step_back()

    def step_back(self) -> None:
        """Leave what lies on top of the place, if anything does, else the tour."""
        if len(self.console.screen_stack) > 1:
            self.leave()
        elif self.console.tour is not None:
            self.console.tour.leave()

    def leave(self) -> None:
        """Close this screen; one with unsaved work asks before."""
        self.dismiss(False)

    def go_in(self) -> None:
        """`enter`, where nothing has the focus: the field last left, else the first thing."""
        if self.focused is None:
            if self._last_field is not None and self._last_field.is_attached:
                self.set_focus(self._last_field)
            else:
                self.focus_next()

    def do_next_pane(self) -> None:
        """`ctrl+n`: the next pane."""
        self.focus_next(PANES)

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def ask_then(self, question: Awaitable[Any], then: Callable[[Any], Any]) -> None:
        """Wait for a dialog in a worker; `then` gets its answer unless that is None."""
        answer = await question
        if answer is not None and answer is not False:
            self.post_message(self.Answered(answer, then))
