"""Authorising accounts with OAuth 2: by a browser, on another device, or as the client itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from weavz_tui.engine.oauth.authorisation_answers import parsed, redirect_uri_of, refuse
from weavz_tui.engine.oauth.authorised_connections import AuthorisedConnections
from weavz_tui.engine.oauth.loopback import Loopback
from weavz_tui.engine.oauth.oauth_clients import OAuthClients, oauth2_of
from weavz_tui.engine.oauth.pending import Pending, PendingAuthorisations
from weavz_tui.engine.parts import Parts
from weavz_tui.model.authorisations import (
    Authorisation,
    AuthorisationAnswer,
    AuthorisationStart,
    AuthorisationStatus,
)
from weavz_tui.model.base import now
from weavz_tui.model.entities import new_id
from weavz_tui.model.errors import (
    MissingOAuth2Config,
    OAuthError,
    WeavzError,
)
from weavz_tui.model.oauth import Grant
from weavz_tui.net.oauth import TokenEndpoint
from weavz_tui.net.oauth_answers import Refusal, TokenAnswer, scrubbed
from weavz_tui.net.oauth_urls import authorisation_request, checked_fields, is_loopback, is_safe

LIFETIME = timedelta(minutes=15)
SLOWER = 5.0
LONGEST_INTERVAL = 120.0
UNDECIDED = frozenset({"authorization_pending", "slow_down"})


class LocalAuthorisations:
    """Authorisations of one caller; they are kept by the engine's process."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._connections = AuthorisedConnections(parts)

    @property
    def _pending(self) -> PendingAuthorisations:
        return self._parts.shared.pending

    @property
    def _clients(self) -> OAuthClients:
        return self._parts.shared.oauth_clients

    async def start(self, data: AuthorisationStart) -> Authorisation:
        """Begin one; see engine.signing_in. What is wrong with the connection that is to come of
        it is said before anybody is sent anywhere."""
        data, connection = await self._connections.prepare(data)
        integration = self._parts.registry.get(data.integration_name)
        auth = oauth2_of(integration, data.auth_method_key)
        if data.flow not in (info.grants if (info := auth.info().oauth2) else ()):
            raise MissingOAuth2Config(
                f"{integration.title} does not offer {data.flow.value.replace('_', ' ')}",
                hint="choose another way to authorise it",
            )
        given = data.fields or await self._connections.fields_of(connection)
        fields = checked_fields(auth, given)
        app = await self._clients.app(self._parts.org_id, integration.name, data.oauth_app_id)
        pending = Pending(
            org_id=self._parts.org_id,
            shown=Authorisation(
                id=new_id("oau_"),
                flow=data.flow,
                integration_name=integration.name,
                external_id=data.external_id,
                expires_at=now() + LIFETIME,
            ),
            data=data,
            auth=auth,
            app=app,
            fields=fields,
            scopes=list(data.scopes or app.scopes or auth.scopes),
            connection=connection,
        )
        begin = {
            Grant.AUTHORIZATION_CODE: self._begin_code,
            Grant.DEVICE_CODE: self._begin_device,
            Grant.CLIENT_CREDENTIALS: self._as_client,
        }
        self._pending.require_room(pending.org_id)
        try:
            await begin[data.flow](pending)
            self._pending.add(pending)
        except BaseException:
            self._pending.let_go(pending)
            raise
        return pending.shown

    async def complete(self, data: AuthorisationAnswer) -> Authorisation:
        """Take what the provider sent the person back with; see engine.signing_in."""
        answer = parsed(data)
        if data.id is not None:
            pending = self._reached(self._pending.get(self._parts.org_id, data.id))
            if not answer.get("state") or answer["state"] != pending.shown.state:
                raise OAuthError(
                    "This address belongs to another authorisation",
                    hint="paste the whole address that the browser shows after you have agreed",
                )
        else:
            state = answer.get("state", "")
            pending = self._reached(self._pending.by_state(self._parts.org_id, state))
        async with pending.turn:
            if not pending.shown.is_pending:
                raise OAuthError(
                    "This authorisation has ended already",
                    details={"status": pending.shown.status.value},
                    hint="begin again",
                )
            try:
                await self._take(pending, answer)
            except WeavzError as error:
                pending.end(AuthorisationStatus.FAILED, error=error)
                raise
            finally:
                self._pending.let_go(pending)
        return pending.shown

    async def poll(self, id: str) -> Authorisation:
        """How far it has come; see engine.signing_in."""
        pending = self._reached(self._pending.get(self._parts.org_id, id))
        if pending.shown.flow is not Grant.DEVICE_CODE:
            return pending.shown
        async with pending.turn:
            if pending.shown.is_pending and time.monotonic() >= pending.next_poll:
                try:
                    await self._ask_device(pending)
                except WeavzError as error:
                    pending.end(AuthorisationStatus.FAILED, error=error)
        return pending.shown

    async def cancel(self, id: str) -> Authorisation:
        """Let it go."""
        pending = self._reached(self._pending.get(self._parts.org_id, id))
        async with pending.turn:
            if pending.shown.is_pending:
                pending.end(AuthorisationStatus.CANCELLED)
        self._pending.let_go(pending)
        return pending.shown

    def _reached(self, pending: Pending) -> Pending:
        """Raises ScopeDenied for one of a workspace that is out of the caller's reach."""
        self._parts.principal.require(pending.data.workspace_id)
        return pending

    async def _begin_code(self, pending: Pending) -> None:
        data, app = pending.data, pending.app
        redirect_uri = redirect_uri_of(data, app)
        listening = data.listen and is_loopback(redirect_uri)
        if listening:

            async def take(address: str) -> None:
                # In a task of its own: the browser may go away, the exchange goes on.
                work = self.complete(AuthorisationAnswer(redirect_url=address))
                await asyncio.shield(asyncio.ensure_future(work))

            listener = Loopback(redirect_uri, take)
            await listener.open()
            pending.listener, redirect_uri = listener, listener.redirect_uri
        request = authorisation_request(
            pending.auth,
            client_id=app.client_id,
            redirect_uri=redirect_uri,
            scopes=pending.scopes,
            fields=pending.fields,
        )
        pending.verifier = request.verifier
        self._show(pending, url=request.url, state=request.state, redirect_uri=redirect_uri,
                   listening=listening)  # fmt: skip

    async def _begin_device(self, pending: Pending) -> None:
        endpoint = await self._endpoint(pending)
        try:
            answer = await endpoint.device(pending.scopes)
        except Refusal as refusal:
            refuse(refusal)
        if not is_safe(answer.verification_uri):
            raise OAuthError("The provider names no https page to enter the code on")
        complete = answer.verification_uri_complete
        pending.device_code = answer.device_code
        pending.next_poll = time.monotonic() + answer.interval
        self._show(
            pending,
            url=complete if is_safe(complete) else answer.verification_uri,
            verification_uri=answer.verification_uri,
            user_code=answer.user_code,
            interval=answer.interval,
            expires_at=now() + timedelta(seconds=answer.lifetime),
        )

    async def _as_client(self, pending: Pending) -> None:
        endpoint = await self._endpoint(pending)
        try:
            answer = await endpoint.client_credentials(pending.scopes)
        except Refusal as refusal:
            refuse(refusal)
        await self._finish(pending, answer)

    async def _take(self, pending: Pending, answer: Mapping[str, str]) -> None:
        issuer = pending.auth.issuer
        if issuer and answer.get("iss", issuer) != issuer:
            raise OAuthError("Another provider than the one that was asked has answered")
        if error := answer.get("error"):
            said = ": ".join(each for each in (error, answer.get("error_description")) if each)
            raise OAuthError(
                f"The provider did not authorise it: {scrubbed(said, ())}",
                details={"error": scrubbed(error, ())},
                hint="begin again, and agree there" if error == "access_denied" else "",
            )
        code = answer.get("code", "")
        if not code:
            raise OAuthError(
                "The address holds no code",
                hint="paste the whole address that the browser shows after you have agreed",
            )
        endpoint = await self._endpoint(pending)
        try:
            tokens = await endpoint.exchange(
                code, redirect_uri=pending.shown.redirect_uri or "", verifier=pending.verifier
            )
        except Refusal as refusal:
            refuse(refusal)
        await self._finish(pending, tokens)

    async def _ask_device(self, pending: Pending) -> None:
        endpoint = await self._endpoint(pending)
        try:
            answer = await endpoint.device_token(pending.device_code)
        except Refusal as refusal:
            if refusal.error not in UNDECIDED and not refusal.transient:
                refuse(refusal)
            interval = pending.shown.interval
            if refusal.error == "slow_down":
                interval = max(interval + SLOWER, refusal.interval or 0.0)
            elif refusal.error not in UNDECIDED:
                interval *= 2  # RFC 8628, 3.5: where the provider does not answer, ask less often
            interval = min(interval, LONGEST_INTERVAL)
            self._show(pending, interval=interval)
            pending.next_poll = time.monotonic() + interval
            return
        await self._finish(pending, answer)

    async def _finish(self, pending: Pending, answer: TokenAnswer) -> None:
        id = await self._connections.keep(pending, answer)
        pending.end(AuthorisationStatus.COMPLETED, connection_id=id)

    async def _endpoint(self, pending: Pending) -> TokenEndpoint:
        return await self._clients.endpoint(pending.auth, pending.app, pending.fields)

    def _show(self, pending: Pending, **changes: Any) -> None:
        pending.shown = pending.shown.model_copy(update=changes)
