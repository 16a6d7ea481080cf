"""One exchange with a file in it: sent and taken in chunk by chunk, on time as long as it moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType

import aiohttp

from weavz_tui.model.files import CHUNK, Body, Sink, in_megabytes
from weavz_tui.model.http import Request
from weavz_tui.model.transport import TransportError

ENDLESS = aiohttp.ClientTimeout(total=None, sock_connect=None)
_GATHERED = 1024 * 1024


class Transfer:
    """Its time limit is the request's, anew with every chunk: a large file takes as long as it
    takes, and one that stands still ends. Files are read and written in threads.

    Leaving it by an error of the file itself raises TransportError(`invalid`).
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._limit = asyncio.timeout(request.timeout)
        self._problem: OSError | None = None
        self._is_over = False

    async def __aenter__(self) -> Transfer:
        await self._limit.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # The library may still be about to take a chunk that nobody waits for.
        self._is_over = True
        await self._limit.__aexit__(kind, error, trace)
        if self._problem is not None and isinstance(error, Exception):
            reason = self._problem.strerror or self._problem
            message = f"the file cannot be read to its end: {reason}"
            raise TransportError(message, kind="invalid", sent=True) from self._problem

    async def chunks(self, body: Body) -> AsyncIterator[bytes]:
        """The body, to be sent."""
        every = body.chunks()
        try:
            while (chunk := await asyncio.to_thread(next, every, None)) is not None:
                self._moved()
                yield chunk
        except OSError as error:
            self._problem = error
            raise

    async def receive(self, stream: aiohttp.StreamReader, sink: Sink) -> None:
        """Bring the rest of an answer's body into the sink, which is as it was where that fails.
        Raises TransportError(`too large`)."""
        before = sink.size
        gathered: list[bytes] = []
        size = 0
        try:
            async for chunk in stream.iter_any():
                self._moved()
                gathered.append(chunk)
                size += len(chunk)
                if sink.size + size > sink.limit:
                    message = f"the file is larger than {in_megabytes(sink.limit)}"
                    raise TransportError(message, kind="too large", sent=True)
                if size >= _GATHERED:
                    await self._write(sink, gathered)
                    gathered, size = [], 0
            await self._write(sink, gathered)
        except BaseException:
            sink.truncate(before)
            raise

    @staticmethod
    async def _write(sink: Sink, gathered: list[bytes]) -> None:
        data = b"".join(gathered)
        try:
            if len(data) < CHUNK:
                sink.write(data)
            else:
                await asyncio.to_thread(sink.write, data)
        except OSError as error:
            message = f"the answer cannot be stored here: {error.strerror or error}"
            raise TransportError(message, kind="invalid", sent=True) from error

    def _moved(self) -> None:
        if not self._is_over and not self._limit.expired():
            self._limit.reschedule(asyncio.get_running_loop().time() + self._request.timeout)
