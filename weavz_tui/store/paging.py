"""Pages by key: a page starts after the key of the last row of the one before, wherever rows were
added or removed meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from weavz_tui.model.errors import ValidationError
from weavz_tui.model.lists import PageQuery
from weavz_tui.store.folding import pattern
from weavz_tui.store.protocol import Row, Rows

MOST = 1000


@dataclass(frozen=True)
class Filter:
    """Conditions that all must hold, and their values."""

    conditions: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()

    def with_(self, condition: str, *values: Any) -> Filter:
        """One condition more."""
        return Filter((*self.conditions, condition), (*self.values, *values))

    def equals(self, column: str, value: Any) -> Filter:
        """One column must be the value; None does not restrict."""
        return self if value is None else self.with_(f"{column} = ?", value)

    def within(self, column: str, ids: Collection[str] | None) -> Filter:
        """One column must be one of the ids; None does not restrict."""
        if ids is None:
            return self
        return self.with_(f"{column} in ({marks(ids)})", *sorted(ids))

    @property
    def sql(self) -> str:
        """The text after `where`."""
        return " and ".join(self.conditions)


@dataclass(frozen=True)
class Slice:
    """The rows of a page and where its neighbours start."""

    rows: list[Row]
    total: int
    next: str | None = None
    previous: str | None = None

    @property
    def ends(self) -> dict[str, Any]:
        """What a Page takes besides its items."""
        return {"total": self.total, "next": self.next, "previous": self.previous}


@dataclass(frozen=True)
class Listing:
    """A list of a table's rows: its columns, the sorts it allows, the first of them its own order.

    `sorts` maps a name to a column or expression that is never null; ties are broken by id.
    """

    table: str
    select: str
    sorts: Mapping[str, str]
    order: str
    search: str = "search"
    id: str = field(default="id")

    def page(self, rows: Rows, query: PageQuery, filter: Filter) -> Slice:
        """The page that a query asks for; raises ValidationError for a sort or cursor that is none
        of this list's."""
        if query.search.strip():
            filter = filter.with_(f"{self.search} like ? escape '!'", pattern(query.search))
        sort = query.sort or self.order
        if sort.removeprefix("-") not in self.sorts:
            allowed = ", ".join(self.sorts)
            raise ValidationError.of("This list has no such sort", sort=f"One of: {allowed}")
        limit = max(1, min(query.limit, MOST))
        found = self._rows(rows, replace(query, sort=sort, limit=limit), filter)
        has_more = len(found) > limit
        is_whole = query.cursor is None and not has_more
        found = found[:limit]
        if query.backwards:
            found.reverse()
        proven = len(found) + int(not is_whole)
        has_before = has_more if query.backwards else query.cursor is not None
        has_after = query.cursor is not None if query.backwards else has_more
        return Slice(
            rows=found,
            total=self._total(rows, filter) if query.counted and not is_whole else proven,
            next=_cursor(sort, found[-1]) if found and has_after else None,
            previous=_cursor(sort, found[0]) if found and has_before else None,
        )

    def _rows(self, rows: Rows, query: PageQuery, filter: Filter) -> list[Row]:
        """One row more than the limit, nearest to the cursor first."""
        column = self.sorts[query.sort.removeprefix("-")]
        is_down = query.sort.startswith("-") is not query.backwards
        if query.cursor is not None:
            key = _key(query.sort, query.cursor)
            filter = filter.with_(f"({column}, {self.id}) {'<' if is_down else '>'} (?, ?)", *key)
        direction = "desc" if is_down else "asc"
        sql = (
            f"select {self.select}, {column} as page_key, {self.id} as page_id from {self.table} "
            f"where {filter.sql} order by {column} {direction}, {self.id} {direction} limit ?"
        )
        return rows.all(sql, (*filter.values, query.limit + 1))

    def _total(self, rows: Rows, filter: Filter) -> int:
        row = rows.one(
            f"select count(*) as total from {self.table} where {filter.sql}", filter.values
        )
        return int(row["total"]) if row else 0


def _cursor(sort: str, row: Row) -> str:
    text = json.dumps([sort, row["page_key"], row["page_id"]], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def _key(sort: str, cursor: str) -> tuple[Any, str]:
    try:
        of_sort, value, id = json.loads(base64.urlsafe_b64decode(cursor))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        of_sort, value, id = None, None, None
    if of_sort != sort or not isinstance(id, str) or not (_is_kept(value) and _is_kept(id)):
        raise ValidationError.of("This page does not exist", cursor="Start with the first page")
    return value, id


def _is_kept(value: Any) -> bool:
    """Whether a column could hold it: anybody can write a cursor."""
    if isinstance(value, str):
        # Half a character, which JSON can spell, cannot be stored.
        return value.encode(errors="replace").decode() == value
    return isinstance(value, float) or (type(value) is int and abs(value) < 2**63)


def marks(values: Collection[Any]) -> str:
    """Placeholders for `in (...)`, where PostgreSQL wants to see something."""
    return ", ".join("?" * len(values)) or "null"
