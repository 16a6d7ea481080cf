"""Who would be used? The steps of the choice, in rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from weavz_tui.console import wording
from weavz_tui.console.text import MUTED, age, aligned, line, lines, pairs, plain

if TYPE_CHECKING:
    from weavz_tui.model.execution import Choice, Resolution, Step
    from weavz_tui.model.lists import IntegrationRow
    from weavz_tui.model.status import Who, WhoRow, WhoSummary

_OUTCOMES = {
    "used": ("✓ used", "$text-success"),
    "none": ("✗ none", "bold $text-error"),
    "skipped": ("", MUTED),
    "not reached": ("- not reached", MUTED),
    "unusable": ("! unusable", "$text-warning"),
}
_SHORT = {
    "explicit connection": "explicit",
    "workspace integration": "instance",
    "only connection": "only one",
}


def steps(resolution: Choice) -> Content:
    """One row a step: its name, what it found, how it ended."""
    if not resolution.required:
        return Content("no account is needed")
    rows = [_step(number, step) for number, step in enumerate(resolution.steps, 1)]
    if not resolution.ok:
        rows.append(line(("✗ CONNECTION_REQUIRED  ", "bold $text-error"), plain(resolution.reason)))
    return lines(*rows)


def _step(number: int, step: Step) -> Content:
    text, style = _OUTCOMES[step.outcome]
    name = f"{number} {_SHORT.get(step.name, step.name).ljust(10)} "
    if step.outcome == "skipped":
        return line(name, (plain(step.reason).plain, MUTED))
    found = plain(step.connection_external_id or step.reason).truncate(22, ellipsis=True)
    return line(name, found.pad_right(24 - found.cell_length), (text, style))


def summary(given: WhoSummary) -> Content:
    """Over all end users."""
    if not given.total:
        return Content("no end user in this workspace yet")
    counted = (
        (given.own, "own"),
        (given.given, given.given_name or "given"),
        (given.required, "CONNECTION_REQUIRED"),
    )
    told = [f"{count} {word}" for count, word in counted if count]
    users = "end user" if given.total == 1 else "end users"
    return plain(f"all {given.total} {users}: {', '.join(told) or 'no account needed'}")


def answer(who: Who) -> Content:
    """The steps for the end user looked through, then all end users."""
    if not who.rows:
        return Content("")
    return lines(steps(who.rows[0].now), Content(""), summary(who.summary))


def everywhere(rows: Sequence[WhoRow]) -> Content:
    """Every alias for one end user."""
    if not rows:
        return Content("")
    title = [Content.styled(each, MUTED) for each in ("alias", "would use", "because")]
    shown = [
        [plain(row.label), wording.answer(row.now), Content(_because(row.now))] for row in rows
    ]
    return lines(*aligned([title, *shown]))


def _because(resolution: Resolution) -> str:
    if not resolution.required:
        return "no account"
    used = next((step.name for step in resolution.steps if step.outcome == "used"), "")
    words = {"end user": "own", "explicit connection": "explicit"}
    return words.get(used, used) if used else "none: c connects"


def comparison(who: Who) -> Content:
    """Now and after saving, rows that change first, `←` marks them."""
    if not who.rows:
        return Content("")
    title = [Content.styled(each, MUTED) for each in ("if you save", "now", "then", "")]
    rows = sorted(who.rows, key=lambda row: not row.changes)[:12]
    compared = [
        [
            plain(row.label),
            wording.answer(row.now),
            wording.answer(row.then or row.now),
            Content("←" if row.changes else ""),
        ]
        for row in rows
    ]
    shown = [each.rstrip() for each in aligned([title, *compared], most=18)]
    shown.append(line(("now   ", MUTED), summary(who.summary)))
    if who.summary_then is not None:
        shown.append(line(("then  ", MUTED), summary(who.summary_then)))
    return lines(*shown)


def record(row: IntegrationRow) -> Content:
    """Everything known of a workspace integration, wire names included."""
    allowed = "all" if row.allowed_actions is None else ", ".join(row.allowed_actions) or "none"
    return pairs(
        ("alias", row.integration_alias),
        ("integration", f"{row.integration_display_name} ({row.integration_name})"),
        ("uses", wording.uses(row)),
        ("strategy", row.connection_strategy.value),
        ("connection", row.connection.external_id if row.connection else ""),
        ("state", wording.state(row)),
        ("actions", f"{wording.actions(row)} allowed: {allowed}"),
        ("MCP servers", ", ".join(row.servers)),
        ("settings", plain(row.settings) if row.settings else ""),
        ("changed", age(row.updated_at)),
    )
