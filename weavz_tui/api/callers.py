"""Who calls: from the headers of a request to an engine that works for them (wire B.1)."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant

from weavz_tui.api.exchange import Exchange
from weavz_tui.api.following import Following
from weavz_tui.api.strangers import Strangers
from weavz_tui.engine.access import Access
from weavz_tui.engine.local import LocalService
from weavz_tui.engine.principal import Principal
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import RateLimited, ScopeDenied, Unauthorized

MOST = 1000
SOURCE = b"x-weavz-source"


class Callers:
    """Engines by caller. One for the process.

    A request that is refused counts towards the limit of its address, so that keys cannot be
    guessed at leisure; one that is let in, towards the limit of its organisation.
    """

    def __init__(self, service: LocalService, strangers: Strangers) -> None:
        self._service = service
        self.strangers = strangers
        self.following = Following()
        self._engines: OrderedDict[Principal, LocalService] = OrderedDict()

    async def engine(self, exchange: Exchange) -> LocalService:
        """The engine for the caller of a request. Raises Unauthorized, RateLimited."""
        try:
            principal = await self._principal(exchange)
        except Unauthorized:
            self.strangers.count(exchange.client)
            raise
        exchange.principal = principal
        access = self._service.access
        try:
            exchange.room = await access.admit(principal)
        except RateLimited as refused:
            exchange.room = await access.rate(principal)
            raise refused
        return self._engine_of(principal)

    async def check(self, exchange: Exchange) -> None:
        """Whether the caller of a request that goes on for long may still do so; raises
        Unauthorized."""
        await self._principal(exchange)

    async def recognise(self, exchange: Exchange, *, service: bool) -> None:
        """Whether a request shows a good key, before any of its body is read: the service key, or
        one of an organisation. Raises Unauthorized, RateLimited."""
        if service:
            self.service_access(exchange)
            return
        try:
            await self._principal(exchange)
        except Unauthorized:
            self.strangers.count(exchange.client)
            raise

    def at_hand(self, engine: LocalService, exchange: Exchange) -> LocalService:
        """The same caller at the command line, where `X-Weavz-Source: cli` says so, else at the
        console: what they run there is shown in usage and free of the quota (wire E.3). A key of
        some workspaces has no such thing."""
        principal = engine.parts.principal
        if exchange.header(SOURCE) == Source.CLI:
            return self._engine_of(replace(principal, source=Source.CLI))
        if principal.workspace_ids is not None:
            return engine
        return self._engine_of(replace(principal, source=Source.PLAYGROUND))

    def is_installation(self, engine: LocalService) -> bool:
        """Whether the caller is of the organisation whose machine this is."""
        principal = engine.parts.principal
        return principal.workspace_ids is None and principal.org_id == self._service.parts.org_id

    def service_access(self, exchange: Exchange) -> Access:
        """For what stands above every organisation; raises Unauthorized without the service
        key."""
        try:
            self._service.access.require_service_key(exchange.header(b"x-service-key"))
        except Unauthorized:
            self.strangers.count(exchange.client)
            raise
        return self._service.access

    def anybody(self) -> LocalService:
        """An engine for whoever shows no key: of no organisation, it has the catalogue alone."""
        return self._engine_of(Principal("", Source.REST, frozenset()))

    @property
    def own(self) -> LocalService:
        """The server's own engine."""
        return self._service

    async def _principal(self, exchange: Exchange) -> Principal:
        access = self._service.access
        source = Source.SDK if exchange.header(SOURCE) == Source.SDK else Source.REST
        if service_key := exchange.header(b"x-service-key"):
            return await access.service_key(
                service_key, exchange.header(b"x-org-id"), source=source
            )
        return await access.api_key(bearer(exchange), source=source)

    def _engine_of(self, principal: Principal) -> LocalService:
        found = self._engines.get(principal)
        if found is None:
            found = self._engines[principal] = self._service.acting(principal.as_counted())
            if len(self._engines) > MOST:
                self._engines.popitem(last=False)
        return found


def bearer(exchange: Exchange) -> str:
    """The key of the Authorization header; empty where there is none. Raises Unauthorized for
    another scheme."""
    scheme, _, value = exchange.header(b"authorization").partition(" ")
    if scheme and scheme.lower() != "bearer":
        raise Unauthorized(
            "The Authorization header holds no API key",
            hint="send the header  Authorization: Bearer wvz_...",
        )
    return value.strip()


async def _engine(request: Request) -> LocalService:
    callers: Callers = request.app.state.callers
    return await callers.engine(Exchange.of(request.scope))


Engine = Annotated[LocalService, Depends(_engine)]
"""The engine, working for whoever sent the request."""


def takes_key(dependant: Dependant) -> bool:
    """Whether a route works for the caller of a key, and not for the holder of the service key."""
    return dependant.call is _engine or any(map(takes_key, dependant.dependencies))


def _whole_organisation(engine: Engine) -> LocalService:
    """Raises ScopeDenied for a key of some workspaces only."""
    engine.parts.principal.require(None)
    return engine


OrgEngine = Annotated[LocalService, Depends(_whole_organisation)]
"""The same, for what takes a key of the whole organisation."""


def _installation(request: Request, engine: Engine) -> LocalService:
    callers: Callers = request.app.state.callers
    if not callers.is_installation(engine):
        raise ScopeDenied(
            "The vault belongs to the installation",
            hint="use a key of the whole of its first organisation",
        )
    return engine


InstallationEngine = Annotated[LocalService, Depends(_installation)]
"""The same, for what touches every organisation of the installation."""
