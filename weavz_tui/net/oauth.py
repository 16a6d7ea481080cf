"""The mechanics of OAuth 2: asking a token endpoint, whatever its habits (RFC 6749, 7636, 8628)."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

from weavz_tui.model.http import Request, Response
from weavz_tui.model.oauth import BodyStyle, Provider, TokenAuth
from weavz_tui.model.transport import Transport, TransportError
from weavz_tui.net.oauth_answers import (
    Refusal,
    TokenAnswer,
    is_token,
    object_of,
    scrubbed,
    token_answer,
)
from weavz_tui.net.oauth_urls import rendered

TIMEOUT = 20.0
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
DEVICE_INTERVAL = 5.0
DEVICE_LIFETIME = 900.0


@dataclass(frozen=True, slots=True, repr=False)
class ClientId:
    """Whom a provider knows us as; `secret` is empty for a public client."""

    id: str
    secret: str = ""

    def __repr__(self) -> str:
        return f"ClientId({self.id})"


@dataclass(frozen=True, slots=True, repr=False)
class DeviceAnswer:
    """What a device flow begins with (RFC 8628, 3.2); times in seconds."""

    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    lifetime: float
    interval: float


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """A provider as one client of it sees it; every method raises Refusal, ValidationError for a
    placeholder's value, and MissingOAuth2Config.

    `fields` are the values of the provider's placeholders. Redirects are not followed: what is sent
    here is secret.
    """

    transport: Transport
    provider: Provider
    client: ClientId
    fields: Mapping[str, str] = field(default_factory=dict)
    timeout: float = TIMEOUT

    async def exchange(self, code: str, *, redirect_uri: str, verifier: str) -> TokenAnswer:
        """The tokens for an authorisation code."""
        asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        if verifier:
            asked["code_verifier"] = verifier
        return await self._tokens({**asked, **self.provider.token_params}, (code, verifier))

    async def refresh(self, refresh_token: str) -> TokenAnswer:
        """Fresh tokens for a refresh token; whether another one came is in the answer."""
        asked = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        url = self.provider.refresh_url
        return await self._tokens({**asked, **self.provider.refresh_params}, (refresh_token,), url)

    async def client_credentials(self, scopes: Sequence[str]) -> TokenAnswer:
        """A token of the client's own (RFC 6749, 4.4)."""
        asked = {"grant_type": "client_credentials", **self._scopes(scopes)}
        return await self._tokens({**asked, **self.provider.token_params})

    async def device(self, scopes: Sequence[str]) -> DeviceAnswer:
        """Begin a device flow."""
        asked = {"client_id": self.client.id, **self._scopes(scopes), **self.provider.device_params}
        response = await self._send(self.provider.device_url, asked)
        data = object_of(response, (self.client.secret,))
        page = data.get("verification_uri") or data.get("verification_url")
        if not is_token(data.get("device_code")) or not isinstance(page, str) or not page:
            raise Refusal("the answer holds no device code", status=response.status)
        complete = data.get("verification_uri_complete")
        return DeviceAnswer(
            device_code=str(data["device_code"]),
            user_code=scrubbed(str(data.get("user_code", "")), ()),
            verification_uri=page,
            verification_uri_complete=complete if isinstance(complete, str) else "",
            lifetime=_seconds(data.get("expires_in"), DEVICE_LIFETIME),
            interval=_seconds(data.get("interval"), DEVICE_INTERVAL),
        )

    async def device_token(self, device_code: str) -> TokenAnswer:
        """The tokens of a device flow; raises Refusal `authorization_pending` or `slow_down` while
        the person has not decided."""
        asked = {"grant_type": DEVICE_GRANT, "device_code": device_code}
        return await self._tokens({**asked, **self.provider.token_params}, (device_code,))

    def _scopes(self, scopes: Sequence[str]) -> dict[str, str]:
        joined = self.provider.scope_separator.join(scopes)
        return {self.provider.scope_parameter: joined} if joined else {}

    async def _tokens(
        self, asked: dict[str, str], secrets: Iterable[str] = (), url: str = ""
    ) -> TokenAnswer:
        response = await self._send(url or self.provider.token_url, asked)
        return token_answer(self.provider, response, (*secrets, self.client.secret))

    async def _send(self, url: str, asked: dict[str, str]) -> Response:
        address = rendered(self.provider, url, self.fields)
        headers = {"Accept": "application/json"}
        fields: dict[str, str] = dict(asked)
        if self.provider.token_auth is TokenAuth.BASIC and self.client.secret:
            headers["Authorization"] = f"Basic {_pair(self.client)}"
        else:
            fields["client_id"] = self.client.id
            if self.client.secret and self.provider.token_auth is not TokenAuth.NONE:
                fields["client_secret"] = self.client.secret
        if self.provider.body_style is BodyStyle.JSON:
            headers["Content-Type"] = "application/json"
            content = json.dumps(fields).encode()
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            content = urlencode(fields).encode()
        request = Request(
            "POST", address, headers, content, timeout=self.timeout, follow_redirects=False
        )
        try:
            response = await self.transport.send(request)
        except TransportError as error:
            shown = scrubbed(error.message, (*asked.values(), self.client.secret))
            transient = error.kind not in {"refused", "invalid"}
            raise Refusal(f"it cannot be reached: {shown}", transient=transient) from None
        if 300 <= response.status < 400:
            raise Refusal(
                f"HTTP {response.status}, it wants to send the secrets elsewhere",
                status=response.status,
            )
        return response


def _pair(client: ClientId) -> str:
    """Id and secret as HTTP Basic carries them, each form-encoded first (RFC 6749, 2.3.1)."""
    return base64.b64encode(
        f"{quote_plus(client.id)}:{quote_plus(client.secret)}".encode()
    ).decode()


def _seconds(value: Any, default: float) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return default
    return min(max(seconds, 1.0), 86400.0) if seconds > 0 else default
