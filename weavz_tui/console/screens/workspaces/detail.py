"""What is known of one workspace."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from weavz_tui.console.text import MUTED, age, aligned, line, lines, pairs, plain
from weavz_tui.console.wording import status_mark

if TYPE_CHECKING:
    from weavz_tui.model.execution import ExecutionRow
    from weavz_tui.model.lists import WorkspaceRow


def record(row: WorkspaceRow, runs: Sequence[ExecutionRow], present: str) -> Content:
    """Counts, then its latest runs; `present` is the id of the workspace in force."""
    known = pairs(
        ("name", row.name),
        ("slug", line(plain(row.slug), "  in force" if row.id == present else "")),
        ("integrations", str(row.integration_count)),
        ("connections", str(row.connection_count)),
        ("end users", str(row.end_user_count)),
        ("servers", str(row.server_count)),
        ("last run", age(row.last_activity_at)),
        ("made", age(row.created_at)),
    )
    if not runs:
        return known
    recent = [
        [
            status_mark(run.status),
            plain(f"{run.integration_alias or run.integration_name}.{run.action_name}"),
            Content.styled(age(run.created_at), MUTED),
        ]
        for run in runs
    ]
    return lines(
        known, Content(""), Content.styled("recent runs", MUTED), *aligned(recent, most=40)
    )
