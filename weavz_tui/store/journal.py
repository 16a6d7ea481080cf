"""What a process keeps of its own commits, so that it can tell them from another's."""

from __future__ import annotations

from collections.abc import Iterable

from weavz_tui.store.rows import ChangeKey

# What calls leave behind; everything else is configuration, which decides how calls go.
LEFT_BY_CALLS = frozenset(
    {"execution", "usage", "idempotency", "kv", "file", "connection_use", "api_key_use"}
)


def is_configuration(changes: Iterable[ChangeKey]) -> bool:
    """Whether any of the changes decides how calls go."""
    return any(kind not in LEFT_BY_CALLS for _, kind in changes)


class Journal:
    """Written by the writer thread alone, read by any.

    `started` grows before a commit can be seen by anybody, `finished` after it; `configured` counts
    those that changed configuration; `own` holds the revision numbers that this process gave and
    the watcher has not yet met.
    """

    def __init__(self) -> None:
        self.started = 0
        self.finished = 0
        self.configured = 0
        self.own: set[int] = set()

    def finish(self, changes: Iterable[ChangeKey]) -> None:
        """A commit is done."""
        self.finished += 1
        if is_configuration(changes):
            self.configured += 1
