"""Work of a widget that takes its time: told, and stopped by `esc`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import TypeVar

from textual import work
from textual.containers import Vertical
from textual.content import Content

from weavz_tui.console.widgets.slices import Work, in_slices

Answer = TypeVar("Answer")

_TOLD_AFTER = 0.15


class SlowWork(Vertical):
    """One piece of work at a time; `told` is the last word about it."""

    told = Content("")
    is_busy = False

    def tell(self) -> None:
        """Called when there is another word."""

    def start(self, run: Callable[[], Awaitable[None]]) -> None:
        """Do it in the place of what goes on."""
        self.stop()
        self._work(run)

    @work(exclusive=True, group="json", exit_on_error=False)
    async def _work(self, run: Callable[[], Awaitable[None]]) -> None:
        self.is_busy = True
        try:
            await run()
        finally:
            self.is_busy = False
            self.tell()

    async def slowly(self, word: str, work: Work[Answer]) -> Answer:
        """Work in slices; after a moment `told` says how far it has come."""
        began = last = perf_counter()

        def tell(done: float) -> None:
            nonlocal last
            present = perf_counter()
            if present - began > _TOLD_AFTER and present - last > _TOLD_AFTER:
                last = present
                self.told = Content(f"⋯ {word} {done:.0%}  esc cancels")
                self.tell()

        return await in_slices(work, tell)

    def stop(self) -> None:
        """Give up what goes on."""
        self.workers.cancel_group(self, "json")
