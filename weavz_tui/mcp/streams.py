"""The streams that are open, and whose token keeps them so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import anyio

from weavz_tui.mcp import guests
from weavz_tui.model.base import now
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.servers import McpAccess

Admit = Callable[[str, str], Awaitable[McpAccess]]


@dataclass(frozen=True, slots=True, eq=False)
class _Stream:
    server_id: str
    token: str
    scope: anyio.CancelScope


class Streams:
    """Closes streams whose token expired, was deleted or became another one."""

    def __init__(self) -> None:
        self._open: set[_Stream] = set()

    @contextmanager
    def hold(self, access: McpAccess, token: str) -> Iterator[None]:
        """For as long as a stream is open; the block is cancelled when the token ends. Raises
        Refusal where the token or the server has too many."""
        self._check(access.server.id, token)
        with anyio.CancelScope() as scope:
            if access.expires_at is not None:
                left = (access.expires_at - now()).total_seconds()
                scope.deadline = anyio.current_time() + left
            stream = _Stream(access.server.id, token, scope)
            self._open.add(stream)
            try:
                yield
            finally:
                self._open.discard(stream)

    def _check(self, server_id: str, token: str) -> None:
        there = [each for each in self._open if each.server_id == server_id]
        own = sum(each.token == token for each in there)
        if len(there) >= guests.MOST or own >= guests.MOST_OF_ONE:
            raise guests.too_many("streams", own)

    def close(self) -> None:
        """End every stream."""
        for each in list(self._open):
            each.scope.cancel()

    async def check(self, admit: Admit) -> None:
        """Ask for every open stream whether its token still opens its server."""
        for server_id, token in {(each.server_id, each.token) for each in self._open}:
            try:
                await admit(server_id, token)
            except WeavzError:
                for each in list(self._open):
                    if (each.server_id, each.token) == (server_id, token):
                        each.scope.cancel()
