"""The catalogue as a service, and the record of executions (wire B.5, E.12)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from weavz_tui.engine.parts import Parts
from weavz_tui.model.catalogue import IntegrationInfo, IntegrationSummary
from weavz_tui.store import connection_lists


class LocalCatalogue:
    """Every integration that this engine can run."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self) -> Sequence[IntegrationSummary]:
        """Every integration, by name."""
        found = await asyncio.to_thread(self._parts.registry.all)
        return [each.summary for each in found]

    async def get(self, name: str) -> IntegrationInfo:
        """One integration with its actions; raises IntegrationNotFound."""
        return self._parts.registry.get(name).info

    async def registered(self) -> Sequence[str]:
        """The integrations that the caller has connections of (wire B.5)."""
        principal = self._parts.principal
        return await self._parts.read(
            lambda rows: connection_lists.integration_names(
                rows, principal.org_id, principal.workspace_ids
            )
        )

    async def broken(self) -> dict[str, str]:
        """Plugins that could not be loaded: reason by name."""
        await asyncio.to_thread(self._parts.registry.all)
        return dict(self._parts.registry.broken)
