"""What this console has written and how it is taken back, newest last."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from time import monotonic

UNDO_SECONDS = 10.0
MOST = 200
Back = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One write: what was done, at which moment (monotonic seconds), and its inverses, the last
    write first. `until` None: it can be taken back as long as the console is open."""

    what: str
    made: float
    backs: tuple[Back, ...]
    until: float | None = None


class Journal:
    """Inverse operations of this session. Values of secrets are never in it: what would need one
    is not entered. `why`: what hinders taking back the last write; empty where nothing does."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._entries: list[Entry] = []
        self._written = 0
        self._barred = float("-inf")
        self.why = ""

    @property
    def written(self) -> int:
        """How many entries there ever were; what `join` counts from."""
        return self._written

    def add(self, what: str, back: Back, seconds: float | None = None) -> None:
        """Enter a write with its inverse, good for so many seconds (None: this session)."""
        now = self._clock()
        until = None if seconds is None else now + seconds
        self._entries = [*self._entries, Entry(what, now, (back,), until)][-MOST:]
        self._written += 1
        self.why = ""

    def also(self, back: Back) -> None:
        """A further inverse of the last write, which runs after those that it has."""
        last = self._entries[-1]
        self._entries[-1] = replace(last, backs=(*last.backs, back))

    def bar(self, why: str) -> None:
        """Something was written that cannot be taken back, and why: what was before it is no longer
        what `u` means."""
        self._barred = self._clock()
        self.why = why

    def join(self, since: int, what: str) -> bool:
        """Make one entry of those entered since; False when there were none."""
        count = min(self._written - since, len(self._entries))
        if count <= 0:
            return False
        some, self._entries = self._entries[-count:], self._entries[:-count]
        ends = [each.until for each in some if each.until is not None]
        backs = tuple(back for each in reversed(some) for back in each.backs)
        until = min(ends) if ends else None
        self._entries.append(Entry(what, self._clock(), backs, until))
        return True

    def usable(self) -> Sequence[Entry]:
        """What can still be taken back, newest first."""
        now = self._clock()
        self._entries = [each for each in self._entries if each.until is None or each.until > now]
        return self._entries[::-1]

    def fresh(self) -> Entry | None:
        """The last write, within the ten seconds in which `u` takes it back."""
        found = self.usable()
        if not found or found[0].made < self._barred:
            return None
        return found[0] if found[0].made + UNDO_SECONDS > self._clock() else None

    def age(self, entry: Entry) -> float:
        """Seconds since an entry."""
        return self._clock() - entry.made

    async def take_back(self, entry: Entry) -> None:
        """Run the inverses; the entry is gone whatever comes of it. Raises WeavzError."""
        if entry in self._entries:
            self._entries.remove(entry)
        for back in entry.backs:
            await back()
