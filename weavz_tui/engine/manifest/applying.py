"""Making a workspace what a file says: facts, plan, steps."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from weavz_tui.engine.manifest.carrying import Carrier
from weavz_tui.engine.manifest.document import Document, IntegrationEntry, WorkspaceEntry
from weavz_tui.engine.manifest.plan import Planning
from weavz_tui.engine.manifest.snapshot import PAGE, Reader, Snapshot, pages
from weavz_tui.engine.manifest.steps import Facts, Held, Plan, Step, Verb
from weavz_tui.engine.service import Service
from weavz_tui.model.errors import NotFound, WeavzError
from weavz_tui.model.lists import ConnectionQuery, ConnectionRow, Page


class Manifest:
    """Workspace files over one engine."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._reader = Reader(service)
        self._now = Snapshot()

    async def export(self, ref: str) -> Document:
        """What a file says of the workspace; raises NotFound."""
        found = await self._reader.snapshot(ref)
        if found.document is None:
            raise NotFound(
                f"Workspace '{ref}' not found",
                details={"workspaceId": ref},
                hint="`weavz-tui workspaces list` shows every workspace",
            )
        return found.document

    async def plan(self, document: Document, *, prune: bool = False) -> Plan:
        """What would have to happen; nothing does."""
        self._now = await self._reader.snapshot(document.workspace.slug)
        return Planning(document, self._now, await self._facts(document), prune=prune).run()

    async def apply(self, document: Document, *, prune: bool = False) -> tuple[Plan, list[Step]]:
        """Carry the plan out as far as it goes; it and the steps that were done. What fails joins
        what is held, and the rest goes on."""
        plan, done = await self._pass(document, prune=prune)
        # What was replaced has taken its tools along; the second look brings them back.
        if any(_is_removal(each) for each in done) and len(done) == len(plan.steps):
            again, more = await self._pass(document, prune=prune)
            plan.steps += again.steps
            plan.held += [each for each in again.held if each not in plan.held]
            done += more
        return plan, done

    async def _pass(self, document: Document, *, prune: bool) -> tuple[Plan, list[Step]]:
        plan = await self.plan(document, prune=prune)
        carrier = Carrier(self._service, self._now)
        done: list[Step] = []
        for step in plan.steps:
            try:
                await carrier.carry_out(step)
            except WeavzError as error:
                plan.held.append(Held(step.title, f"{error.code}: {error.message}"))
                if isinstance(step.wanted, WorkspaceEntry):
                    break
            else:
                done.append(step)
        return plan, done

    async def _facts(self, document: Document) -> Facts:
        names = {each.integration for each in document.integrations}
        names |= {
            tool.integration for each in document.servers for tool in each.tools if tool.integration
        }
        if self._now.document is not None:
            names |= {each.integration for each in self._now.document.integrations}
        actions: dict[str, frozenset[str]] = {}
        for name in sorted(names):
            if (info := await self._reader.info(name)) is not None:
                actions[name] = frozenset(each.name for each in info.actions)
        return Facts(await self._connections(names), actions)

    async def _connections(self, names: set[str]) -> frozenset[tuple[str, str]]:
        """Those that the workspace can see: its own and the organisation's."""
        seen = {None, self._now.workspace_id or None}
        found: set[tuple[str, str]] = set()
        for name in sorted(names):
            query = ConnectionQuery(limit=PAGE, integration_name=name)
            async for each in pages(partial(self._connection_page, query)):
                if each.workspace_id in seen:
                    found.add((each.integration_name, each.external_id))
        return frozenset(found)

    async def _connection_page(
        self, query: ConnectionQuery, cursor: str | None
    ) -> Page[ConnectionRow]:
        return await self._service.connections.list(replace(query, cursor=cursor))


def _is_removal(step: Step) -> bool:
    return step.verb is Verb.DELETE and isinstance(step.present, IntegrationEntry)
