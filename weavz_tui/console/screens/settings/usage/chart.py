"""Executions by day as upright bars with a scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from weavz_tui.console.text import MUTED, line, short

FULL, FAILED, SOME = "█", "▒", "✗"
_PARTS = " ▁▂▃▄▅▆▇"
_EIGHTHS = 8
_WIDEST = 5
_LABELLED = (1, 5, 10, 15, 20, 25, 30)


class Day(NamedTuple):
    """Successful executions of a day, and those that failed."""

    runs: int
    failed: int


def chart(days: Sequence[Day], today: int | None, width: int, height: int) -> list[Content]:
    """The bars of a month, `height` rows of them, then the axis and the days' numbers.

    What failed stands on top of what ran, in a pattern of its own. `today` is the day of the month
    that it is; the axis of those after it is dotted. A day is as wide as there is room.
    """
    top = nice(max((day.runs + day.failed for day in days), default=0))
    ticks = {height - 1: top, **({height // 2 - 1: top // 2} if _has_half(top, height) else {})}
    margin = max(len(_scale(each)) for each in (*ticks.values(), 0))
    each = max(1, min(_WIDEST, (width - margin - 2) // len(days)))
    bars = [_bar(day, top, height) for day in days]
    rows = []
    for row in reversed(range(height)):
        tick = _scale(ticks[row]) if row in ticks else ""
        parts = [line((f"{tick:>{margin}} ", MUTED), "┤" if tick else "│")]
        parts += [_cell(bar[row], each) for bar in bars]
        rows.append(Content("").join(parts))
    past = len(days) if today is None else today
    axis = "─" * (past * each) + "┈" * ((len(days) - past) * each)
    rows.append(line((f"{0:>{margin}} ", MUTED), f"└{axis}"))
    rows.append(Content(" " * (margin + 2)) + _numbers(len(days), today, each))
    return rows


def nice(most: int) -> int:
    """The top of a scale: the next 1, 2, 4, 6 or 8 times a power of ten; halves are whole."""
    size = 1
    while True:
        for factor in (1, 2, 4, 6, 8):
            if factor * size >= most:
                return factor * size
        size *= 10


def _has_half(top: int, height: int) -> bool:
    return top % 2 == 0 and height % 2 == 0 and height >= 4


def _scale(value: int) -> str:
    return f"{value:,}" if value < 100_000 else short(value)


def _bar(day: Day, top: int, height: int) -> str:
    """A day from the ground up, a character a row. What ran is seen, if only a little. What failed
    stands above it, on whole rows, so that there is no gap; where it is too little for a row, a
    mark does."""
    failed = FAILED * round(height * day.failed / top) if day.failed else ""
    step = _EIGHTHS if failed else 1
    failed = failed or (SOME if day.failed else "")
    runs = max(1, round(_EIGHTHS * height * day.runs / top / step)) * step if day.runs else 0
    whole, part = divmod(min(runs, _EIGHTHS * (height - len(failed))), _EIGHTHS)
    return (FULL * whole + (_PARTS[part] if part else "") + failed).ljust(height)


def _cell(character: str, width: int) -> Content:
    if character == SOME:
        return line((character.ljust(width), "bold $text-error"))
    gap = 1 if width > 1 else 0
    style = "$text-error" if character == FAILED else "$primary"
    return line((character * (width - gap), style), " " * gap)


def _numbers(count: int, today: int | None, each: int) -> Content:
    """The days' numbers: all of them, or some where they would touch; today's is marked."""
    every = each > len(str(count))
    wanted = [day for day in range(1, count + 1) if every or day in _LABELLED]
    if today is not None and today not in wanted:
        wanted = [day for day in wanted if abs(day - today) * each > len(str(day))]
        wanted = sorted([*wanted, today])
    found = Content("")
    for day in wanted:
        at = (day - 1) * each
        if at < found.cell_length:
            continue
        found = found.pad_right(at - found.cell_length)
        found += line((str(day), "bold reverse" if day == today else MUTED))
    return found
