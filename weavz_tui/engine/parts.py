"""What the services of one engine share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from weavz_tui.engine.directory import Directory
from weavz_tui.engine.undo import CallersUndo, Undo

if TYPE_CHECKING:
    from weavz_tui.catalog.context import Context
    from weavz_tui.catalog.registry import Known, Registry
    from weavz_tui.engine.access import Access
    from weavz_tui.engine.calls.execution import Executor
    from weavz_tui.engine.calls.limits import RateLimiter
    from weavz_tui.engine.calls.planning import Planner
    from weavz_tui.engine.connections.credentials import Credentials
    from weavz_tui.engine.hosted.links import Links
    from weavz_tui.engine.imports.upstream import Upstream
    from weavz_tui.engine.oauth.oauth_clients import OAuthClients
    from weavz_tui.engine.oauth.pending import PendingAuthorisations
    from weavz_tui.engine.oauth.refreshing import Refresher
    from weavz_tui.engine.principal import Principal
    from weavz_tui.engine.servers.code_mode import CodeMode
    from weavz_tui.engine.servers.toolbox import Toolbox
    from weavz_tui.home import Home
    from weavz_tui.importers.imported import ImportedIntegration
    from weavz_tui.importers.library import Library
    from weavz_tui.model.entities import Workspace
    from weavz_tui.model.pages import WorkspaceQuery
    from weavz_tui.model.transport import Transport
    from weavz_tui.net.client import Client
    from weavz_tui.store.protocol import Rows, Store
    from weavz_tui.vault.select import HomeVault

Result = TypeVar("Result")
Asked = TypeVar("Asked", bound="WorkspaceQuery")


class Shared:
    """The pieces of an engine, whoever they work for.

    A piece is imported and made when it is first asked for: the first list of a console needs the
    store alone, and the rest would make up half of its start. `registry` and `transport` replace
    the home's own.
    """

    def __init__(
        self,
        store: Store,
        home: Home,
        registry: Registry | None = None,
        transport: Transport | None = None,
    ) -> None:
        self.store = store
        self.home = home
        self.directory = Directory(store)
        self.undo = Undo()
        self._registry = registry
        self._transport = transport
        self._client: Client | None = None
        self._known: dict[str, Known] = {}

    @cached_property
    def registry(self) -> Registry:
        """The integrations there are."""
        from weavz_tui.catalog.registry import Registry

        return self._registry or Registry()

    @cached_property
    def library(self) -> Library:
        """The imported integrations of every organisation."""
        from weavz_tui.importers.library import Library

        return Library(self.store, self._call_tool)

    @cached_property
    def upstream(self) -> Upstream:
        """What talks to imported MCP servers."""
        from weavz_tui.engine.imports.upstream import Upstream

        return Upstream(self)

    async def _call_tool(
        self,
        ctx: Context,
        integration: ImportedIntegration,
        tool: str,
        inputs: Mapping[str, Any],
    ) -> Any:
        return await self.upstream.call(ctx, integration, tool, inputs)

    def known(self, org_id: str) -> Known:
        """The integrations that an organisation may use."""
        found = self._known.get(org_id)
        if found is None:
            from weavz_tui.engine.known import OrganisationsIntegrations

            found = OrganisationsIntegrations(self.registry, self.library, org_id)
            self._known[org_id] = found
        return found

    @cached_property
    def transport(self) -> Transport:
        """What sends requests."""
        if self._transport is not None:
            return self._transport
        from weavz_tui.engine.network import network
        from weavz_tui.net.client import Client

        self._client = Client(network(self.home))
        return self._client

    @cached_property
    def vault(self) -> HomeVault:
        """The place of the secrets."""
        from weavz_tui.vault.select import HomeVault

        return HomeVault(self.home.data)

    @cached_property
    def credentials(self) -> Credentials:
        """The secrets of connections."""
        from weavz_tui.engine.connections.credentials import Credentials

        return Credentials(self.store, self.vault, renewing=self._refresher)

    def _refresher(self, credentials: Credentials) -> Refresher:
        from weavz_tui.engine.oauth.refreshing import Refresher

        return Refresher(self.store, credentials, self.oauth_clients, self.known)

    @cached_property
    def oauth_clients(self) -> OAuthClients:
        """The apps that stand for us at providers."""
        from weavz_tui.engine.oauth.oauth_clients import OAuthClients

        return OAuthClients(self.store, self.vault, self.transport)

    @cached_property
    def pending(self) -> PendingAuthorisations:
        """The authorisations on their way."""
        from weavz_tui.engine.oauth.pending import PendingAuthorisations

        return PendingAuthorisations()

    @cached_property
    def planner(self) -> Planner:
        """What decides how a call would go."""
        from weavz_tui.engine.calls.planning import Planner

        return Planner(self.directory, self.known)

    @cached_property
    def executor(self) -> Executor:
        """What runs actions."""
        from weavz_tui.engine.calls.execution import Executor

        made = Executor(self.store, self.planner, self.credentials, self.transport)
        made.rate = self.rate
        return made

    @cached_property
    def rate(self) -> RateLimiter:
        """What counts requests, at the doors and in executions alike."""
        from weavz_tui.engine.calls.limits import RateLimiter

        return RateLimiter()

    @cached_property
    def access(self) -> Access:
        """What knows who is behind a key or a token."""
        from weavz_tui.engine.access import Access

        return Access(self)

    @cached_property
    def toolbox(self) -> Toolbox:
        """What knows and calls the tools of MCP servers."""
        from weavz_tui.engine.servers.toolbox import Toolbox

        return Toolbox(self)

    @cached_property
    def code(self) -> CodeMode:
        """What runs the code of agents."""
        from weavz_tui.engine.servers.code_mode import CodeMode

        return CodeMode(self)

    @cached_property
    def links(self) -> Links:
        """What makes links for end users."""
        from weavz_tui.engine.hosted.links import Links

        return Links(self)

    async def close(self) -> None:
        """Finish what is under way and let everything go."""
        made = vars(self)
        # What is pushed last is closed first, and one that fails keeps no other open.
        async with AsyncExitStack() as closing:
            closing.push_async_callback(self.store.close)
            for name in ("vault", "oauth_clients", "credentials", "access"):
                if name in made:
                    closing.push_async_callback(made[name].close)
            if self._client is not None:
                closing.push_async_callback(self._client.close)
            if "credentials" in made:
                closing.push_async_callback(self.credentials.settle)
            for name in ("executor", "pending", "code", "upstream"):
                if name in made:
                    closing.push_async_callback(made[name].close)


class Parts:
    """The pieces of an engine together with the caller they work for."""

    def __init__(self, principal: Principal, shared: Shared) -> None:
        self.principal = principal
        self.shared = shared
        self.store = shared.store
        self.home = shared.home
        self.directory = shared.directory

    @property
    def undo(self) -> CallersUndo:
        """The caller's own deletions."""
        return CallersUndo(self.shared.undo, (self.principal.org_id, self.principal.key_id))

    @property
    def org_id(self) -> str:
        """The caller's organisation."""
        return self.principal.org_id

    @property
    def registry(self) -> Known:
        """The integrations that the caller may use."""
        return self.shared.known(self.principal.org_id)

    @property
    def transport(self) -> Transport:
        """What sends requests."""
        return self.shared.transport

    @property
    def vault(self) -> HomeVault:
        """The place of the secrets."""
        return self.shared.vault

    @property
    def credentials(self) -> Credentials:
        """The secrets of connections."""
        return self.shared.credentials

    @property
    def planner(self) -> Planner:
        """What decides how a call would go."""
        return self.shared.planner

    @property
    def executor(self) -> Executor:
        """What runs actions."""
        return self.shared.executor

    async def read(self, work: Callable[[Rows], Result]) -> Result:
        """Read records."""
        return await self.store.read(work)

    async def write(self, work: Callable[[Rows], Result]) -> Result:
        """Change records, durably; what calls know of them is read anew."""
        try:
            return await self.store.write(work)
        finally:
            self.directory.clear()

    async def workspace(self, ref: str) -> Workspace:
        """A workspace by id or slug; raises NotFound where the organisation has none such,
        ScopeDenied where it is out of the caller's reach."""
        found = await self.directory.workspace(self.org_id, ref)
        self.principal.require(found.id)
        return found

    async def placed(self, query: Asked) -> Asked:
        """A query with the id of the workspace that it names, if any; raises as `workspace`."""
        if query.workspace_id is None:
            return query
        return replace(query, workspace_id=(await self.workspace(query.workspace_id)).id)
