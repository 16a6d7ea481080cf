"""A workspace as it is now: what a file would say of it, and the ids behind the names."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from weavz_tui.engine.manifest.document import (
    Document,
    IntegrationEntry,
    PartialEntry,
    ServerEntry,
    ToolEntry,
    WorkspaceEntry,
)
from weavz_tui.engine.manifest.secrets import secret_keys
from weavz_tui.engine.service import Service
from weavz_tui.model.catalogue import IntegrationInfo
from weavz_tui.model.errors import NotFound, WeavzError
from weavz_tui.model.lists import IntegrationRow, Page, PageQuery, PartialQuery, ServerQuery
from weavz_tui.model.pages import PageQuery as AnyQuery
from weavz_tui.model.servers import McpServerRow, McpTool

PAGE = 500

Item = TypeVar("Item")
Query = TypeVar("Query", bound=AnyQuery)


@dataclass(slots=True)
class Snapshot:
    """`document` None: there is no such workspace. Ids by what the document calls each; of tools by
    server and key."""

    document: Document | None = None
    workspace_id: str = ""
    integrations: dict[str, str] = field(default_factory=dict)
    partials: dict[tuple[str, ...], str] = field(default_factory=dict)
    servers: dict[str, str] = field(default_factory=dict)
    tools: dict[tuple[str, str, str], str] = field(default_factory=dict)


class Reader:
    """Reads workspaces from an engine."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._known: dict[str, IntegrationInfo | None] = {}

    async def snapshot(self, ref: str) -> Snapshot:
        """The workspace with a slug or id, as it is now."""
        try:
            workspace = await self._service.workspaces.get(ref)
        except NotFound:
            return Snapshot()
        found = Snapshot(workspace_id=workspace.id)
        rows = await self._integrations(workspace.id)
        found.integrations = {each.integration_alias: each.id for each in rows}
        found.document = Document(
            workspace=WorkspaceEntry(slug=workspace.slug, name=workspace.name),
            integrations=[_integration(each) for each in rows],
        )
        await self._partials(found)
        await self._servers(found, rows)
        return found

    async def info(self, name: str) -> IntegrationInfo | None:
        """What the catalogue tells of an integration; None where it has none of that name."""
        if name not in self._known:
            try:
                self._known[name] = await self._service.catalogue.get(name)
            except WeavzError as error:
                if error.status != NotFound.status:
                    raise
                self._known[name] = None
        return self._known[name]

    async def _integrations(self, workspace_id: str) -> Sequence[IntegrationRow]:
        rows = [
            each
            async for each in pages(
                lambda cursor: self._service.integrations.list(
                    workspace_id, PageQuery(limit=PAGE, cursor=cursor)
                )
            )
        ]
        return sorted(rows, key=lambda each: each.integration_alias)

    async def _partials(self, found: Snapshot) -> None:
        assert found.document is not None
        entries: list[PartialEntry] = []
        async for each in pages(
            lambda cursor: self._service.partials.list(
                PartialQuery(workspace_id=found.workspace_id, limit=PAGE, cursor=cursor)
            )
        ):
            info = await self.info(each.integration_name)
            secrets = secret_keys(info, each.action_name, each.values)
            entry = PartialEntry(
                name=each.name,
                integration=each.integration_name,
                alias=each.integration_alias,
                action=each.action_name,
                trigger=each.trigger_name,
                description=each.description,
                values={key: each.values[key] for key in each.values if key not in secrets},
                secrets=secrets,
                enforced=each.enforced_keys,
                default=each.is_default,
            )
            entries.append(entry)
            found.partials[entry.key] = each.id
        found.document.partials = sorted(entries, key=lambda each: each.key)

    async def _servers(self, found: Snapshot, rows: Sequence[IntegrationRow]) -> None:
        assert found.document is not None
        servers = [
            each
            async for each in pages(
                lambda cursor: self._service.servers.list(
                    ServerQuery(workspace_id=found.workspace_id, limit=PAGE, cursor=cursor)
                )
            )
        ]
        for each in sorted(servers, key=lambda each: (each.name, each.created_at)):
            name = _free(each.name, found.servers)
            found.servers[name] = each.id
            found.document.servers.append(await self._server(name, each, rows, found))

    async def _server(
        self, name: str, server: McpServerRow, rows: Sequence[IntegrationRow], found: Snapshot
    ) -> ServerEntry:
        instances = {each.id: each for each in rows}
        names = {id: key[-1] for key, id in found.partials.items()}
        entries: list[ToolEntry] = []
        shown: set[tuple[str, str]] = set()
        for tool in await self._service.servers.tools(server.id):
            instance = instances.get(tool.source_workspace_integration_id or "")
            entry = await self._tool(tool, instance, names)
            found.tools[name, *entry.key] = tool.id
            if instance is not None:
                shown.add(entry.key)
            if entry.added or entry != ToolEntry(alias=entry.alias, action=entry.action):
                entries.append(entry)
        for row in rows:
            info = await self.info(row.integration_name)
            for action in info.actions if info else ():
                key = (row.integration_alias, action.name)
                if row.allows(action.name) and key not in shown:
                    entries.append(ToolEntry(alias=key[0], action=key[1], hidden=True))
        return ServerEntry(
            name=name,
            description=server.description,
            mode=server.mode,
            auth=server.auth_mode,
            end_user_access=server.end_user_access,
            end_user=server.end_user_id,
            settings=server.settings,
            tools=sorted(entries, key=lambda each: each.key),
        )

    async def _tool(
        self, tool: McpTool, instance: IntegrationRow | None, names: Mapping[str, str]
    ) -> ToolEntry:
        info = await self.info(tool.integration_name)
        secrets = secret_keys(info, tool.action_name, tool.input_defaults)
        defaults = {key: value for key, value in tool.input_defaults.items() if key not in secrets}
        alias = instance.integration_alias if instance else tool.integration_alias
        usual = instance.sort_order if instance else 0
        return ToolEntry(
            alias=alias,
            action=tool.action_name,
            integration=None if instance else tool.integration_name,
            added=instance is None,
            shown_as=tool.integration_alias if tool.integration_alias != alias else None,
            display_name=tool.display_name,
            description=tool.description,
            connection=await self._external_id(tool.connection_id),
            partials=[names.get(each, each) for each in tool.partial_ids or ()],
            input_defaults=defaults,
            secrets=secrets,
            sort_order=tool.sort_order if tool.sort_order != usual else None,
        )

    async def _external_id(self, id: str | None) -> str | None:
        if id is None:
            return None
        try:
            return (await self._service.connections.get(id)).external_id
        except WeavzError as error:
            if error.status != NotFound.status:
                raise
            return None


async def pages(read: Callable[[str | None], Awaitable[Page[Item]]]) -> AsyncIterator[Item]:
    """Every item of a list that comes in pages."""
    cursor: str | None = None
    while True:
        page = await read(cursor)
        for each in page.items:
            yield each
        cursor = page.next
        if cursor is None:
            return


def _integration(row: IntegrationRow) -> IntegrationEntry:
    return IntegrationEntry(
        alias=row.integration_alias,
        integration=row.integration_name,
        strategy=row.connection_strategy,
        connection=row.connection.external_id if row.connection else None,
        actions=row.allowed_actions,
        display_name=row.display_name,
        auth_method_key=row.auth_method_key,
        settings=row.settings,
        sort_order=row.sort_order,
    )


def _free(name: str, taken: Mapping[str, Any]) -> str:
    """Servers may share a name; in a file each has one of its own."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name} ({number})", number + 1
    return found
