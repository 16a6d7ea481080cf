"""The end of a terminal: a connection that drops, a window that is closed."""

from __future__ import annotations

import asyncio
import contextlib
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ENDING = ("SIGTERM", "SIGHUP")


@contextmanager
def ending(end: Callable[[], None], *more: str) -> Iterator[None]:
    """Have `end` called, on the running event loop, when its terminal is gone, and for as long as
    the loop runs when this process is told to end, by `more` signals too. Who goes on reading a
    terminal that is gone does so for ever, and at full speed."""
    loop = asyncio.get_running_loop()
    with contextlib.ExitStack() as stack:
        for name in (*ENDING, *more):
            with contextlib.suppress(NotImplementedError, RuntimeError):  # not on Windows
                loop.add_signal_handler(getattr(signal, name), end)
        if hasattr(select, "epoll") and sys.stdin is not None and sys.stdin.isatty():
            gone = stack.enter_context(select.epoll())
            # Of what is to be read nothing is asked; that the other side is gone is told always.
            gone.register(sys.stdin.fileno(), 0)

            def left() -> None:
                loop.remove_reader(gone.fileno())
                end()

            loop.add_reader(gone.fileno(), left)
            stack.callback(loop.remove_reader, gone.fileno())
        yield
