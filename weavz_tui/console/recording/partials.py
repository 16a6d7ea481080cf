"""Saved inputs that enter what is written to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from weavz_tui.console.recording.part import RecordedPart
from weavz_tui.model.pages import PartialQuery

MOST_PARTIALS = 500


class RecordedPartials(RecordedPart):
    """Saved inputs; one that becomes the default takes that from another."""

    async def _create(self, data: Any) -> Any:
        return await self._with_defaults(data, data, super()._create)

    async def _update(self, id: str, data: Any) -> Any:
        return await self._with_defaults(await self._part.get(id), data, super()._update, id)

    async def _with_defaults(
        self, of: Any, data: Any, write: Callable[..., Awaitable[Any]], *id: str
    ) -> Any:
        if not data.is_default:
            return await write(*id, data)
        from weavz_tui.model.requests import PartialUpdate

        query = PartialQuery(
            workspace_id=of.workspace_id, integration_name=of.integration_name, limit=MOST_PARTIALS
        )
        before = await self._defaults(query)
        answer = await write(*id, data)
        for lost in before - await self._defaults(query):
            change = PartialUpdate(is_default=True)
            self._journal.also(partial(self._part.update, lost, change))
        return answer

    async def _defaults(self, query: PartialQuery) -> set[str]:
        return {each.id for each in (await self._part.list(query)).items if each.is_default}
