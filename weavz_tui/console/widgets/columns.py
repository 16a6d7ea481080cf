"""Columns as data, and which of them find room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from rich.cells import cell_len
from textual.content import Content

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column of a list: how a row is shown in it and what room it asks for.

    Widths are cells. A column is never narrower than `minimum` or its title, grows with what the
    first rows hold up to `maximum` (None: as `minimum`), and takes `flex` shares of what is left
    over, without limit unless `maximum` is given. `priority` 0 never drops; when there is no room
    the column with the highest number drops first, whole (layouts, rules). `render` answers a
    string, which is never markup, or styled content. `sort` is what the engine calls the order by
    this column, where that is not its key.
    """

    key: str
    title: str
    render: Callable[[Row], Content | str]
    minimum: int = 4
    maximum: int | None = None
    flex: int = 0
    priority: int = 0
    align: Literal["left", "right"] = "left"
    sort: str = ""

    @property
    def least(self) -> int:
        """The narrowest this column may be."""
        return max(self.minimum, cell_len(self.title))

    @property
    def most(self) -> int | None:
        """The widest this column may be; None: no limit."""
        if self.maximum is None:
            return None if self.flex else self.least
        return max(self.maximum, self.least)


@dataclass(frozen=True)
class Placed(Generic[Row]):
    """A column with the width it was given."""

    column: Column[Row]
    width: int


def place(
    columns: Sequence[Column[Row]], room: int, natural: Mapping[str, int], gap: int
) -> tuple[Placed[Row], ...]:
    """The columns that fit into `room` cells with `gap` cells between them, in their own order.

    `natural` is the widest cell seen, by column key. The last column standing is kept however
    narrow the room is, and cut to it.
    """
    kept = list(columns)
    while len(kept) > 1 and _needed(kept, gap) > room:
        droppable = [column for column in kept if column.priority > 0]
        if not droppable:
            break
        worst = max(column.priority for column in droppable)
        kept.remove([column for column in droppable if column.priority == worst][-1])
    widths = {column.key: column.least for column in kept}
    left = room - _needed(kept, gap)
    for column in sorted(kept, key=lambda column: column.priority):
        wanted = natural.get(column.key, 0)
        if column.most is not None:
            wanted = min(wanted, column.most)
        grown = max(0, min(wanted - widths[column.key], left))
        widths[column.key] += grown
        left -= grown
    _share(kept, widths, left)
    return tuple(Placed(column, widths[column.key]) for column in kept)


def _needed(columns: Sequence[Column[Row]], gap: int) -> int:
    return sum(column.least for column in columns) + gap * (len(columns) - 1)


def _share(columns: Sequence[Column[Row]], widths: dict[str, int], left: int) -> None:
    """Hand out what is left by flex; a negative rest is taken from the widest columns."""
    while left < 0 and any(width > 1 for width in widths.values()):
        widest = max(widths, key=lambda key: widths[key])
        widths[widest] -= 1
        left += 1
    flexible = [column for column in columns if column.flex]
    while left > 0 and flexible:
        total = sum(column.flex for column in flexible)
        before = left
        for column in list(flexible):
            share = min(max(1, before * column.flex // total), left)
            if column.most is not None:
                share = min(share, column.most - widths[column.key])
                if share <= 0:
                    flexible.remove(column)
                    continue
            widths[column.key] += share
            left -= share
