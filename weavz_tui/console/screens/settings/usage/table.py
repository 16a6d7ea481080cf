"""Executions by name, the month before beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.content import Content

from weavz_tui.console.text import MUTED, line
from weavz_tui.console.widgets.plain import fitted

_NUMBER, _SHARE, _GAP = 9, 7, 2
_LEAST, _MOST = 12, 44
NARROWEST = _LEAST + 3 * _NUMBER + _SHARE
_BAR = 24


class Row(NamedTuple):
    """Executions of one name. `before` is the month before, None: not known."""

    name: str
    runs: int
    failed: int
    before: int | None


def rows_of(
    runs: Mapping[str, int],
    failed: Mapping[str, int],
    before: Mapping[str, int] | None,
    total: int,
) -> list[Row]:
    """Every name that ran or failed, the most runs first; what the lists leave out is the last."""
    found = [
        Row(name, runs.get(name, 0), failed.get(name, 0),
            None if before is None else before.get(name, 0))
        for name in dict.fromkeys((*runs, *failed))
    ]  # fmt: skip
    rest = total - sum(runs.values())
    return [*found, Row("others", rest, 0, None)] if rest > 0 else found


def table(title: str, rows: Sequence[Row], total: int, earlier: str, width: int) -> list[Content]:
    """Name, runs, share of all, failed, and the month called `earlier` (empty: none to compare),
    in `width` columns; a bar where there is room for one."""
    if not rows:
        return []
    last = max(_NUMBER, len(earlier) + 2) if earlier else 0
    numbers = _NUMBER + _SHARE + _NUMBER + last
    longest = max(len(title), *(len(row.name) for row in rows))
    name = max(_LEAST, min(longest, _MOST, width - numbers))
    bar = min(_BAR, width - numbers - name - _GAP)
    head = f"{'runs':>{_NUMBER}}{'share':>{_SHARE}}{'failed':>{_NUMBER}}{earlier:>{last}}"
    found = [Content(""), line((fitted(title, name).plain + head, MUTED))]
    most = max(row.runs for row in rows)
    for row in rows:
        shown = line(
            fitted(row.name, name),
            f"{row.runs:>{_NUMBER},}",
            (f"{share(row.runs, total):>{_SHARE}}", MUTED),
            _failed(row.failed),
        )
        if earlier:
            before = "-" if not row.before else f"{row.before:,}"
            shown += line((f"{before:>{last}}", MUTED))
        if bar >= _NUMBER and row.runs:
            length = max(1, round(bar * row.runs / most))
            shown += line(" " * _GAP, ("█" * length, "$primary"))
        found.append(shown)
    return found


def share(part: int, whole: int) -> str:
    """`43 %`; what is less than half of one is said to be."""
    if not part or not whole:
        return "-"
    percent = 100 * part / whole
    return "<1 %" if percent < 0.5 else f"{percent:.0f} %"


def _failed(count: int) -> Content:
    if not count:
        return Content(f"{'-':>{_NUMBER}}")
    told = f"✗ {count:,}"
    return line(" " * (_NUMBER - len(told)), (told, "bold $text-error"))
