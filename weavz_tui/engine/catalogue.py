"""The catalogue as a service: what comes with the program, plugins, imports (wire B.5)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from weavz_tui.catalog.index import Index
from weavz_tui.engine.parts import Parts
from weavz_tui.model.catalogue import IntegrationInfo, IntegrationSummary
from weavz_tui.model.errors import IntegrationNotFound
from weavz_tui.model.imports import ActionSummary, ImportedRow, ImportReport, ImportRequest
from weavz_tui.model.lists import Deleted, Dependants
from weavz_tui.store import connection_lists, imports

if TYPE_CHECKING:
    from weavz_tui.catalog.integration import Integration
    from weavz_tui.store.protocol import Rows

Summaries = list[IntegrationSummary]
ActionSummaries = list[ActionSummary]


class LocalCatalogue:
    """Every integration that this engine can run.

    Lists are made of the shipped index and of one query; the module of an integration is imported
    when it is used.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self) -> Sequence[IntegrationSummary]:
        """Every integration, by name."""
        found = await asyncio.to_thread(self._summaries)
        org_id = self._parts.org_id
        taken = {each.name for each in found}
        imported = await self._parts.read(lambda rows: imports.summaries(rows, org_id))
        found += [each for each in imported if each.name not in taken]
        return sorted(found, key=lambda each: each.name)

    async def get(self, name: str) -> IntegrationInfo:
        """One integration with its actions; raises IntegrationNotFound."""
        return self._parts.registry.get(name).info

    async def actions(self) -> Sequence[ActionSummary]:
        """Every action of every integration, by integration, in the integration's order."""
        found = await asyncio.to_thread(self._action_summaries)
        org_id = self._parts.org_id
        taken = {each.integration_name for each in found}
        imported = await self._parts.read(lambda rows: imports.actions(rows, org_id))
        found += [each for each in imported if each.integration_name not in taken]
        return sorted(found, key=lambda each: each.integration_name)

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
        registry = self._parts.shared.registry
        await asyncio.to_thread(lambda: list(self._loaded(registry.plugins())))
        return dict(registry.broken)

    async def preview_import(self, request: ImportRequest) -> ImportReport:
        """What an import would bring and change; nothing is kept. Raises ImportRefused with a
        reason, ValidationError."""
        from weavz_tui.engine.imports.importing import Importing  # noqa: PLC0415

        _, report = await Importing(self._parts).prepare(request)
        return report

    async def import_(self, request: ImportRequest) -> ImportReport:
        """Import, over the import of that name if there is one; raises as `preview_import`."""
        from weavz_tui.engine.imports.importing import Importing  # noqa: PLC0415

        return await Importing(self._parts).take(request)

    async def imports(self) -> Sequence[ImportedRow]:
        """What was imported, by name."""
        self._parts.principal.require(None)
        org_id = self._parts.org_id
        return await self._parts.read(lambda rows: imports.listed(rows, org_id))

    async def dependants(self, name: str) -> Dependants:
        """What an import takes with it: it stays, and cannot be used any more."""
        self._parts.principal.require(None)
        org_id = self._parts.org_id
        names = await self._parts.read(lambda rows: imports.users(rows, org_id, name))
        counts = {kind: len(each) for kind, each in names.items()}
        return Dependants(counts=counts, names=names)

    async def remove(self, name: str) -> Deleted:
        """Take an import away; what uses it stays, and works again when it is imported again.
        Raises IntegrationNotFound."""
        from weavz_tui.engine.imports.importing import Importing, keep  # noqa: PLC0415

        self._parts.principal.require(None)
        org_id = self._parts.org_id
        before = await Importing(self._parts).restorable(name)
        goes_with = await self.dependants(name)

        def write(rows: Rows) -> None:
            imports.remove(rows, org_id, name)

        await self._parts.write(write)

        async def restore() -> None:
            await keep(self._parts.shared, org_id, before)

        return Deleted(id=name, undo=self._parts.undo.keep(restore), dependants=goes_with)

    def _summaries(self) -> Summaries:
        index, registry = Index.shipped(), self._parts.shared.registry
        indexed = [name for name in registry.shipped() if index.has(name)]
        others = sorted({*registry.names()} - set(indexed))
        return [
            *(index.summary(name) for name in indexed),
            *(each.summary for each in self._loaded(others)),
        ]

    def _action_summaries(self) -> ActionSummaries:
        index, registry = Index.shipped(), self._parts.shared.registry
        indexed = [name for name in registry.shipped() if index.has(name)]
        others = sorted({*registry.names()} - set(indexed))
        found = [action for name in indexed for action in index.actions(name)]
        return found + [action for each in self._loaded(others) for action in each.action_summaries]

    def _loaded(self, names: Sequence[str]) -> Iterator[Integration]:
        for name in names:
            try:
                yield self._parts.shared.registry.get(name)
            except IntegrationNotFound:
                continue
