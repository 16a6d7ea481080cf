"""What the reader and writer threads have in common: items in, results back on their loop."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from typing import Any

from weavz_tui.model.errors import StoreError, WeavzError
from weavz_tui.store.protocol import Lane, Rows

Work = Callable[[Rows], Any]
Told = Callable[[BaseException | None], None]


class Item:
    """A piece of work and who, on the caller's loop, is told of its outcome: `told` if it is given,
    else whoever waits for the future."""

    __slots__ = ("error", "future", "lane", "loop", "result", "told", "work")

    def __init__(self, work: Work, lane: Lane = Lane.LOG, told: Told | None = None) -> None:
        self.work = work
        self.lane = lane
        self.loop = asyncio.get_running_loop()
        self.result: Any = None
        self.error: BaseException | None = None
        self.told = told
        if told is None:
            self.future: asyncio.Future[Any] = self.loop.create_future()

    def settle(self) -> None:
        """Tell the caller; on the caller's loop only. One who was cancelled is not told."""
        if self.told is not None:
            self.told(self.error)
        elif self.future.done():
            return
        elif self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


def settle(items: Iterable[Item]) -> None:
    """Tell every caller, waking each event loop once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Item]] = {}
    for item in items:
        by_loop.setdefault(item.loop, []).append(item)
    for loop, group in by_loop.items():
        # A loop that was closed meanwhile has nobody left who waits.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle_here, group)


def _settle_here(items: list[Item]) -> None:
    for item in items:
        item.settle()


def closed() -> WeavzError:
    """The error for whoever comes after the end."""
    return StoreError("The database is closed")
