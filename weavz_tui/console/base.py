"""The application below its commands: the session, live changes, toasts, what is saved."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakSet

from textual import work
from textual.binding import BindingType
from textual.reactive import var

from weavz_tui.console import commands, crash, places
from weavz_tui.console.frame.messages import Changed, WorkspaceChosen
from weavz_tui.console.frame.topbar import Status
from weavz_tui.console.journal import Journal
from weavz_tui.console.recorded import opening
from weavz_tui.console.session import Opener, Session
from weavz_tui.console.state import State, state_file
from weavz_tui.console.text import clock
from weavz_tui.console.toasts import Toasts
from weavz_tui.console.widgets.sparkline import last_hours
from weavz_tui.console.widgets.themes import OURS, first_theme
from weavz_tui.contexts import IN_CLEAR, LOCAL
from weavz_tui.model.errors import NotFound, WeavzError

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.theme import Theme

    from weavz_tui.console.frame.screen import FramedScreen
    from weavz_tui.console.frame.selecting import Copier
    from weavz_tui.console.places import Place
    from weavz_tui.console.tour.tour import Tour
    from weavz_tui.contexts import Context
    from weavz_tui.home import Home
    from weavz_tui.model.errors import WeavzError
    from weavz_tui.model.lists import EndUserRow, WorkspaceRow
    from weavz_tui.model.status import HourOfUse

STARTED_AFTER = 1.0
STATUS_AFTER = 0.15
START = "start"


class ConsoleBase(Toasts):
    """A console on one engine, without its commands.

    `opener` opens the engine after the first paint. In `home` the place left last is kept (None:
    nowhere), for each `context` by itself; None: the engine of this machine. Where it ends with
    `next_context`, the console is to be opened on that. `keymap` maps command ids to keys
    (`none`: no key), as `keymap.check_keys` lets them through.
    `first_place` and `theme` override the saved ones; `default_theme` is for who has chosen none.
    """

    TITLE = "weavz-tui"
    ENABLE_COMMAND_PALETTE = False
    DEFAULT_MODE = START
    BINDINGS: ClassVar[list[BindingType]] = [*commands.bindings()]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - declared by Textual, never changed
        (0, "-narrow"),
        (110, "-wide"),
        (160, "-very-wide"),
    ]
    CSS_PATH = ["console.tcss", "lists/lists.tcss"]  # noqa: RUF012 - as above

    status: var[Status] = var(Status())

    def __init__(
        self,
        opener: Opener,
        *,
        home: Home | None = None,
        context: Context | None = None,
        first_place: str = "",
        read_only: bool = False,
        keymap: Mapping[str, str] | None = None,
        theme: str = "",
        default_theme: str = "",
    ) -> None:
        self.state_file = state_file(home, context)
        self.state = State.read(self.state_file)
        # Before Textual first looks at it: its watcher would have every style sheet parsed anew.
        chosen = theme or first_theme(os.environ, self.state.theme or default_theme)
        self.set_reactive(ConsoleBase.theme, chosen)
        super().__init__()
        self.journal = Journal()
        self._hours: Sequence[HourOfUse] = ()
        self.session = Session(opening(opener, self.journal, lambda: self.session.workspace_id))
        self.home = home
        self.context = context
        self.next_context: str | None = None
        self.read_only = read_only
        self.tour: Tour | None = None
        self.start = first_place or self.state.place or "playground"
        self.framed: WeakSet[FramedScreen] = WeakSet()
        self.runs: set[str] = set()
        self._copier: Copier | None = None
        name, word = (context.name, context.warning) if context else (LOCAL, "")
        self.set_reactive(ConsoleBase.status, Status(context=name, word=word, read_only=read_only))
        self.animation_level = "none"
        for each in OURS.values():
            self.register_theme(each)
        for place in places.PLACES:
            if place.id != self.start:
                self.add_mode(place.id, partial(self._loaded, place))
        self.keys_remapped = dict(keymap or {})
        if keymap:
            from weavz_tui.console.keymap import prepared

            self.set_keymap(prepared(self.keys_remapped))

    def get_theme(self, theme_name: str) -> Theme | None:
        """Our own themes are there before any can be registered."""
        return OURS.get(theme_name) or super().get_theme(theme_name)

    def get_default_screen(self) -> Screen[Any]:
        """The place that opens first. As a mode of its own it would have every style sheet parsed
        a second time."""
        return self._fitted(places.BY_ID[self.start].load())

    def _fitted(self, screen: Screen[Any]) -> Screen[Any]:
        """A screen that has the class of its width before its first layout. Textual sets it after
        that, and what was laid out and painted without it is thrown away."""
        width = self.size.width
        name = next(each for least, each in reversed(self.HORIZONTAL_BREAKPOINTS) if width >= least)
        screen.add_class(name)
        return screen

    def _loaded(self, place: Place) -> Screen[Any]:
        """A place's screen for its mode. It knows the style sheets that are in force: for one that
        does not, Textual parses all of them anew, twice, and lays out the screen that is left."""
        screen = self._fitted(place.load())
        screen._css_update_count = self._css_update_count
        return screen

    def mode_of(self, place: str) -> str:
        """The mode of a place; the one that opens first is the app's default mode."""
        return START if place == self.start else place

    def on_mount(self) -> None:
        """Open the engine as soon as the first frame stands."""
        self.add_mode(START, partial(self._loaded, places.BY_ID[self.start]))
        self.call_after_refresh(self.open_engine)
        self.set_timer(STARTED_AFTER, _collect_garbage)

    @work(exclusive=True, group="engine", exit_on_error=False)
    async def open_engine(self) -> None:
        """Open the service, then follow its changes until the console closes."""
        try:
            await self.session.open(self.state.workspace or None)
            await self._restore_end_user()
        except WeavzError as error:
            from weavz_tui.console.frame.failure import OpenFailed

            self.push_screen(OpenFailed(error))
            return
        except Exception as error:
            path = crash.report(error, self.home)
            from weavz_tui.console.frame.failure import OpenFailed

            self.push_screen(OpenFailed(crash.as_error(error, path)))
            return
        self.post_message(WorkspaceChosen(self.session.workspace))
        if self.context is not None and self.context.is_in_clear:
            self.tell(IN_CLEAR.format(url=self.context.url), severity="warning")
        await self._follow()

    async def _restore_end_user(self) -> None:
        if not self.state.end_user or not self.session.workspace_id:
            return
        with contextlib.suppress(NotFound, WeavzError):
            self.session.end_user = await self.session.opened_service.end_users.get(
                self.session.workspace_id, self.state.end_user
            )

    async def _follow(self) -> None:
        async for change in self.session.opened_service.changes():
            self.post_message(Changed(change.kind, change.workspace_id))

    def on_workspace_chosen(self, message: WorkspaceChosen) -> None:
        """Another workspace is in force: save it, show it, let the present screen follow."""
        workspace = message.workspace
        self.state.workspace = workspace.slug if workspace else ""
        self.status = replace(
            self.status, slug=self.state.workspace, name=workspace.name if workspace else ""
        )
        self.changed("*")
        # What the vault and the usage bring in must not hold up the rows of the screen.
        self.set_timer(STATUS_AFTER, self.read_status)

    def on_changed(self, message: Changed) -> None:
        """Something was committed: the present screen reloads in place, others when shown."""
        self.read_status()
        self.changed(message.kind)
        if self.tour is not None:
            self.tour.changed(message.kind)

    def changed(self, kind: str) -> None:
        """Tell every framed screen that records of a kind may have changed."""
        for screen in list(self.framed):
            screen.mark_changed(kind)

    @work(exclusive=True, group="status", exit_on_error=False)
    async def read_status(self) -> None:
        """Read what the top line tells."""
        service = await self.session.service()
        try:
            if self.session.workspace_id:
                self.session.workspace = await service.workspaces.get(self.session.workspace_id)
        except WeavzError:
            await self.session.choose(None)
        workspace = self.session.workspace
        slug, name = (workspace.slug, workspace.name) if workspace else ("", "")
        self.status = replace(self.status, slug=slug, name=name)
        # Not every engine tells all of it, and not to every key.
        with contextlib.suppress(WeavzError):
            self.status = replace(self.status, vault=(await service.vault.status()).state)
        with contextlib.suppress(WeavzError):
            usage = await service.usage()
            # Without a quota to be counted against, what somebody wants to see is every run.
            used = usage.actions if usage.limit is None else usage.counted
            self.status = replace(self.status, used=used, limit=usage.limit)
            self._hours = usage.by_hour
            self.tell_time()

    def tell_time(self) -> None:
        """Let the last hours of the top line end now. That is done when something happens, never
        by itself: a console that nobody touches writes nothing."""
        self.status = replace(self.status, hours=last_hours(self._hours, clock()))

    def on_app_focus(self) -> None:
        """Somebody looks at the terminal again."""
        self.tell_time()

    async def choose_workspace(self, workspace: WorkspaceRow) -> None:
        """Put a workspace in force; the end user of the other one is let go."""
        self.session.workspace = workspace
        self.choose_end_user(None)
        self.post_message(WorkspaceChosen(workspace))

    def choose_end_user(self, end_user: EndUserRow | None) -> None:
        """Look through an end user's eyes from here on, or nobody's."""
        self.session.end_user = end_user
        self.state.end_user = end_user.external_id if end_user else ""

    async def go(self, place: str) -> None:
        """Show a place, first its list; the screen is imported when this is its first time."""
        self.state.place = place
        self.tell_time()
        await self.switch_mode(self.mode_of(place))
        self.save_state()

    async def open_playground(self, request: object) -> None:
        """Go to the playground and lay a request before it (an ExecuteRequest, nothing is run)."""
        await self.go("playground")
        load = getattr(self.screen, "load_request", None)
        if load is not None:
            answer = load(request)
            if isawaitable(answer):
                await answer

    def copy(self, text: str, what: str) -> None:
        """Copy a text and tell how it went; `what` names it (`the name`)."""
        from weavz_tui.console.frame.selecting import Copier

        self._copier = self._copier or Copier(self)
        self.run_worker(
            self._copier.copy(text, what), group="copy", exclusive=True, exit_on_error=False
        )

    def save_state(self) -> None:
        """Keep where we are."""
        self.state.write(self.state_file)

    async def on_unmount(self) -> None:
        """Keep the place and let the engine finish."""
        self.save_state()
        await self.session.close()

    def _fatal_error(self) -> None:
        """Textual would print a traceback with local variables here; a file without them it is."""
        crash.leave(self, self.home)


def _collect_garbage() -> None:
    """Collect again after the start; what is there by now stays, so it is passed over."""
    gc.freeze()
    gc.enable()
