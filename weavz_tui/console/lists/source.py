"""A page of a service's list as the windowed table asks for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from weavz_tui.model.pages import Page, PageQuery

Row = TypeVar("Row")


def is_narrower(query: PageQuery, than: PageQuery) -> bool:
    """Whether a question finds nothing that the other one does not: it is the same but for more
    letters in what is searched for, which a row has to have all together."""
    return replace(query, search=than.search) == than and than.search.strip() in query.search


class PageSource(Generic[Row]):
    """Rows of one list under one filter; `read` asks the engine."""

    def __init__(self, query: PageQuery, read: Callable[[PageQuery], Awaitable[Page[Row]]]) -> None:
        self._query = query
        self._read = read

    async def fetch(
        self, cursor: str | None, limit: int, backwards: bool, counted: bool = True
    ) -> Page[Row]:
        """The page after or before the cursor; raises as the engine does."""
        return await self._read(
            replace(self._query, cursor=cursor, limit=limit, backwards=backwards, counted=counted)
        )
