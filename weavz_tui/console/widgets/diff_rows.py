"""Two values as rows of a comparison: one below the other, or side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from weavz_tui.console.widgets.json_diff import Change
from weavz_tui.console.widgets.json_text import text_of
from weavz_tui.console.widgets.json_tree import folds

Sign = Literal["+", "-", "~", " ", "@"]

_AROUND = 3
_LONG = 60
_KEPT = 20
_LONGEST = 20_000
_WORDS: dict[str, Sign] = {"added": "+", "removed": "-", "changed": "~"}


@dataclass(frozen=True, slots=True)
class DiffRow:
    """A row: `@` a heading (a path, or how much is left out), ` ` alike on both sides, `+` only on
    the right, `-` only on the left, `~` on both and different."""

    sign: Sign
    left: str = ""
    right: str = ""


def by_path(changes: Iterable[Change]) -> Iterator[DiffRow]:
    """Every change below its path."""
    for change in changes:
        yield DiffRow("@", f"{_WORDS[change.kind]} {change.path or 'the whole'}  {change.kind}")
        if change.kind == "changed":
            old, new = _lines(change.old), _lines(change.new)
            if len(old) == len(new) == 1:
                yield DiffRow("~", *_without_the_like(old[0], new[0]))
            else:
                yield from by_line(old, new)
        elif change.kind == "added":
            yield from (DiffRow("+", right=row) for row in _lines(change.new))
        else:
            yield from (DiffRow("-", row) for row in _lines(change.old))


def _lines(value: Any) -> list[str]:
    """A value as text; a short text in its quotes, a long one line by line."""
    if isinstance(value, str) and not folds(value):
        return [text_of([value]).split("\n")[1].strip()]
    return text_of(value).split("\n")


def _without_the_like(old: str, new: str) -> tuple[str, str]:
    """Two long lines from a little before their first difference to a little after the last."""
    first = _shared(old, new)
    last = _shared(old[first:][::-1], new[first:][::-1])
    start = first - _KEPT if first > _LONG else 0
    end = last - _KEPT if last > _LONG else 0
    before = f"⋯ {start:,} alike ⋯ " if start else ""
    after = f" ⋯ {end:,} alike ⋯" if end else ""
    shown = (f"{before}{text[start : len(text) - end]}{after}" for text in (old, new))
    return next(shown), next(shown)


def _shared(old: str, new: str) -> int:
    """How many characters two texts have in common from their beginnings."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(old), len(new)))


def by_line(old: Sequence[str], new: Sequence[str]) -> Iterator[DiffRow]:
    """The text's lines with three alike around each difference. More than 20,000 lines are cut."""
    matcher = SequenceMatcher(None, old[:_LONGEST], new[:_LONGEST], autojunk=False)
    after = 0
    for group in matcher.get_grouped_opcodes(_AROUND):
        left_out = group[0][1] - after
        if left_out > 0:
            yield DiffRow("@", f"⋯ {left_out:,} lines alike")
        for kind, a, b, c, d in group:
            if kind == "equal":
                yield from (DiffRow(" ", row, row) for row in old[a:b])
            else:
                yield from _replaced(old[a:b], new[c:d])
        after = group[-1][2]
    if 0 < after < len(old):
        yield DiffRow("@", f"⋯ {len(old) - after:,} lines alike")


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[DiffRow]:
    shared = min(len(old), len(new))
    for left, right in zip(old[:shared], new[:shared], strict=True):
        yield DiffRow("~", left, right)
    yield from (DiffRow("-", row) for row in old[shared:])
    yield from (DiffRow("+", right=row) for row in new[shared:])


def unified(rows: Iterable[DiffRow]) -> Iterator[DiffRow]:
    """Rows of one column: what is different on both sides becomes two, the left ones first."""
    left: list[DiffRow] = []
    right: list[DiffRow] = []
    for row in rows:
        if row.sign in "~-+":
            if row.sign != "+":
                left.append(DiffRow("-", row.left))
            if row.sign != "-":
                right.append(DiffRow("+", right=row.right))
            continue
        yield from left
        yield from right
        left, right = [], []
        yield row
    yield from left
    yield from right
