"""The process that interprets code: `python -m weavz_tui.sandbox.worker`, started by an engine.

It reads messages from its standard input and writes to its standard output (`frames`), one run at
a time, and ends with its input. The interpreter's library is loaded here and nowhere else: when
code brings it down, this process dies alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, BinaryIO

import pydantic_monty as monty

from weavz_tui.sandbox.frames import LENGTH, Message, length_of, packed, unpacked
from weavz_tui.sandbox.interpreter import HostError, interpret

LONGEST_END = 5.0


class Worker:
    """Takes the engine's messages; one for the process."""

    def __init__(self, pool: monty.AsyncMonty, to: BinaryIO) -> None:
        self._pool = pool
        self._to = to
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._running: asyncio.Task[None] | None = None

    def take(self, message: Message) -> None:
        """A run to begin, or what became of a call."""
        if "run" in message:
            self._running = asyncio.create_task(self._run(message["run"]))
            return
        waiting = self._asked.pop(message["id"], None)
        if waiting is None or waiting.done():
            return
        if "failure" in message:
            waiting.set_exception(HostError(message["failure"], message["text"]))
        else:
            waiting.set_result(message["answer"])

    async def _run(self, wanted: dict[str, Any]) -> None:
        self._asked.clear()
        outcome = await interpret(self._pool, ask=self._ask, **wanted)
        self.tell({"end": asdict(outcome)})

    async def _ask(self, name: str, given: Sequence[Any], named: Mapping[str, Any]) -> Any:
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked[id(answer)] = answer
        self.tell({"call": name, "id": id(answer), "given": given, "named": named})
        return await answer

    def tell(self, message: Mapping[str, Any]) -> None:
        """Write to the engine, which reads all the time."""
        self._to.write(packed(message))
        self._to.flush()


async def serve(source: BinaryIO, to: BinaryIO) -> None:
    """Work until the process ends."""
    loop = asyncio.get_running_loop()
    async with monty.AsyncMonty(min_processes=1, max_processes=1) as pool:
        worker = Worker(pool, to)
        reader = threading.Thread(target=_read, args=(source, loop, worker), daemon=True)
        reader.start()
        worker.tell({"ready": True})
        await asyncio.Event().wait()


def main() -> None:
    """Serve the pipes that this process was started with."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Whatever is printed here must not get between the messages.
    to = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    signal.signal(signal.SIGTERM, _end)
    asyncio.run(serve(sys.stdin.buffer, to))


def _read(source: BinaryIO, loop: asyncio.AbstractEventLoop, worker: Worker) -> None:
    try:
        while head := source.read(LENGTH):
            message = unpacked(source.read(length_of(head)))
            loop.call_soon_threadsafe(worker.take, message)
    finally:
        # Signals are dealt with on the main thread alone.
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(LONGEST_END)
        os._exit(1)


def _end(*_: object) -> None:
    """End with everything that was started, at once: nothing here is worth putting away, and the
    library may abort a process that takes itself apart while one of its threads is still busy."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(0, signal.SIGTERM)
        # Where nobody else waits for orphans, in a container say, they would stay as zombies.
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)
    os._exit(0)


if __name__ == "__main__":
    main()
