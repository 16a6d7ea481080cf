"""The sessions of clients that speak a handshake revision, as far as they want to be told."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import anyio

if TYPE_CHECKING:
    from mcp.server.session import ServerSession

IDLE_SECONDS = 30 * 60
TELL_SECONDS = 5.0
STDIO = ""

Spawn = Callable[..., Any]


@dataclass(slots=True)
class _Session:
    session: ServerSession
    told: Any
    seen_at: float = field(default_factory=time.monotonic)


class Sessions:
    """Who is told of changes. A client is reached while it holds its stream open; whoever opens it
    after a change that it has not seen is told then."""

    def __init__(self, spawn: Spawn) -> None:
        self._spawn = spawn
        self._sessions: dict[str, _Session] = {}
        # A client may open its stream before the end of its handshake has been dealt with.
        self._streams: Counter[str] = Counter({STDIO: 1})

    def begin(self, id: str, session: ServerSession, version: Any) -> None:
        """A client has finished its handshake; `version` is what it would list now. The one on
        standard input and output has no id and always listens."""
        self._forget_idle()
        self._sessions[id] = _Session(session, version)

    def listed(self, id: str, version: Any) -> None:
        """A client was shown this list."""
        if (found := self._sessions.get(id)) is not None:
            found.told = version
            found.seen_at = time.monotonic()

    def end(self, id: str) -> None:
        """A client has taken its leave."""
        self._sessions.pop(id, None)

    @contextmanager
    def stream(self, id: str) -> Iterator[None]:
        """For as long as a client holds its stream open."""
        self._streams[id] += 1
        try:
            yield
        finally:
            self._streams[id] -= 1
            if not self._streams[id]:
                del self._streams[id]
            if (found := self._sessions.get(id)) is not None:
                found.seen_at = time.monotonic()

    def catch_up(self, id: str, version: Any) -> None:
        """Tell one client whose stream is open by now, if it has seen another list."""
        found = self._sessions.get(id)
        if found is not None and found.told != version:
            self._tell(found, version)

    def announce(self, version: Any) -> None:
        """Tell everybody who listens that the list is another one."""
        for id, each in self._sessions.items():
            if id in self._streams:
                self._tell(each, version)

    def _tell(self, each: _Session, version: Any) -> None:
        each.told = version
        self._spawn(_send, each.session)

    def _forget_idle(self) -> None:
        oldest = time.monotonic() - IDLE_SECONDS
        for id in [
            id
            for id, each in self._sessions.items()
            if id not in self._streams and each.seen_at < oldest
        ]:
            del self._sessions[id]


async def _send(session: ServerSession) -> None:
    """A client that does not read its stream must not hold up the others."""
    with anyio.move_on_after(TELL_SECONDS):
        await session.send_tool_list_changed()
