"""Links with which people bring their own accounts (wire A.2, B.4, B.7)."""

from __future__ import annotations

import hmac
from datetime import timedelta

from weavz_tui.catalog.integration import Integration
from weavz_tui.engine.parts import Parts
from weavz_tui.engine.tokens import token_hash
from weavz_tui.model.base import now
from weavz_tui.model.connect import ConnectLink, ConnectRequest, ConnectSession, PortalRequest
from weavz_tui.model.entities import EndUser, new_id
from weavz_tui.model.enums import ConnectionScope
from weavz_tui.model.errors import EndUserNotFound, InvalidToken, NotFound, ValidationError
from weavz_tui.net.address import web_address
from weavz_tui.store import connect_sessions, end_users
from weavz_tui.store.protocol import Rows

PREFIX = "cst_"
LIFE = timedelta(hours=4)


class LocalConnect:
    """Connect links and portal links of the caller's workspaces."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def link(self, data: ConnectRequest) -> ConnectLink:
        """A link that is good for one connection and four hours. Raises IntegrationNotFound,
        NotFound, ScopeDenied, ValidationError."""
        integration = self._parts.registry.get(data.integration_name)
        workspace = await self._parts.workspace(data.workspace_id)
        _check(data, integration)
        await self._check_instance(workspace.id, data.workspace_integration_id, integration.name)
        moment = now()
        token = new_id(PREFIX)
        made = ConnectSession(
            **data.model_dump(exclude={"workspace_id"}),
            id=new_id("cs_"),
            org_id=self._parts.org_id,
            workspace_id=workspace.id,
            expires_at=moment + LIFE,
            created_at=moment,
        )
        await self._parts.write(lambda rows: connect_sessions.insert(rows, made, token_hash(token)))
        address = self._parts.shared.links.address(f"/connect?token={token}")
        return ConnectLink(token=token, connect_url=address, expires_at=made.expires_at)

    async def session(self, id: str) -> ConnectSession:
        """One session; raises NotFound, ScopeDenied."""
        found = await self._parts.read(
            lambda rows: connect_sessions.get(rows, self._parts.org_id, id)
        )
        if found is None:
            raise NotFound(
                f"Connect session '{id}' not found",
                details={"sessionId": id},
                hint="sessions are forgotten a day after they end",
            )
        self._parts.principal.require(found.workspace_id)
        return found

    async def poll(self, token: str) -> ConnectSession:
        """The session of a link's token; raises InvalidToken, ScopeDenied."""
        digest = token_hash(token)
        found = await self._parts.read(lambda rows: connect_sessions.by_hash(rows, digest))
        if found is None or not hmac.compare_digest(found[1], digest):
            raise wrong_link()
        session = found[0]
        if session.org_id != self._parts.org_id:
            raise wrong_link()
        self._parts.principal.require(session.workspace_id)
        return session

    async def portal(self, end_user_id: str, data: PortalRequest) -> ConnectLink:
        """A link to the portal of an end user, by internal id or by an external id that only one
        end user in reach has. Raises EndUserNotFound, ScopeDenied, ValidationError,
        IntegrationNotFound, NotFound."""
        user = await self._end_user(end_user_id)
        if data.integration_name is not None:
            self._parts.registry.get(data.integration_name)
        await self._check_instance(
            user.workspace_id, data.workspace_integration_id, data.integration_name
        )
        return await self._parts.shared.links.portal(self._parts.org_id, user, data)

    async def _end_user(self, ref: str) -> EndUser:
        org_id = self._parts.org_id

        def read(rows: Rows) -> list[EndUser]:
            found = end_users.get(rows, org_id, ref)
            return [found] if found else end_users.everywhere(rows, org_id, ref)

        found = await self._parts.read(read)
        seen = [each for each in found if self._parts.principal.reaches(each.workspace_id)]
        if not found:
            raise EndUserNotFound(
                f"End user '{ref}' not found",
                details={"endUserId": ref},
                hint="`weavz-tui end-users list` shows every end user of a workspace",
            )
        if not seen:
            self._parts.principal.require(found[0].workspace_id)
        if len(seen) > 1:
            raise ValidationError.of(
                f"End user '{ref}' exists in several workspaces",
                endUserId="give the internal id",
            )
        return seen[0]

    async def _check_instance(
        self, workspace_id: str, ref: str | None, integration_name: str | None
    ) -> None:
        if ref is None:
            return
        wanted = ref.removeprefix("pi_")
        for each in await self._parts.directory.instances(self._parts.org_id, workspace_id):
            if each.id.removeprefix("pi_") != wanted:
                continue
            if integration_name in {None, each.integration_name}:
                return
            raise ValidationError.of(
                f"'{each.integration_alias}' is an instance of '{each.integration_name}'",
                workspaceIntegrationId=f"is one of {each.integration_name}",
            )
        raise NotFound(
            f"Workspace integration '{ref}' not found", details={"workspaceIntegrationId": ref}
        )


def wrong_link() -> InvalidToken:
    """The error for a link that is wrong, used up or has expired: which of them is not told."""
    return InvalidToken(
        "This link does not work any more", hint="ask whoever sent it for a new one"
    )


def _check(data: ConnectRequest, integration: Integration) -> None:
    """Raises ValidationError for a request that no page could fulfil."""
    errors: dict[str, str] = {}
    if not data.connection_name.strip():
        errors["connectionName"] = "must not be empty"
    if not data.external_id.strip():
        errors["externalId"] = "must not be empty"
    if not integration.auth:
        errors["integrationName"] = f"{integration.name} needs no account"
    keys = [each.method_key for each in integration.auth]
    if data.auth_method_key is not None and data.auth_method_key not in keys:
        errors["authMethodKey"] = f"one of: {', '.join(keys)}"
    if data.scope is ConnectionScope.USER and not data.end_user_id:
        errors["endUserId"] = "required for scope USER"
    for name, address in (
        ("successRedirectUri", data.success_redirect_uri),
        ("errorRedirectUri", data.error_redirect_uri),
    ):
        if address is not None and web_address(address) is None:
            errors[name] = "must be an absolute http(s) URL"
    if errors:
        first = next(iter(errors.items()))
        raise ValidationError(
            f"Invalid connect link: {first[0]}: {first[1]}", details={"fields": errors}
        )
