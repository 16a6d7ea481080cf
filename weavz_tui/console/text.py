"""Words for moments, counts and errors. Everything from outside becomes `Content`, never markup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from weavz_tui.console.widgets.plain import fitted, harmless, one_line

if TYPE_CHECKING:
    from weavz_tui.model.errors import WeavzError

Part = str | Content | tuple[str, str]

OK = ("✓ ", "$text-success")
WARN = ("! ", "$text-warning")
BAD = ("✗ ", "bold $text-error")
MUTED = "$foreground 75%"


def line(*parts: Part) -> Content:
    """One text out of plain strings, contents and (text, style) pairs; nothing is parsed."""
    return Content.assemble(*parts)


def plain(text: object) -> Content:
    """Data on one line; never parsed, control and invisible characters shown."""
    return Content(one_line(str(text)))


def few(names: Sequence[str], most: int = 3) -> str:
    """`a, b, c and 4 more`: the first names on one line, and how many more there are."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return one_line(", ".join(names[:most])) + more


def lines(*rows: Content) -> Content:
    """Rows below each other."""
    return Content("\n").join(rows)


def aligned(rows: Sequence[Sequence[Content]], most: int = 24) -> list[Content]:
    """Rows of several texts as columns, two cells between them: each column but the last is as wide
    as the longest that stands in it, `most` cells at most, and what is longer is cut."""
    widths = [
        min(most, max(each.cell_length for each in column))
        for column in zip(*(row[:-1] for row in rows), strict=True)
    ]
    return [
        Content("  ").join(
            [*(fitted(each, width) for each, width in zip(row, widths, strict=False)), row[-1]]
        )
        for row in rows
    ]


def age(moment: datetime | None, now: datetime | None = None) -> str:
    """How long ago: `now`, `5 min ago`, `2 h ago`, `3 d ago`, then the date."""
    if moment is None:
        return "never"
    passed = (now or clock()) - moment
    if passed < timedelta(minutes=1):
        return "now"
    if passed < timedelta(hours=1):
        return f"{int(passed.total_seconds() // 60)} min ago"
    if passed < timedelta(days=1):
        return f"{int(passed.total_seconds() // 3600)} h ago"
    if passed < timedelta(days=30):
        return f"{passed.days} d ago"
    return moment.astimezone().strftime("%Y-%m-%d")


def time_of(moment: datetime, now: datetime | None = None) -> str:
    """`12:04:51` today, `20 Nov 12:04` on another day."""
    local = moment.astimezone()
    today = local.date() == (now or clock()).astimezone().date()
    return local.strftime("%H:%M:%S" if today else "%d %b %H:%M")


def clock() -> datetime:
    """The present moment; tests put another clock in its place."""
    return datetime.now(UTC)


def short(number: int) -> str:
    """`132`, `1k`, `1.2k`, `3M`."""
    for limit, unit in ((1_000_000, "M"), (1_000, "k")):
        if number >= limit:
            return f"{number / limit:.1f}".removesuffix(".0") + unit
    return str(number)


def milliseconds(value: float) -> str:
    """`3`, `231`, `1.2k`, as the column `ms` has it."""
    return f"{value:.0f}" if value < 1000 else f"{value / 1000:.1f}k"


def duration(value: float) -> str:
    """Milliseconds as people read them in a sentence: `3 ms`, `231 ms`, `1.2 s`."""
    return f"{value:.0f} ms" if value < 1000 else f"{value / 1000:.1f} s"


def pairs(*rows: tuple[str, Part], width: int = 14) -> Content:
    """A record: label and value in two columns, empty values left out."""
    shown = [
        line((label.ljust(width), MUTED), value if not isinstance(value, str) else plain(value))
        for label, value in rows
        if value
    ]
    return lines(*shown)


def problem(error: WeavzError) -> Content:
    """An error for a person: code, what happened, what mends it."""
    told = line(("✗ ", "bold $text-error"), (error.code, "bold $text-error"), "  ")
    message = Content(harmless(error.message))
    if error.hint:
        return lines(told + message, Content(harmless(error.hint)))
    return told + message
