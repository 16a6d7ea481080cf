"""Wire objects as models, pages as pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import pydantic

from weavz_tui.client.door import Door
from weavz_tui.client.failures import NotAWeavzServer
from weavz_tui.model.base import Wire
from weavz_tui.model.pages import Page, PageQuery

Model = TypeVar("Model", bound=pydantic.BaseModel)


class Resource:
    """One part of a remote engine."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def _read(self, model: type[Model], answer: Mapping[str, Any], key: str = "") -> Model:
        """One object of an answer; raises NotAWeavzServer when it is something else."""
        try:
            return model.model_validate(answer[key] if key else answer)
        except (KeyError, pydantic.ValidationError):
            raise NotAWeavzServer.of(self._door.url) from None

    def _every(self, model: type[Model], answer: Mapping[str, Any], key: str) -> list[Model]:
        """A list of an answer."""
        try:
            return [model.model_validate(each) for each in answer[key]]
        except (KeyError, TypeError, pydantic.ValidationError):
            raise NotAWeavzServer.of(self._door.url) from None

    async def _page(
        self,
        path: str,
        key: str,
        model: type[Model],
        query: PageQuery,
        shape: Callable[[Any], Any] = lambda found: found,
        **more: Any,
    ) -> Page[Model]:
        """A page of a list. A server that does not page by key answers by offset alone: its first
        page is then all there is to see of a list."""
        answer = await self._door.get(
            path,
            limit=min(query.limit, 100),
            pageSize=query.limit,
            cursor=query.cursor,
            backwards=query.backwards or None,
            search=query.search or None,
            sort=query.sort or None,
            counted=None if query.counted else False,
            **more,
        )
        try:
            items = [model.model_validate(shape(each)) for each in answer.get(key) or ()]
            total = int(answer.get("total", len(items)))
        except (AttributeError, TypeError, ValueError):
            raise NotAWeavzServer.of(self._door.url) from None
        return Page(items, total, next=answer.get("next"), previous=answer.get("previous"))


def given(data: Wire) -> dict[str, Any]:
    """What was given of a model, as the wire has it."""
    return data.model_dump(mode="json", by_alias=True, exclude_unset=True)
