"""What the engine asks of a database, whichever it is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from asyncio import Future

    from weavz_tui.model.status import Change
    from weavz_tui.store.backlog import Backlog

Result = TypeVar("Result")
Row = Mapping[str, Any]
Values = Sequence[Any]


class Lane(Enum):
    """How soon a write must be safe: DURABLE before the caller is told, LOG with the next sync."""

    DURABLE = "durable"
    LOG = "log"


class Rows(Protocol):
    """One transaction's view of the database; `?` stands for a value in every statement."""

    def all(self, sql: str, values: Values = ()) -> list[Row]:
        """Every row of a query."""
        ...

    def one(self, sql: str, values: Values = ()) -> Row | None:
        """The first row of a query, or None."""
        ...

    def run(self, sql: str, values: Values = ()) -> int:
        """Execute a statement; how many rows it touched. Raises Duplicate on a constraint."""
        ...

    def changed(self, kind: str, workspace_id: str | None = None) -> None:
        """Move the revision of what was changed, so that watchers are told on commit."""
        ...


class Store(Protocol):
    """A database of records. `work` is synchronous, runs in a transaction off the event loop, and
    has no effect but on its Rows, because it may be run again."""

    async def read(self, work: Callable[[Rows], Result]) -> Result:
        """Run a read-only piece of work on a reader."""
        ...

    def peek(self, work: Callable[[Rows], Result]) -> Result:
        """Run a small read in the caller's own thread, which waits for it: for what is read once
        and then kept. It sees nothing of what calls leave behind before that is written."""
        ...

    async def write(self, work: Callable[[Rows], Result], *, lane: Lane = Lane.DURABLE) -> Result:
        """Run a piece of work in a write transaction; returns after its commit. It is on its way
        with the call: a caller that is cancelled meanwhile does not take it back."""
        ...

    def submit(
        self, work: Callable[[Rows], object], told: Callable[[BaseException | None], None]
    ) -> None:
        """As `write` in the lane LOG, for one who gathers the work of many and need not be woken
        to pass the outcome on: `told` is called on this event loop after the commit."""
        ...

    @property
    def backlog(self) -> Backlog:
        """Where what calls leave waits for the tables."""
        ...

    def ahead(self, flush: Callable[[], Future[None] | None]) -> None:
        """Have `flush` called ahead of whatever is read or written here, and of the end: it submits
        what its owner holds back, and a read waits for the future that it returns."""
        ...

    def version(self) -> int:
        """A number that differs after any commit by any process; cheap enough for every call."""
        ...

    def configuration(self) -> int:
        """As `version`, but blind for what calls leave behind (executions, usage, idempotency, kept
        values and files, last use): what a cache of how calls go is good for."""
        ...

    def changes(self) -> AsyncIterator[Change]:
        """What was committed, by this process or another, within a second; bursts are merged."""
        ...

    async def close(self) -> None:
        """Commit what is queued and close every connection."""
        ...
