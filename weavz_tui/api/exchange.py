"""One request and its answer, as everything at this door sees them."""

from __future__ import annotations

import itertools
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.types import Scope

if TYPE_CHECKING:
    from weavz_tui.engine.calls.limits import RateState
    from weavz_tui.engine.principal import Principal

KEY = "weavz_tui.exchange"
UNKNOWN = "unmatched"

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PREFIX = secrets.token_hex(6)
_numbers = itertools.count(1)
_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
]


@dataclass(slots=True)
class Exchange:
    """What is known of a request. `client` is the address it comes from; `route` is the template
    of the path, known once it was found; `room` is what the rate limit leaves; `retry_after` is in
    seconds."""

    method: str
    headers: Mapping[bytes, bytes]
    id: str = ""
    client: str = ""
    started: float = field(default_factory=time.perf_counter)
    route: str = UNKNOWN
    status: int = 0
    principal: Principal | None = None
    room: RateState | None = None
    retry_after: float | None = None
    has_answered: bool = False

    @classmethod
    def of(cls, scope: Scope) -> Exchange:
        """The exchange of a scope; made where there is none yet."""
        found: Exchange | None = scope.get(KEY)
        if found is None:
            # The first of a header that came twice, as everything else behind the door reads it.
            headers = dict(reversed(scope["headers"]))
            given = headers.get(b"x-request-id", b"").decode("latin-1")
            id = given if _REQUEST_ID.fullmatch(given) else f"{_PREFIX}-{next(_numbers):x}"
            client = scope.get("client")
            found = scope[KEY] = cls(scope["method"], headers, id, client[0] if client else "")
        return found

    def header(self, name: bytes) -> str:
        """A header of the request as text; empty where it was not sent."""
        return self.headers.get(name, b"").decode("latin-1")

    @property
    def milliseconds(self) -> float:
        """How long it has taken so far."""
        return (time.perf_counter() - self.started) * 1000

    def answer_headers(self) -> list[tuple[bytes, bytes]]:
        """What every answer carries (wire C.7)."""
        found = [(b"x-request-id", self.id.encode()), *_ALWAYS]
        if self.room is not None:
            found += [
                (b"x-ratelimit-limit", b"%d" % self.room.limit),
                (b"x-ratelimit-remaining", b"%d" % self.room.remaining),
                (b"x-ratelimit-reset", b"%d" % self.room.reset),
            ]
        if self.retry_after is not None:
            # Whole seconds, and never before the moment has come.
            found.append((b"retry-after", b"%d" % -(-self.retry_after // 1)))
        return found
