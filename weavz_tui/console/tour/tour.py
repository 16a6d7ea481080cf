"""The tour on its way: which step, what has been done, the strips that tell."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.tour.steps import END, STEPS, Seen, Step
from weavz_tui.console.tour.strip import TourStrip
from weavz_tui.model.base import now
from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    from textual.worker import Worker

    from weavz_tui.console.base import ConsoleBase


class Tour:
    """It goes on when the person did what its step says, however they did it: records of the
    engine and what is on the screen tell, no clock does. `offline`: every account is a sample.
    """

    def __init__(self, console: ConsoleBase, *, offline: bool = False) -> None:
        self.console = console
        self.steps: Sequence[Step] = STEPS
        self.offline = offline
        self._began = now()
        self._number = 0

    @property
    def number(self) -> int | None:
        """Which step, from 0; None at the end."""
        return self._number if self._number < len(self.steps) else None

    def sentence_on(self, screen: FramedScreen) -> str:
        """What to do now, with the commands' names where their keys go."""
        if self.number is None:
            return END
        step = self.steps[self.number]
        if step.editing and {"editor", step.place} <= screen.contexts:
            return step.editing
        if step.aside and getattr(screen, "on_results", True) is False:
            return step.aside
        return step.sentence + (step.offline if self.offline else "")

    def begin(self) -> None:
        """Show it on the present screen."""
        self.shown(self.console.screen)

    def shown(self, screen: object) -> None:
        """A screen is shown: the strip stands on it too, and it may be what the step asks for."""
        if not isinstance(screen, FramedScreen):
            return
        if not screen.query(TourStrip):
            screen.mount(TourStrip(self), after="#body")
            screen.add_class("-tour")
        self.look_at_screen()

    def changed(self, kind: str) -> None:
        """Records of a kind have changed: that may have been the step."""
        if self.number is not None and (kind == "*" or kind in self.steps[self.number].kinds):
            self._look()

    def look_at_screen(self) -> None:
        """Something on the screen has changed: that may have been the step."""
        if self.number is not None and not self.steps[self.number].kinds:
            self._look()

    def leave(self) -> None:
        """Take the strips away; nothing else is changed by it."""
        self.console.tour = None
        for screen in list(self.console.framed):
            screen.query(TourStrip).remove()
            screen.remove_class("-tour")

    def _look(self) -> Worker[None]:
        return self.console.run_worker(
            self._looking, group="tour", exclusive=True, exit_on_error=False
        )

    async def _looking(self) -> None:
        """Go on as far as was done already."""
        service = await self.console.session.service()
        while self.number is not None:
            screen = self.console.screen
            seen = Seen(service, self.console.session.workspace_id, screen, self._began)
            done = False
            # An engine that cannot say leaves the step where it is.
            with suppress(WeavzError):
                done = await self.steps[self.number].done(seen)
            if not done:
                return
            self._number += 1
            for framed in list(self.console.framed):
                for strip in framed.query(TourStrip):
                    strip.refresh()
