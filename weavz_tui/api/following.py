"""The streams of changes that are open, and whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from weavz_tui.engine.principal import Principal
from weavz_tui.model.errors import RateLimited

MOST = 1000
MOST_OF_ONE = 50
RETRY_SECONDS = 30


class Following:
    """Counts who follows what is committed. One for the process."""

    def __init__(self) -> None:
        self._open: Counter[tuple[str, str | None]] = Counter()

    def require_room(self, principal: Principal) -> None:
        """Raises RateLimited where a key, or everybody together, has too many open."""
        own = self._open[principal.org_id, principal.key_id]
        if own < MOST_OF_ONE and self._open.total() < MOST:
            return
        raise RateLimited(
            "Too many streams of changes are open",
            details={"open": own, "retryAfter": RETRY_SECONDS},
            hint=f"a key may have {MOST_OF_ONE} open; close those not in use",
        )

    @contextmanager
    def stream(self, principal: Principal) -> Iterator[None]:
        """For as long as one is open."""
        key = (principal.org_id, principal.key_id)
        self._open[key] += 1
        try:
            yield
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]
