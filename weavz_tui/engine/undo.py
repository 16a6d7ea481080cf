"""Taking a deletion back for ten seconds, where nothing outside was touched."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from weavz_tui.model.entities import new_id
from weavz_tui.model.errors import NotFound

SECONDS = 10.0
Restore = Callable[[], Awaitable[None]]
Caller = tuple[str, str | None]
"""Organisation and API key of whoever deleted."""


@dataclass(frozen=True, slots=True)
class CallersUndo:
    """What one caller may take back: their own deletions."""

    undo: Undo
    caller: Caller

    def keep(self, restore: Restore) -> str:
        """Remember how to take a deletion back; returns the token that does it."""
        return self.undo.keep(restore, self.caller)

    async def run(self, token: str) -> None:
        """Take a deletion back; raises NotFound."""
        await self.undo.run(token, self.caller)


@dataclass(slots=True)
class Undo:
    """Deletions that can still be taken back, by token."""

    clock: Callable[[], float] = time.monotonic
    _kept: dict[str, tuple[float, Caller, Restore]] = field(default_factory=dict)

    def keep(self, restore: Restore, caller: Caller) -> str:
        """Remember how to take a deletion back; returns the token that does it."""
        now = self.clock()
        self._kept = {key: each for key, each in self._kept.items() if each[0] > now}
        token = new_id("undo_")
        self._kept[token] = (now + SECONDS, caller, restore)
        return token

    async def run(self, token: str, caller: Caller) -> None:
        """Take a deletion back; raises NotFound when its time is over, and for anybody but the
        caller who deleted."""
        deadline, owner, restore = self._kept.get(token, (0.0, None, None))
        if owner == caller:
            del self._kept[token]
        if restore is None or owner != caller or deadline <= self.clock():
            raise NotFound("This can no longer be undone", hint="a deletion can be undone for 10 s")
        await restore()
