"""Standard input line by line, without anybody having to wait for it at the end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import AsyncIterator, Callable

CHUNK = 64 * 1024
LONGEST = 36 * 1024 * 1024
MOST_WAITING = 100


async def lines_of(descriptor: int) -> AsyncIterator[str]:
    """The lines of a file descriptor, as UTF-8 with what is none replaced.

    A thread reads them that ends with the process: one that waits for input cannot be cancelled,
    and a command that was told to end must not wait for its client to write something first. What
    is longer than 36 MiB is cut, and so no message.
    """
    loop = asyncio.get_running_loop()
    arrived: asyncio.Queue[bytes | None] = asyncio.Queue()
    room = threading.BoundedSemaphore(MOST_WAITING)

    def hand_over(line: bytes | None) -> None:
        room.acquire()
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(arrived.put_nowait, line)

    threading.Thread(
        target=_read, args=(descriptor, hand_over), name="weavz-stdin", daemon=True
    ).start()
    while (line := await arrived.get()) is not None:
        room.release()
        yield line.decode(errors="replace")


def _read(descriptor: int, hand_over: Callable[[bytes | None], None]) -> None:
    pending = bytearray()
    with contextlib.suppress(OSError):
        while chunk := os.read(descriptor, CHUNK):
            head, *rest = chunk.split(b"\n")
            pending += head[: LONGEST - len(pending)]
            for part in rest:
                hand_over(bytes(pending))
                pending = bytearray(part)
    if pending:
        hand_over(bytes(pending))
    hand_over(None)
