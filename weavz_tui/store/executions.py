"""The record of executions.

A row has what a list shows in columns and the rest as one JSON object: a table of its own for that
would cost every execution a fifth of its commit.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from weavz_tui.model.base import iso, now
from weavz_tui.model.execution import ExecutionRecord, ExecutionRow
from weavz_tui.model.lists import ActivityQuery, Page
from weavz_tui.store.folding import searchable
from weavz_tui.store.lines import Line, line_of
from weavz_tui.store.paging import Filter, Listing, marks
from weavz_tui.store.protocol import Rows

COLUMNS = (
    "id, workspace_id, integration_name, integration_alias, action_name, status, source, "
    "end_user_id, connection_external_id, error_code, error_message, status_code, attempts, "
    "duration_ms, created_at, server_id"
)
INSERT = f"insert into execution (org_id, {COLUMNS}, payload, size, search) values"
MARKS = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

# Rows of one statement: few enough for any database's limit of values.
AT_ONCE = 50

# About what the narrow row and its indexes take, for the size cap.
ROW_BYTES = 600

# A message can be a whole page of HTML; its beginning is what people remember.
SEARCHED_MESSAGE = 200

LISTING = Listing(
    table="execution",
    select=COLUMNS,
    sorts={"created_at": "created_at"},
    order="-created_at",
)
ROWS: TypeAdapter[list[ExecutionRow]] = TypeAdapter(list[ExecutionRow])


def insert(rows: Rows, org_id: str, record: ExecutionRecord) -> None:
    """Keep an execution; input, output and requests are redacted by now."""
    insert_lines(rows, (line_of(org_id, record),))


def insert_lines(rows: Rows, lines: Sequence[Line]) -> None:
    """Keep executions; many go in one statement, which costs a third of as many single ones."""
    for start in range(0, len(lines), AT_ONCE):
        some = lines[start : start + AT_ONCE]
        values: list[Any] = []
        for line in some:
            values += line
            values += (len(line.payload) + ROW_BYTES, _search(line))
        rows.run(_inserting(len(some)), values)
    for workspace_id in {line.workspace_id for line in lines}:
        rows.changed("execution", workspace_id)


@lru_cache(maxsize=AT_ONCE)
def _inserting(count: int) -> str:
    return f"{INSERT} {', '.join([MARKS] * count)}"


def _search(line: Line) -> str:
    return searchable(
        line.integration_alias or line.integration_name,
        line.action_name,
        line.end_user_id,
        line.connection_external_id,
        line.error_code,
        line.error_message[:SEARCHED_MESSAGE] if line.error_message else None,
    )


def page(
    rows: Rows, org_id: str, query: ActivityQuery, within: Collection[str] | None = None
) -> Page[ExecutionRow]:
    """A page of executions, or of those `within` these workspaces, newest first."""
    filter = (
        Filter()
        .equals("org_id", org_id)
        .equals("workspace_id", query.workspace_id)
        .within("workspace_id", within)
        .equals("status", query.status.value if query.status else None)
        .equals("source", query.source.value if query.source else None)
        .equals("integration_alias", query.integration_alias)
        .equals("integration_name", query.integration_name)
        .equals("action_name", query.action_name)
        .equals("server_id", query.server_id)
    )
    if query.since is not None:
        filter = filter.with_("created_at >= ?", iso(query.since))
    part = LISTING.page(rows, query, filter)
    return Page(ROWS.validate_python(part.rows), **part.ends)


def last_of_server(rows: Rows, org_id: str, server_id: str) -> str | None:
    """When the latest call came through an MCP server."""
    found = rows.one(
        "select max(created_at) as moment from execution where org_id = ? and server_id = ?",
        (org_id, server_id),
    )
    return found["moment"] if found else None


def get(rows: Rows, org_id: str, id: str) -> ExecutionRecord | None:
    """One execution with everything kept of it, or None."""
    row = rows.one(
        f"select {COLUMNS}, payload from execution where org_id = ? and id = ?", (org_id, id)
    )
    return ExecutionRecord.model_validate({**row, **json.loads(row["payload"])}) if row else None


# One call deletes at most this many, so that calls waiting for the writer do not notice.
PRUNED_AT_ONCE = 2000


def prune(
    rows: Rows, org_id: str, keep_days: int | None, max_rows: int | None, max_bytes: int | None
) -> int:
    """Remove the oldest executions beyond any of the limits (None: no such limit); how many. It
    removes a bounded number at once: call again while it removes something."""
    totals = rows.one(
        "select count(*) as n, coalesce(sum(size), 0) as bytes from execution where org_id = ?",
        (org_id,),
    )
    if totals is None or not totals["n"]:
        return 0
    oldest = rows.all(
        "select id, size, created_at from execution where org_id = ? order by created_at, id "
        "limit ?",
        (org_id, PRUNED_AT_ONCE),
    )
    too_old = "" if keep_days is None else iso(now() - timedelta(days=keep_days))
    count, size = totals["n"], totals["bytes"]
    doomed: list[str] = []
    for row in oldest:
        is_over_rows = max_rows is not None and count > max_rows
        is_over_bytes = max_bytes is not None and size > max_bytes
        if not (row["created_at"] < too_old or is_over_rows or is_over_bytes):
            break
        doomed.append(row["id"])
        count, size = count - 1, size - row["size"]
    _delete(rows, org_id, doomed)
    return len(doomed)


def _delete(rows: Rows, org_id: str, ids: list[str]) -> None:
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        rows.run(
            f"delete from execution where org_id = ? and id in ({marks(some)})", (org_id, *some)
        )
    if ids:
        rows.changed("execution")
