"""What came back, and what would be sent, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.content import Content

from weavz_tui.console.text import BAD, MUTED, OK, WARN, duration, line, lines, plain

if TYPE_CHECKING:
    from weavz_tui.model.errors import WeavzError
    from weavz_tui.model.execution import (
        ExecuteResult,
        Explanation,
        FieldOrigin,
        HttpRequestView,
        Preview,
        Resolution,
        Step,
        Timing,
    )

_OUTCOMES: dict[str, tuple[str, str]] = {
    "used": ("✓ used", "$text-success"),
    "none": ("✗ none", "bold $text-error"),
    "unusable": ("✗ expired", "bold $text-error"),
    "skipped": ("-", ""),
    "not reached": ("not reached", ""),
}
_BAR = 24


def success_line(result: ExecuteResult, size: int | None = None) -> Content:
    """The first line of a result: outcome, code, duration, size (once it is known), attempts,
    connection."""
    timing = result.timing
    parts = [line(OK, ("success", "bold $text-success"))]
    if result.replayed:
        parts.append(Content("replayed"))
    if timing.status_code is not None:
        parts.append(Content(str(timing.status_code)))
    parts.append(Content(duration(result.duration)))
    if size is not None:
        parts.append(Content(size_word(size)))
    if timing.attempts > 1:
        parts.append(line(WARN, f"{timing.attempts} attempts"))
    used = _used(result.explanation)
    if used:
        parts.append(plain(used))
    return Content("  ").join(parts)


def error_content(error: WeavzError) -> Content:
    """Code, status, what happened, how the choice went, and the keys that mend it."""
    status = error.details.get("statusCode") or error.status
    head = line(BAD, (error.code, "bold $text-error"), f"  {status}")
    sent = error.code == "ACTION_FAILED"
    rows = [head + Content("" if sent else "  nothing was sent"), Content("")]
    rows.append(_paragraph(str(error.details.get("message") or error.message)))
    for name, message in (error.details.get("fields") or {}).items():
        rows.append(line(("  " + name, "bold"), "  ", _paragraph(str(message))))
    steps = error.details.get("steps")
    if steps:
        rows += [Content(""), *_plain_steps(steps)]
    if error.hint and not steps:
        rows += [Content(""), line(("mend  ", MUTED), _paragraph(error.hint))]
    rows += [Content(""), *(_key(key, word) for key, word in remedies(error))]
    return lines(*rows)


def remedies(error: WeavzError) -> list[tuple[str, str]]:
    """The keys that mend an error, the best one first."""
    by_code = {
        "CONNECTION_REQUIRED": [
            ("c", "connect an account, then run this again"),
            ("a", "run as another end user"),
        ],
        "VALIDATION_ERROR": [("esc", "back to the form; the rows say what is wrong")],
        "VAULT_LOCKED": [("U", "unlock the vault, then r runs it again")],
        "ACTION_NOT_ALLOWED": [("2", "allow the action in the integration")],
        "ACTION_FAILED": [("r", "run it again"), ("esc", "back to the form")],
        "RATE_LIMITED": [("r", "run it again")],
    }
    return by_code.get(error.code, [("r", "run it again")])


def request_content(requests: Iterable[HttpRequestView], note: str = "") -> Content:
    """Requests as they go out; secrets are masked already."""
    rows: list[Content] = []
    for each in requests:
        if rows:
            rows.append(Content(""))
        rows.append(line((each.method, "bold"), " ", _paragraph(each.url)))
        rows += [line((f"{name}: ", MUTED), plain(value)) for name, value in each.headers.items()]
        if each.body:
            rows += [Content(""), _paragraph(each.body)]
    if note:
        rows += [Content(""), Content.styled(note, MUTED)] if rows else [Content(note)]
    return lines(*rows) if rows else Content("No request was sent.")


def preview_content(preview: Preview) -> Content:
    """What a run would do first."""
    if preview.request is None:
        words = {"local": "- ", "state": "▸ "}
        return line(words.get(preview.effect, "▸ "), preview.description)
    shown = request_content([preview.request])
    return lines(shown, Content(""), Content.styled(preview.description, MUTED))


def resolution_content(explanation: Explanation) -> Content:
    """Each step of the choice of the connection, then the source of every input."""
    rows = [line(_sentence(explanation.resolution)), Content("")]
    rows += steps_of(explanation.resolution)
    if explanation.partials:
        names = plain(", ".join(explanation.partials))
        rows += [Content(""), line(("partials  ", MUTED), names)]
    if explanation.origins:
        rows += [Content(""), Content.styled("where each input comes from", MUTED)]
        width = max(len(key) for key in explanation.origins)
        rows += [
            line("  ", plain(key.ljust(width)), "  ", plain(origin_word(origin)))
            for key, origin in explanation.origins.items()
        ]
    for key in explanation.unknown_keys:
        rows.append(line(WARN, plain(key), " is no input of this action and is passed over"))
    return lines(*rows)


def steps_of(resolution: Resolution) -> list[Content]:
    """The steps, numbered and aligned."""
    return [_step(number, each) for number, each in enumerate(resolution.steps, 1)]


def _step(number: int, each: Step) -> Content:
    outcome, style = _OUTCOMES[each.outcome]
    name = f"{number} {each.name}".ljust(24)
    who = plain(each.connection_external_id) + Content("  ") if each.connection_external_id else ""
    if each.outcome in {"skipped", "not reached"}:
        return line(name, (each.reason, MUTED))
    return line(name, who, (outcome, style), "  ", (each.reason, MUTED))


def _plain_steps(steps: list[dict[str, Any]]) -> list[Content]:
    from weavz_tui.model.execution import Step

    return [_step(number, Step.model_validate(each)) for number, each in enumerate(steps, 1)]


def origin_word(origin: FieldOrigin) -> str:
    """The source of a value in a word."""
    words = {"default": "default", "caller": "typed", "partial": "partial", "enforced": "= locked"}
    name = f" {origin.partial_name}" if origin.partial_name else ""
    return words[origin.source.value] + name


def timing_content(timing: Timing) -> Content:
    """Where the time went, one bar for each step."""
    longest = max(timing.steps.values(), default=0.0) or 1.0
    rows = [
        line(
            (name.ljust(12), MUTED),
            f"{spent:9.2f} ms  ",
            ("━" * max(round(spent / longest * _BAR), 0), "$primary"),
        )
        for name, spent in timing.steps.items()
    ]
    rows.append(line(("total".ljust(12), "bold"), f"{timing.total:9.2f} ms"))
    if timing.attempts > 1:
        rows.append(line(WARN, f"{timing.attempts} attempts"))
    return lines(*rows)


def run_as(explanation: Explanation) -> Content:
    """`nobody → sheets-svc`: who, and which connection that comes to."""
    found = explanation.resolution
    who = plain(found.end_user_id or "nobody")
    if not found.required:
        return line(who, " → ", ("no account needed", MUTED))
    if found.connection is not None:
        return line(who, " → ", plain(found.connection.external_id))
    return line(who, " → ", ("✗ CONNECTION_REQUIRED", "bold $text-error"))


def size_word(size: int) -> str:
    """`12 B`, `1.2 kB`, `3.4 MB`."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _sentence(resolution: Resolution) -> Content:
    alias = resolution.integration.integration_alias if resolution.integration else None
    if not resolution.required:
        return line(OK, plain(resolution.reason))
    if resolution.connection is not None:
        where = line(plain(alias), ": ") if alias else Content("")
        return line(OK, where, plain(resolution.connection.external_id), ", ", resolution.reason)
    return line(BAD, plain(resolution.reason))


def _used(explanation: Explanation | None) -> str:
    found = explanation.resolution.connection if explanation else None
    return found.external_id if found else ""


def _key(key: str, word: str) -> Content:
    return line((key, "bold $text-primary"), "  ", word)


def _paragraph(text: str) -> Content:
    """Text of several lines as it is; control characters cannot move the cursor."""
    return Content(
        "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
    )
