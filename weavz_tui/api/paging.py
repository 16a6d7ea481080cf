"""Lists by `limit` and `offset` outside (wire B), by page and key inside (wire E.12)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated, Any, TypeVar

from fastapi import Query

from weavz_tui.model.base import Wire
from weavz_tui.model.pages import Page, PageQuery

DEFAULT = 50
MOST = 100
MOST_BY_KEY = 1000
FURTHEST = 10_000_000

Item = TypeVar("Item", bound=Wire)
Asked = TypeVar("Asked", bound=PageQuery)


class Paging:
    """Which part of a list is asked for.

    `limit` (100 at most; a larger one gets 100) and `offset` count rows. Additions of this server:
    `cursor`, the `next` or `previous` of an earlier answer, instead of an offset; `pageSize`, a
    limit of up to 1000; `backwards`, `search` and `sort`; `counted`, false to be spared the count
    of a long list (`total` is then what the page proves).
    """

    def __init__(
        self,
        limit: Annotated[int, Query(ge=1, le=2**31, description="Rows, 100 at most.")] = DEFAULT,
        offset: Annotated[int, Query(ge=0, le=FURTHEST, description="Rows to pass over.")] = 0,
        cursor: Annotated[
            str | None, Query(description="`next` or `previous` of an earlier page.")
        ] = None,
        page_size: Annotated[int | None, Query(alias="pageSize", ge=1, le=MOST_BY_KEY)] = None,
        backwards: Annotated[bool, Query(description="The page before the cursor.")] = False,
        search: Annotated[str, Query(max_length=500)] = "",
        sort: Annotated[str, Query(max_length=64, description="A column; `-` descends.")] = "",
        counted: Annotated[bool, Query(description="Whether `total` has to be exact.")] = True,
    ) -> None:
        self._counted = counted
        self._limit = page_size or min(limit, MOST)
        self._offset = 0 if cursor is not None else offset
        self._cursor = cursor
        self._backwards = backwards
        self._search = search
        self._sort = sort

    def apply(self, query: Asked) -> Asked:
        """A list's own query for this part of it."""
        return replace(
            query,
            limit=self._limit,
            cursor=self._cursor,
            backwards=self._backwards,
            search=self._search,
            sort=self._sort,
            counted=self._counted,
        )

    async def read(
        self, read: Callable[[Asked], Awaitable[Page[Item]]], query: Asked
    ) -> Page[Item]:
        """The page; an offset is walked to, a thousand rows a step; the list is counted once."""
        asked = self.apply(query)
        passed = 0
        while passed < self._offset:
            step = min(self._offset - passed, MOST_BY_KEY)
            found = await read(replace(asked, limit=step, counted=False))
            passed += len(found.items)
            if found.next is None:
                return Page([], passed, previous=found.previous)
            asked = replace(asked, cursor=found.next)
        return await read(asked)


def listed(
    name: str, page: Page[Item], shown: Callable[[Item], dict[str, Any]] | None = None
) -> dict[str, Any]:
    """A list on the wire, with the cursors of its neighbours as additions."""
    rows = [shown(each) if shown else each.wire() for each in page.items]
    return {name: rows, "total": page.total, "next": page.next, "previous": page.previous}


class WholeList(Paging):
    """The same for lists that the wire does not page: all of it, up to a thousand rows, unless
    less is asked for."""

    def __init__(
        self,
        limit: Annotated[int, Query(ge=1, le=2**31)] = MOST_BY_KEY,
        offset: Annotated[int, Query(ge=0, le=FURTHEST)] = 0,
        cursor: Annotated[str | None, Query()] = None,
        backwards: Annotated[bool, Query()] = False,
        search: Annotated[str, Query(max_length=500)] = "",
        sort: Annotated[str, Query(max_length=64)] = "",
    ) -> None:
        size = min(limit, MOST_BY_KEY)
        super().__init__(MOST, offset, cursor, size, backwards, search, sort)
