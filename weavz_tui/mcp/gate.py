"""Who may come in: the names that are ours, and the tokens of a server."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS
from starlette.requests import Request
from starlette.types import Receive, Scope

from weavz_tui.mcp.asgi import Refusal
from weavz_tui.mcp.backend import Backend
from weavz_tui.model.errors import NotFound, ScopeDenied, Unauthorized, WeavzError
from weavz_tui.model.servers import McpAccess, ServerMode

MOST_TRUSTED = 1000
SCOPES = {ServerMode.TOOLS: "mcp:tools", ServerMode.CODE: "mcp:code"}
PATH = re.compile(r"/(?:srv_(?P<id>[A-Za-z0-9_-]{1,64})|(?P<generic>weavz))/?$")
REALM = 'Bearer realm="weavz-tui"'


@dataclass(slots=True)
class Visit:
    """A request that may come in. Of a header that came twice the first one is known,
    which is the one that the SDK looks at."""

    scope: Scope
    receive: Receive
    headers: Mapping[bytes, bytes]
    access: McpAccess
    token: str

    @property
    def method(self) -> str:
        """GET, POST, DELETE or another."""
        method: str = self.scope["method"]
        return method

    @property
    def is_modern(self) -> bool:
        """Whether it is of a revision without a handshake. A version that nobody knows counts as
        one: the SDK refuses it there and says which it knows."""
        version = self.headers.get(b"mcp-protocol-version")
        return version is not None and version.decode("latin-1") not in HANDSHAKE_PROTOCOL_VERSIONS


class Gate:
    """Looks at Host and Origin, then at the token, before anything is read of a request."""

    def __init__(self, backend: Backend, hosts: Sequence[str]) -> None:
        self._backend = backend
        self._security = TransportSecurityMiddleware(_security(hosts))
        self._trusts_all = "*" in hosts
        self._trusted: set[tuple[bytes | None, bytes | None]] = set()

    async def pass_in(self, scope: Scope, receive: Receive) -> Visit:
        """Raises Refusal for who is not let in."""
        headers = dict(reversed(scope["headers"]))
        if not self._trusts_all:
            await self._trust(scope, headers)
        path = PATH.search(scope["path"])
        if path is None:
            raise Refusal.of(NotFound("Not found", hint="MCP servers are at /mcp/srv_{id}"))
        if path["id"] is None:
            raise _unauthorized("The generic connector needs an OAuth sign-in that is not here")
        kind, _, token = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        token = token.strip()
        if kind.lower() != "bearer" or not token:
            raise _unauthorized("A bearer token is required", error=None)
        access = await self._access(path["id"], token)
        return Visit(scope, receive, headers, access, token)

    async def _trust(self, scope: Scope, headers: Mapping[bytes, bytes]) -> None:
        """Raises Refusal for a Host or an Origin that is not ours."""
        named = headers.get(b"host"), headers.get(b"origin")
        if named in self._trusted:
            return
        refused = await self._security.validate_request(Request(scope))
        if refused is not None:
            text = bytes(refused.body).decode()
            raise Refusal(refused.status_code, {"error": text, "code": "FORBIDDEN"})
        if len(self._trusted) < MOST_TRUSTED:
            self._trusted.add(named)

    async def _access(self, server_id: str, token: str) -> McpAccess:
        try:
            access = await self._backend.admit(server_id, token)
        except Unauthorized as error:
            raise _unauthorized(error.message, hint=error.hint) from None
        except WeavzError as error:
            raise Refusal.of(error) from None
        wanted = SCOPES[access.server.mode]
        if wanted not in access.scopes:
            denied = ScopeDenied(
                f"The token lacks the scope {wanted}",
                details={"scope": wanted},
                hint=f"issue a token with the scope {wanted}",
            )
            challenge = f'{REALM}, error="insufficient_scope", scope="{wanted}"'
            raise Refusal.of(denied, {"www-authenticate": challenge})
        return access


def _security(hosts: Sequence[str]) -> TransportSecuritySettings:
    own = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    return TransportSecuritySettings(
        allowed_hosts=[*hosts, *(f"{each}:*" for each in hosts)],
        allowed_origins=[*own, *(f"{each}:*" for each in own)],
    )


def _unauthorized(message: str, *, error: str | None = "invalid_token", hint: str = "") -> Refusal:
    challenge = f'{REALM}, error="{error}"' if error else REALM
    return Refusal.of(Unauthorized(message, hint=hint), {"www-authenticate": challenge})
