"""What calls leave behind, and writing it to the tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic_core import to_json

from weavz_tui.model.enums import ExecutionStatus
from weavz_tui.store import connections, executions, usage
from weavz_tui.store.lines import Line
from weavz_tui.store.protocol import Rows
from weavz_tui.store.usage import Tally

Used = Mapping[tuple[str, str], datetime]


@dataclass(slots=True)
class Entry:
    """What one call leaves: its record, its usage, the connection that something was sent with,
    and what its idempotency key asks for."""

    line: Line
    counted: bool
    reserved: bool
    success: bool
    connection_id: str | None = None
    settle: Callable[[Rows], None] | None = None

    @property
    def moment(self) -> datetime:
        """When the call began."""
        return datetime.fromisoformat(self.line.created_at)

    @property
    def tally(self) -> Tally:
        """Where its usage is counted."""
        line = self.line
        return Tally(
            org_id=line.org_id,
            workspace_id=line.workspace_id,
            hour=line.created_at[: usage.HOUR],
            source=line.source,
            action=line.action,
            counted=self.counted,
            reserved=self.reserved,
            success=self.success,
            failed=line.status == ExecutionStatus.ERROR,
        )

    def text(self) -> str:
        """As two lines of a backlog: the columns and the rest, then the payload as it is. What a
        key asks for is no part of it."""
        *columns, payload = self.line
        head = [columns, self.counted, self.reserved, self.success, self.connection_id]
        return f"{to_json(head).decode()}\n{payload}\n"


def entries_of(text: str) -> list[Entry]:
    """The entries of a backlog; one that was not written to its end was told to nobody."""
    lines = text.split("\n")
    found: list[Entry] = []
    for head, payload in zip(lines[:-1:2], lines[1:-1:2], strict=False):
        columns, counted, reserved, success, connection_id = json.loads(head)
        # A version from before the last columns may have been killed; an upgrade adds them as null.
        unknown = [None] * (len(Line._fields) - 1 - len(columns))
        line = Line._make([*columns, *unknown, payload])
        found.append(Entry(line, counted, reserved, success, connection_id))
    return found


def write(rows: Rows, entries: Sequence[Entry], used: Used) -> None:
    """Records, usage and keys of some calls, and when connections were used, in a transaction."""
    executions.insert_lines(rows, [entry.line for entry in entries])
    for (org_id, connection_id), moment in used.items():
        connections.touch(rows, org_id, connection_id, moment)
    for tally, runs in Counter(entry.tally for entry in entries).items():
        usage.settle(rows, tally, runs)
    for entry in entries:
        if entry.settle is not None:
            entry.settle(rows)


def write_missing(rows: Rows, entries: Sequence[Entry]) -> None:
    """Those of a backlog that the tables do not have yet: its owner may have died between the
    commit and forgetting it."""
    known = "select 1 from execution where org_id = ? and id = ?"
    missing = [
        entry for entry in entries if rows.one(known, (entry.line.org_id, entry.line.id)) is None
    ]
    write(rows, missing, used_by(missing))


def used_by(entries: Sequence[Entry]) -> dict[tuple[str, str], datetime]:
    """When something was last sent with each connection."""
    return {
        (entry.line.org_id, entry.connection_id): entry.moment
        for entry in entries
        if entry.connection_id is not None
    }
