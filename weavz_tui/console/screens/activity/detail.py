"""What is kept of one execution."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from textual.content import Content

from weavz_tui.console.screens.activity.filter import SOURCE_WORDS
from weavz_tui.console.text import MUTED, aligned, duration, line, lines, pairs, plain
from weavz_tui.console.wording import status_mark

if TYPE_CHECKING:
    from weavz_tui.model.execution import ExecutionRecord, ExecutionRow

MOST_LINES = 2_000


def outcome(row: ExecutionRow) -> Content:
    """The first line, always: how it ended; below it what went wrong."""
    facts = [str(row.status_code or ""), duration(row.duration_ms)]
    facts.append(f"attempt {row.attempts}")
    told = "  ".join(fact for fact in facts if fact)
    if row.error_code:
        code = (f"✗ {row.error_code}", "bold $text-error")
        return lines(line(code, f"  {told}"), plain(row.error_message or ""))
    return line(status_mark(row.status), f"  {told}")


def record(found: ExecutionRow, whole: ExecutionRecord | None) -> Content:
    """Outcome, which connection, when, and a hint at what it was given."""
    used = found.connection_external_id or "no connection"
    given = json.dumps(whole.input, ensure_ascii=False, default=str) if whole else ""
    return lines(
        outcome(found),
        pairs(
            ("action", f"{found.integration_alias or found.integration_name}.{found.action_name}"),
            ("integration", found.integration_name),
            ("used", used),
            ("for", found.end_user_id or "nobody in particular"),
            ("source", SOURCE_WORDS.get(found.source, found.source.value)),
            ("when", found.created_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")),
            ("input", given[:400]),
            ("warnings", "; ".join(whole.warnings) if whole else ""),
            ("timing", _timing(whole) if whole else ""),
            ("id", found.id),
        ),
        Content(""),
        line(
            ("v", "bold $text-primary"),
            " read the output   ",
            ("D", "bold $text-primary"),
            " compare with the run before",
        ),
        line(("p", "bold $text-primary"), " replay in the playground"),
    )


def _timing(whole: ExecutionRecord) -> str:
    return ", ".join(f"{name} {value:.1f}" for name, value in whole.timing.steps.items())


def as_json(value: Any) -> Content:
    """A value as indented JSON, line by line as it is."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    rows = text.split("\n")
    shown = [plain(row) for row in rows[:MOST_LINES]]
    if len(rows) > MOST_LINES:
        shown.append(Content.styled(f"… {len(rows) - MOST_LINES:,} more lines", MUTED))
    return lines(*shown)


def resolution(whole: ExecutionRecord) -> Content:
    """Each step of the choice of the connection, and where each value came from."""
    from weavz_tui.console.screens.integrations.who import steps

    chosen = steps(whole.resolution) if whole.resolution else Content("not kept")
    if not whole.origins:
        return chosen
    origins = [
        [
            plain(name),
            line(
                origin.source.value,
                plain(f" {origin.partial_name}") if origin.partial_name else "",
            ),
        ]
        for name, origin in whole.origins.items()
    ]
    title = Content.styled("where values came from", MUTED)
    return lines(chosen, Content(""), title, *aligned(origins))
