"""The sample service's OAuth 2 provider (RFC 6749, 4.1; PKCE, RFC 7636). Its page agrees by
itself, after a click or without one."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from weavz_tui.demo.answers import error, ok

CLIENT_ID = "weavz-tui-demo"
# Seconds: short enough to see a token renewed within one sitting.
LIFETIME = 120
PAGE = """<!doctype html><title>Sample Desk</title>
<meta http-equiv="refresh" content="1;url={target}">
<p>Sample Desk lets <b>weavz-tui</b> read and write tickets. <a href="{target}">Continue</a></p>
"""


@dataclass(frozen=True, slots=True)
class _Code:
    redirect_uri: str
    challenge: str


class Provider:
    """Codes that are used once, access tokens that end, refresh tokens that are replaced."""

    def __init__(self) -> None:
        self._codes: dict[str, _Code] = {}
        self._access: dict[str, float] = {}
        self._refresh: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        """What the service serves of it."""
        return [
            web.get("/oauth/authorize", self.authorize),
            web.post("/oauth/token", self.token),
        ]

    def has_ended(self, token: str) -> bool:
        """Whether it is an access token of this provider that is no longer good."""
        until = self._access.get(token)
        return token.startswith("at_") and (until is None or until < time.monotonic())

    async def authorize(self, request: web.Request) -> web.Response:
        """Send the person back with a code. Only to this machine: nothing leaves it."""
        query = request.query
        target = query.get("redirect_uri", "")
        if urlsplit(target).hostname not in {"127.0.0.1", "localhost", "::1"}:
            return error(400, "invalid_request", "redirect_uri must be on this machine")
        if query.get("client_id") != CLIENT_ID:
            return error(400, "unauthorized_client", "This client is not known here")
        code = secrets.token_urlsafe(16)
        self._codes[code] = _Code(target, query.get("code_challenge", ""))
        answer = urlencode({"code": code, "state": query.get("state", "")})
        address = f"{target}{'&' if urlsplit(target).query else '?'}{answer}"
        if "text/html" not in request.headers.get("Accept", ""):
            raise web.HTTPFound(address)
        escaped = address.replace("&", "&amp;").replace('"', "&quot;")
        return web.Response(text=PAGE.format(target=escaped), content_type="text/html")

    async def token(self, request: web.Request) -> web.Response:
        """Tokens for a code, or fresh ones for a refresh token."""
        given = {name: str(value) for name, value in (await request.post()).items()}
        if given.get("grant_type") == "refresh_token":
            known = given.get("refresh_token", "") in self._refresh
            self._refresh.discard(given.get("refresh_token", ""))
        else:
            known = self._is_good(given)
        if not known:
            return web.json_response({"error": "invalid_grant"}, status=400)
        access, refresh = f"at_{secrets.token_urlsafe(18)}", f"rt_{secrets.token_urlsafe(18)}"
        self._access[access] = time.monotonic() + LIFETIME
        self._refresh.add(refresh)
        return ok({
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "refresh_token": refresh,
        })  # fmt: skip

    def _is_good(self, given: dict[str, str]) -> bool:
        code = self._codes.pop(given.get("code", ""), None)
        if code is None or code.redirect_uri != given.get("redirect_uri"):
            return False
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        return code.challenge in {"", base64.urlsafe_b64encode(digest).decode().rstrip("=")}
