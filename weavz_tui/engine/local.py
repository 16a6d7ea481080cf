"""The engine of this machine: the Service over a home."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from weavz_tui.catalog.registry import Registry
from weavz_tui.engine.actions import LocalActions
from weavz_tui.engine.activity import LocalActivity, usage_report
from weavz_tui.engine.catalogue import LocalCatalogue
from weavz_tui.engine.connections import LocalConnections
from weavz_tui.engine.credentials import Credentials
from weavz_tui.engine.directory import Directory
from weavz_tui.engine.end_users import LocalEndUsers
from weavz_tui.engine.execution import Executor
from weavz_tui.engine.first_run import ensure_organisation
from weavz_tui.engine.integrations import LocalIntegrations
from weavz_tui.engine.maintenance import Maintenance
from weavz_tui.engine.partials import LocalPartials
from weavz_tui.engine.parts import Parts
from weavz_tui.engine.planning import Planner
from weavz_tui.engine.principal import Principal
from weavz_tui.engine.vault import LocalVault
from weavz_tui.engine.workspaces import LocalWorkspaces
from weavz_tui.home import Home
from weavz_tui.model.entities import Organisation
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.status import Change, UsageReport
from weavz_tui.model.transport import Transport
from weavz_tui.net.client import Client
from weavz_tui.net.policy import AddressPolicy
from weavz_tui.net.settings import NetSettings
from weavz_tui.store import organisations
from weavz_tui.store.protocol import Rows, Store
from weavz_tui.store.sqlite import SqliteStore
from weavz_tui.vault.select import HomeVault

_log = logging.getLogger(__name__)


class LocalService:
    """An open engine for one principal; `close` it."""

    def __init__(self, parts: Parts, vault: LocalVault, maintenance: Maintenance) -> None:
        self.parts = parts
        self.workspaces = LocalWorkspaces(parts)
        self.integrations = LocalIntegrations(parts)
        self.connections = LocalConnections(parts)
        self.end_users = LocalEndUsers(parts)
        self.partials = LocalPartials(parts)
        self.catalogue = LocalCatalogue(parts)
        self.actions = LocalActions(parts)
        self.activity = LocalActivity(parts)
        self.vault = vault
        self._maintenance = maintenance
        self._background: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """Where this engine is."""
        return "local"

    def start(self) -> None:
        """Mend and tidy in the background: unfinished secrets, old executions."""
        self._background = asyncio.create_task(self._tidy())

    async def usage(self) -> UsageReport:
        """Executions of the present calendar month."""
        return await usage_report(self.parts)

    async def undo(self, token: str) -> Any:
        """Take a deletion back; raises NotFound after its ten seconds."""
        await self.parts.undo.run(token)

    def changes(self) -> AsyncIterator[Change]:
        """Every commit, by this process or another."""
        return self.parts.store.changes()

    async def close(self) -> None:
        """Finish what is under way and let everything go."""
        if self._background is not None:
            self._background.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._background
        if isinstance(self.parts.transport, Client):
            await self.parts.transport.close()
        await self.vault.close()
        await self.parts.store.close()

    async def _tidy(self) -> None:
        try:
            await self._maintenance.run()
        except WeavzError as error:
            _log.warning("maintenance stopped: %s: %s", error.code, error.message)


async def open_local(
    home: Home,
    *,
    source: Source,
    registry: Registry | None = None,
    transport: Transport | None = None,
) -> LocalService:
    """Open the engine of a home, making what is missing: folders, database, organisation, the
    `default` workspace.

    Raises StoreError when the database cannot be used and ValidationError for bad settings. A
    `transport` replaces the outbound client (tests, embedding).
    """
    home.create()
    settings = home.settings
    store: Store = await asyncio.to_thread(SqliteStore, home.database)
    try:
        organisation = await store.write(lambda rows: _organisation(rows, home))
    except BaseException:
        await store.close()
        raise
    registry = registry or Registry()
    transport = transport or Client(net_settings(home))
    directory = Directory(store)
    planner = Planner(directory, registry)
    shared = HomeVault(home.data)
    credentials = Credentials(store, shared)
    parts = Parts(
        principal=Principal(organisation.id, source),
        store=store,
        registry=registry,
        directory=directory,
        planner=planner,
        credentials=credentials,
        executor=Executor(store, directory, planner, credentials, transport),
        transport=transport,
    )
    maintenance = Maintenance(store, organisation.id, credentials, settings)
    service = LocalService(parts, LocalVault(shared, credentials), maintenance)
    service.start()
    return service


def net_settings(home: Home) -> NetSettings:
    """How this installation reaches the outside."""
    settings = home.settings
    ca_file = settings.network_ca_file
    return NetSettings(
        proxy=settings.network_proxy,
        ca_file=str(ca_file) if ca_file else None,
        policy=AddressPolicy(allow_private=settings.network_allow_private),
    ).with_environment()


def _organisation(rows: Rows, home: Home) -> Organisation:
    """The organisation under the limits of the settings in force."""
    found = ensure_organisation(rows)
    limits = {
        "monthly_quota": home.settings.limits_monthly_quota,
        "rate_limit": home.settings.limits_rate_limit,
    }
    wanted = found.model_copy(update=limits)
    if wanted != found:
        organisations.update(rows, wanted)
    return wanted
