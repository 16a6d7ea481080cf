"""Holding the writer of a store, so that a call can be cancelled in the middle of a write."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from weavz_tui.engine.local import LocalService
from weavz_tui.model.execution import ExecuteRequest


class Gate:
    """Holds the writer thread, so that a write of the engine is under way for as long as wanted."""

    def __init__(self, service: LocalService) -> None:
        self._store: Any = service.parts.store
        self._open = threading.Event()
        self._entered = threading.Event()

    def _wait(self, rows: Any) -> None:
        self._entered.set()
        self._open.wait(10)

    @asynccontextmanager
    async def closed(self) -> AsyncIterator[None]:
        """Within, writes wait."""
        holding = asyncio.ensure_future(self._store.write(self._wait))
        await asyncio.to_thread(self._entered.wait, 10)
        try:
            yield
        finally:
            self._open.set()
            await holding

    async def reached(self) -> None:
        """Until a write waits at the gate."""
        while self._store._writer._queue.empty():  # noqa: ASYNC110 - the queue has no event
            await asyncio.sleep(0)


async def cancelled_at_its_next_write(service: LocalService, request: ExecuteRequest) -> None:
    """Run a request and cancel it while its first write is under way; that is not taken back."""
    gate = Gate(service)
    async with gate.closed():
        running = asyncio.create_task(service.actions.execute(request))
        await gate.reached()
        running.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await running
    await service.parts.store.write(lambda rows: None)
