"""An engine somewhere else, as its doors see it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from functools import cached_property
from typing import Any

import httpx
import pydantic

from weavz_tui.client.actions import RemoteActions, RemoteActivity, RemoteCatalogue
from weavz_tui.client.administration import RemoteApiKeys, RemoteOrganisations, RemoteVault
from weavz_tui.client.connections import (
    RemoteAuthorisations,
    RemoteConnect,
    RemoteConnections,
    RemoteOAuthApps,
)
from weavz_tui.client.door import LOCAL, Door, part
from weavz_tui.client.failures import NetworkError
from weavz_tui.client.records import (
    RemoteEndUsers,
    RemoteIntegrations,
    RemotePartials,
    RemoteWorkspaces,
)
from weavz_tui.client.servers import RemoteServers
from weavz_tui.model.errors import NotAvailable, WeavzError
from weavz_tui.model.status import Change, UsageReport

# How long until a stream that broke is asked for again.
RETRY_SECONDS = (0.5, 1.0, 2.0, 5.0, 10.0)


class RemoteService:
    """The Service over a remote `/api/v1`, with an API key; `close` it.

    What the server does not offer raises NotAvailable, what cannot be reached NetworkError.
    """

    def __init__(
        self,
        url: str,
        key: str,
        *,
        ca_file: str | None = None,
        proxy: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.door = Door(url, key, ca_file=ca_file, proxy=proxy, transport=transport)
        self.workspaces = RemoteWorkspaces(self.door)
        self.integrations = RemoteIntegrations(self.door)
        self.connections = RemoteConnections(self.door)
        self.end_users = RemoteEndUsers(self.door)
        self.partials = RemotePartials(self.door)
        self.catalogue = RemoteCatalogue(self.door)
        self.actions = RemoteActions(self.door)
        self.activity = RemoteActivity(self.door)
        self.vault = RemoteVault(self.door)
        self.oauth_apps = RemoteOAuthApps(self.door)
        self.authorisations = RemoteAuthorisations(self.door)
        self.organisations = RemoteOrganisations(self.door)
        self.api_keys = RemoteApiKeys(self.door)
        self.servers = RemoteServers(self.door)
        self.connect = RemoteConnect(self.door)

    @cached_property
    def name(self) -> str:
        """The address of the engine."""
        return self.door.url

    async def usage(self, month: str = "") -> UsageReport:
        """Executions of a calendar month, `2026-11`; empty: of the present one."""
        return await self.activity.usage(month)

    async def undo(self, token: str) -> Any:
        """Take a deletion back; raises NotFound after its ten seconds."""
        await self.door.post(f"{LOCAL}/undo/{part(token)}")

    async def changes(self) -> AsyncIterator[Change]:
        """Every commit at the other end. A stream that breaks is taken up again, and what may have
        been missed is told as one change of everything; a server that has none tells nothing."""
        tries = 0
        while True:
            try:
                async with self.door.lines(f"{LOCAL}/changes") as lines:
                    if tries:
                        yield Change()
                    tries = 0
                    async for change in _changes(lines):
                        yield change
            except NotAvailable:
                return
            except NetworkError:
                pass
            except WeavzError as error:
                if not _may_pass(error):
                    return
            await asyncio.sleep(RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)])
            tries += 1

    async def close(self) -> None:
        """Let the connections go."""
        await self.door.close()


def _may_pass(error: WeavzError) -> bool:
    """Whether the next try may go better: the server, or what stands in front of it, is busy."""
    status = error.status or int(error.details.get("statusCode") or 0)
    return status >= 500 or status in {408, 429}


async def _changes(lines: AsyncIterator[str]) -> AsyncIterator[Change]:
    """The changes of a stream of server-sent events."""
    async for text in lines:
        if text.startswith("data:"):
            try:
                yield Change.model_validate(json.loads(text.removeprefix("data:")))
            except (json.JSONDecodeError, pydantic.ValidationError):
                continue
