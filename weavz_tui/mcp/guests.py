"""How many sessions and streams a server holds open, and who has to go when there are too many."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weavz_tui.mcp.asgi import Refusal
from weavz_tui.mcp.sessions import IDLE_SECONDS
from weavz_tui.model.errors import RateLimited

if TYPE_CHECKING:
    from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser

MOST = 1000
MOST_OF_ONE = 100
RETRY_SECONDS = 30


@dataclass(slots=True, eq=False)
class Guest:
    """A session; `id` None while it begins. `busy` counts its requests and streams under way."""

    token: str
    user: AuthenticatedUser
    id: str | None = None
    busy: int = 0
    seen_at: float = field(default_factory=time.monotonic)


class Guests:
    """The sessions of one server, by the token that began them."""

    def __init__(self) -> None:
        self._guests: list[Guest] = []

    def in_the_way(self, token: str) -> Guest | None:
        """The session that has to end before this token begins another one: the one that has been
        idle for longest, of the token that has most. Raises Refusal where none is idle."""
        oldest = time.monotonic() - IDLE_SECONDS
        self._guests = [each for each in self._guests if each.busy or each.seen_at > oldest]
        held = Counter(each.token for each in self._guests)
        idle = [each for each in self._guests if not each.busy]
        if held[token] >= MOST_OF_ONE:
            idle = [each for each in idle if each.token == token]
        elif len(self._guests) < MOST:
            return None
        if not idle:
            raise too_many("sessions", held[token])
        return min(idle, key=lambda each: (-held[each.token], each.seen_at))

    @contextmanager
    def arriving(self, token: str, user: AuthenticatedUser) -> Iterator[Guest]:
        """A session that begins; without an id at the end of the block it has not."""
        guest = Guest(token, user, busy=1)
        self._guests.append(guest)
        try:
            yield guest
        finally:
            self._leave_alone(guest)
            if guest.id is None:
                self.forget(guest)

    @contextmanager
    def busy(self, id: str, token: str) -> Iterator[None]:
        """For as long as a request or a stream of a session goes on; nothing for a session that
        another token began."""
        known = (each for each in self._guests if each.id == id and each.token == token)
        guest = next(known, None)
        if guest is None:
            yield
            return
        guest.busy += 1
        try:
            yield
        finally:
            self._leave_alone(guest)

    def end(self, id: str) -> None:
        """A session has ended."""
        self._guests = [each for each in self._guests if each.id != id]

    def forget(self, guest: Guest) -> None:
        """A session that came to nothing, or is ended."""
        self._guests = [each for each in self._guests if each is not guest]

    def _leave_alone(self, guest: Guest) -> None:
        guest.busy -= 1
        guest.seen_at = time.monotonic()


def too_many(what: str, count: int) -> Refusal:
    """The answer to whoever wants one more."""
    error = RateLimited(
        f"Too many {what} are open",
        details={"open": count, "retryAfter": RETRY_SECONDS},
        hint=f"a token may have {MOST_OF_ONE} {what} open, a server {MOST}; end those not in use",
    )
    return Refusal.of(error, {"retry-after": str(RETRY_SECONDS)})
