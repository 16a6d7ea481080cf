"""Links to the portals of end users (wire A.1, B.7, C.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from weavz_tui.engine.tokens import new_token, token_hash
from weavz_tui.model.base import now
from weavz_tui.model.connect import ConnectLink, PortalRequest
from weavz_tui.model.entities import EndUser, new_id
from weavz_tui.model.errors import ValidationError, WeavzError
from weavz_tui.store import end_users, portal_tokens
from weavz_tui.store.portal_tokens import PortalToken

if TYPE_CHECKING:
    from weavz_tui.engine.parts import Shared
    from weavz_tui.model.servers import McpServer

PREFIX = "eut_"
DEFAULT, SHORTEST, LONGEST = 604_800, 3_600, 2_592_000
CAPACITY = 1_000

_Key = tuple[str, str]


class Links:
    """Makes links to portals, and mentions one where an end user's connection is missing."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._made: dict[_Key, tuple[datetime, str]] = {}

    def address(self, path: str) -> str:
        """A path under the public address, or alone where none is known."""
        return f"{self._shared.home.settings.serve_public_url or ''}{path}"

    async def portal(self, org_id: str, user: EndUser, data: PortalRequest) -> ConnectLink:
        """A link to the portal of an end user, good until it expires."""
        seconds = DEFAULT if data.expires_in is None else data.expires_in
        if not SHORTEST <= seconds <= LONGEST:
            raise ValidationError.of(
                "Invalid portal link", expiresIn=f"{SHORTEST} to {LONGEST} seconds"
            )
        moment = now()
        token = new_token(PREFIX)
        made = PortalToken(
            id=new_id(),
            org_id=org_id,
            workspace_id=user.workspace_id,
            end_user_id=user.id,
            integration_name=data.integration_name,
            workspace_integration_id=data.workspace_integration_id,
            expires_at=moment + timedelta(seconds=seconds),
            created_at=moment,
        )
        await self._shared.store.write(
            lambda rows: portal_tokens.insert(rows, made, token_hash(token))
        )
        address = self.address(f"/connect/portal?token={token}")
        return ConnectLink(token=token, connect_url=address, expires_at=made.expires_at)

    async def mention(
        self, error: WeavzError, server: McpServer, selectors: Mapping[str, Any]
    ) -> None:
        """Put `connectUrl` into the details of an error about a missing connection: where the end
        user can connect it, as a path where no public address is known. Where no end user is known,
        nothing is done."""
        external_id = selectors.get("end_user_id")
        if external_id is None:
            return
        org_id, workspace_id = server.org_id, server.workspace_id
        name = str(selectors["integration_name"])
        user = await self._shared.store.read(
            lambda rows: end_users.by_external_id(rows, org_id, workspace_id, external_id)
        )
        if user is None:
            return
        # Links end with their end user, also where another one comes to have the external id.
        key = (user.id, name)
        until, address = self._made.get(key, (None, ""))
        if until is None or until <= now():
            link = await self.portal(org_id, user, PortalRequest(integration_name=name))
            address = link.connect_url
            if len(self._made) >= CAPACITY:
                self._made.clear()
            self._made[key] = (link.expires_at - timedelta(seconds=SHORTEST), address)
        error.details["connectUrl"] = address
