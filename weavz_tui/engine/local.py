"""The engine of this machine: the Service over a home."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from weavz_tui.engine.parts import Parts, Shared
from weavz_tui.engine.principal import Principal
from weavz_tui.engine.workspaces import LocalWorkspaces
from weavz_tui.home import Home
from weavz_tui.model.entities import Organisation
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import WeavzError
from weavz_tui.store import organisations
from weavz_tui.store.protocol import Rows, Store
from weavz_tui.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from weavz_tui.catalog.registry import Registry
    from weavz_tui.engine.access import Access
    from weavz_tui.engine.actions import LocalActions
    from weavz_tui.engine.activity import LocalActivity
    from weavz_tui.engine.api_keys import LocalApiKeys
    from weavz_tui.engine.catalogue import LocalCatalogue
    from weavz_tui.engine.connections.connections import LocalConnections
    from weavz_tui.engine.end_users import LocalEndUsers
    from weavz_tui.engine.hosted.connect import LocalConnect
    from weavz_tui.engine.integrations import LocalIntegrations
    from weavz_tui.engine.oauth.authorising import LocalAuthorisations
    from weavz_tui.engine.oauth.oauth_apps import LocalOAuthApps
    from weavz_tui.engine.organisations import LocalOrganisations
    from weavz_tui.engine.partials import LocalPartials
    from weavz_tui.engine.policies import LocalPolicies
    from weavz_tui.engine.servers.servers import LocalServers
    from weavz_tui.engine.triggers import LocalTriggers
    from weavz_tui.engine.vault import LocalVault
    from weavz_tui.model.status import Change, UsageReport
    from weavz_tui.model.transport import Transport

_log = logging.getLogger(__name__)


class LocalService:
    """An open engine for one principal; `close` it.

    Each part of it is imported when it is first used, so that a start pays for what it shows.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.workspaces = LocalWorkspaces(parts)
        self._background: asyncio.Task[None] | None = None

    @cached_property
    def integrations(self) -> LocalIntegrations:
        """Integrations of a workspace."""
        from weavz_tui.engine.integrations import LocalIntegrations

        return LocalIntegrations(self.parts)

    @cached_property
    def connections(self) -> LocalConnections:
        """Accounts and their secrets."""
        from weavz_tui.engine.connections.connections import LocalConnections

        return LocalConnections(self.parts)

    @cached_property
    def end_users(self) -> LocalEndUsers:
        """End users of a workspace."""
        from weavz_tui.engine.end_users import LocalEndUsers

        return LocalEndUsers(self.parts)

    @cached_property
    def partials(self) -> LocalPartials:
        """Saved inputs."""
        from weavz_tui.engine.partials import LocalPartials

        return LocalPartials(self.parts)

    @cached_property
    def catalogue(self) -> LocalCatalogue:
        """Every integration and action there is."""
        from weavz_tui.engine.catalogue import LocalCatalogue

        return LocalCatalogue(self.parts)

    @cached_property
    def actions(self) -> LocalActions:
        """Running actions."""
        from weavz_tui.engine.actions import LocalActions

        return LocalActions(self.parts)

    @cached_property
    def activity(self) -> LocalActivity:
        """What was run."""
        from weavz_tui.engine.activity import LocalActivity

        return LocalActivity(self.parts)

    @cached_property
    def vault(self) -> LocalVault:
        """The place of the secrets."""
        from weavz_tui.engine.vault import LocalVault

        return LocalVault(self.parts)

    @cached_property
    def oauth_apps(self) -> LocalOAuthApps:
        """Clients registered with providers."""
        from weavz_tui.engine.oauth.oauth_apps import LocalOAuthApps

        return LocalOAuthApps(self.parts)

    @cached_property
    def authorisations(self) -> LocalAuthorisations:
        """Authorising accounts."""
        from weavz_tui.engine.oauth.authorising import LocalAuthorisations

        return LocalAuthorisations(self.parts)

    @cached_property
    def api_keys(self) -> LocalApiKeys:
        """Keys with which others call."""
        from weavz_tui.engine.api_keys import LocalApiKeys

        return LocalApiKeys(self.parts)

    @cached_property
    def organisations(self) -> LocalOrganisations:
        """The caller's organisation."""
        from weavz_tui.engine.organisations import LocalOrganisations

        return LocalOrganisations(self.parts)

    @cached_property
    def servers(self) -> LocalServers:
        """MCP servers, their tools and tokens."""
        from weavz_tui.engine.servers.servers import LocalServers

        return LocalServers(self.parts)

    @cached_property
    def connect(self) -> LocalConnect:
        """Links with which people bring their own accounts."""
        from weavz_tui.engine.hosted.connect import LocalConnect

        return LocalConnect(self.parts)

    @cached_property
    def policies(self) -> LocalPolicies:
        """Approval policies."""
        from weavz_tui.engine.policies import LocalPolicies

        return LocalPolicies(self.parts)

    @cached_property
    def triggers(self) -> LocalTriggers:
        """Triggers."""
        from weavz_tui.engine.triggers import LocalTriggers

        return LocalTriggers(self.parts)

    @property
    def access(self) -> Access:
        """What knows who is behind a key or a token; the same for every caller."""
        return self.parts.shared.access

    @property
    def name(self) -> str:
        """Where this engine is."""
        return "local"

    def acting(self, principal: Principal) -> LocalService:
        """The same engine for another caller; it is closed with this one, not by itself."""
        return LocalService(Parts(principal, self.parts.shared))

    def start(self, *, after: float = 0.0) -> None:
        """Mend and tidy in the background, `after` seconds and then every six hours: unfinished
        secrets, old executions."""
        self._background = asyncio.create_task(self._tidy(after))

    async def usage(self, month: str = "") -> UsageReport:
        """Executions of a calendar month, `2026-11`; empty: of the present one."""
        from weavz_tui.engine.activity import usage_report

        return await usage_report(self.parts, month)

    async def undo(self, token: str) -> Any:
        """Take a deletion back; raises NotFound after its ten seconds."""
        await self.parts.undo.run(token)

    def changes(self) -> AsyncIterator[Change]:
        """Every commit, by this process or another, that the caller may hear of."""
        from weavz_tui.engine.hearing import heard

        return heard(self.parts, self.parts.store.changes())

    async def close(self) -> None:
        """Finish what is under way and let everything go."""
        if self._background is not None:
            self._background.cancel()
            await asyncio.wait((self._background,))
        await self.parts.shared.close()

    async def _tidy(self, after: float) -> None:
        while True:
            await asyncio.sleep(after)
            from weavz_tui.engine.maintenance import EVERY, Maintenance

            try:
                await Maintenance(self.parts).run()
            except WeavzError as error:
                _log.warning("maintenance stopped: %s: %s", error.code, error.message)
            except Exception as error:  # a worker's edge: the next time may go better
                _log.error("maintenance failed: %s", type(error).__name__, exc_info=error)
            after = EVERY.total_seconds()


async def open_local(
    home: Home,
    *,
    source: Source,
    registry: Registry | None = None,
    transport: Transport | None = None,
    tidy_after: float = 0.0,
) -> LocalService:
    """Open the engine of a home, making what is missing: folders, database, organisation, the
    `default` workspace.

    Raises StoreError when the database cannot be used and ValidationError for bad settings. A
    `transport` replaces the outbound client (tests, embedding). Tidying begins `tidy_after` seconds
    from now.
    """
    home.create()
    _ = home.settings
    store: Store = await asyncio.to_thread(SqliteStore, home.database)
    try:
        organisation = await _organisation(store, home)
    except BaseException:
        await store.close()
        raise
    principal = Principal(organisation.id, source)
    service = LocalService(Parts(principal, Shared(store, home, registry, transport)))
    service.start(after=tidy_after)
    return service


async def _organisation(store: Store, home: Home) -> Organisation:
    """The organisation under the limits of the settings in force. Nothing is written, and so no
    disk waited for, where it is there and has them."""
    limits = {
        "monthly_quota": home.settings.limits_monthly_quota,
        "rate_limit": home.settings.limits_rate_limit,
    }

    def write(rows: Rows) -> Organisation:
        from weavz_tui.engine.first_run import ensure_organisation

        found = ensure_organisation(rows)
        wanted = found.model_copy(update=limits)
        if wanted != found:
            organisations.update(rows, wanted)
        return wanted

    found = await store.read(organisations.first)
    if found is not None and found == found.model_copy(update=limits):
        return found
    return await store.write(write)
