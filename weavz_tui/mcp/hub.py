"""Every MCP server of an engine behind one address: `POST {base}/mcp/srv_{id}` (wire C.9)."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any

import anyio
from anyio.abc import TaskGroup, TaskStatus
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS
from starlette.requests import ClientDisconnect, Request
from starlette.routing import Router
from starlette.types import Message, Receive, Scope, Send

from weavz_tui.mcp import LOOPBACK
from weavz_tui.mcp.asgi import Refusal, ending, read_body, replaying, unless_left
from weavz_tui.mcp.backend import Backend
from weavz_tui.mcp.door import ACCESS, SESSION_HEADER, Door
from weavz_tui.mcp.streams import Streams
from weavz_tui.model.errors import NotFound, ScopeDenied, Unauthorized, WeavzError
from weavz_tui.model.servers import McpAccess, McpServer, ServerMode
from weavz_tui.model.status import Change

LARGEST_BODY = 36 * 1024 * 1024
IDLE_SECONDS = 30 * 60
MOST_TRUSTED = 1000
SCOPES = {ServerMode.TOOLS: "mcp:tools", ServerMode.CODE: "mcp:code"}
PATH = re.compile(r"/(?:srv_(?P<id>[A-Za-z0-9_-]{1,64})|(?P<generic>weavz))/?$")
REALM = 'Bearer realm="weavz-tui"'

_log = logging.getLogger(__name__)


class Hub:
    """An ASGI app; it serves inside `running()`, or by itself where its server runs lifespans.

    `hosts` are the values of the Host header that are its own, without a port; only their own pages
    may call it. A request that names another is refused, on loopback too: that is how a web page
    reaches a local server. `ANY` leaves that to who looked before.

    The generic connector `/mcp/weavz` needs an OAuth sign-in that a local engine does not offer;
    it answers 401.
    """

    def __init__(self, backend: Backend, *, hosts: Sequence[str] = LOOPBACK) -> None:
        self._backend = backend
        self._security = TransportSecurityMiddleware(_security(hosts))
        self._trusts_all = "*" in hosts
        self._trusted: set[tuple[str | None, str | None]] = set()
        self._doors: dict[str, _OpenDoor] = {}
        self._opening = anyio.Lock()
        self._streams = Streams()
        self._group: TaskGroup | None = None
        self._alone = Router(lifespan=lambda _: self.running())

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow what changes, and keep the servers that are asked for."""
        async with anyio.create_task_group() as group:
            self._group = group
            group.start_soon(self._follow)
            try:
                yield
            finally:
                self._group = None
                group.cancel_scope.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._alone(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            await self._trust(request)
            access, token = await self._admit(request)
            await self._serve(request, access, token, receive, send)
        except Refusal as refusal:
            await refusal.send(send)
        except ClientDisconnect:
            return

    async def _trust(self, request: Request) -> None:
        """Raises Refusal for a Host or an Origin that is not ours."""
        named = request.headers.get("host"), request.headers.get("origin")
        if self._trusts_all or named in self._trusted:
            return
        refused = await self._security.validate_request(request)
        if refused is not None:
            code = "FORBIDDEN"
            text = bytes(refused.body).decode()
            raise Refusal(refused.status_code, {"error": text, "code": code})
        if len(self._trusted) < MOST_TRUSTED:
            self._trusted.add(named)

    async def _admit(self, request: Request) -> tuple[McpAccess, str]:
        """Who asks for which server. Raises Refusal."""
        path = PATH.search(request.scope["path"])
        if path is None:
            raise Refusal.of(NotFound("Not found", hint="MCP servers are at /mcp/srv_{id}"))
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        token = token.strip()
        server_id = path["id"]
        if server_id is None:
            raise _unauthorized("The generic connector needs an OAuth sign-in that is not here")
        if kind.lower() != "bearer" or not token:
            raise _unauthorized("A bearer token is required", error=None)
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
        return access, token

    async def _serve(
        self, request: Request, access: McpAccess, token: str, receive: Receive, send: Send
    ) -> None:
        opened = await self._door(access.server)
        held = self._streams.hold(access, token)
        scope = request.scope
        scope[ACCESS] = access
        version = request.headers.get("mcp-protocol-version")
        is_modern = version is not None and version not in HANDSHAKE_PROTOCOL_VERSIONS
        if not is_modern:
            # The SDK keeps a session for whoever began it, if it knows who that was.
            scope["user"] = _user(access, token)
        if request.method != "POST":
            await self._stream(opened, request, held, send)
            return
        body = await read_body(request, LARGEST_BODY)
        if not is_modern:
            await opened.streaming.handle_request(scope, replaying(body, receive), send)
        elif b"subscriptions/listen" in body:
            sending, end = ending(send)
            with held:
                await opened.streaming.handle_request(scope, replaying(body, receive), sending)
            await end()
        elif b"progressToken" in body:
            await opened.streaming.handle_request(scope, replaying(body, receive), send)
        else:
            await unless_left(opened.answering.handle_request, scope, body, receive, send)

    async def _stream(
        self,
        opened: _OpenDoor,
        request: Request,
        held: AbstractContextManager[None],
        send: Send,
    ) -> None:
        """GET, on which a client of a handshake revision listens, and DELETE, with which it ends
        its session."""
        session_id = request.headers.get(SESSION_HEADER, "-")
        door, group = opened.door, self._group
        sending, end = ending(send)

        async def started(message: Message) -> None:
            await sending(message)
            is_listening = message["type"] == "http.response.start" and message["status"] == 200
            if is_listening and group is not None:
                group.start_soon(_soon, door.catch_up, session_id)

        if request.method == "DELETE":
            await opened.streaming.handle_request(request.scope, request.receive, send)
            door.sessions.end(session_id)
            return
        with held, door.sessions.stream(session_id):
            await opened.streaming.handle_request(request.scope, request.receive, started)
        await end()

    async def _door(self, server: McpServer) -> _OpenDoor:
        """The open door of a server; the first request opens it."""
        if (found := self._doors.get(server.id)) is not None:
            return found
        async with self._opening:
            if server.id not in self._doors:
                if self._group is None:
                    raise Refusal(503, {"error": "Shutting down", "code": "UNAVAILABLE"})
                # A session manager ends in the task that began it, which no request may be.
                await self._group.start(self._keep, server)
        return self._doors[server.id]

    async def _keep(self, server: McpServer, *, task_status: TaskStatus[None]) -> None:
        """Keep one door open until its server is deleted."""
        assert self._group is not None
        door = Door(self._backend, server, self._group.start_soon)
        try:
            await door.open()
        except WeavzError as error:
            raise Refusal.of(error) from None
        opened = _OpenDoor(door)
        async with opened.answering.run(), opened.streaming.run():
            self._doors[server.id] = opened
            task_status.started()
            try:
                await door.closed.wait()
            finally:
                self._doors.pop(server.id, None)

    async def _follow(self) -> None:
        async for change in self._backend.changes():
            try:
                await self._look_again(change)
            except Exception as error:  # the worker's edge: the next change is another chance
                _log.error("a change was not announced: %s", type(error).__name__)

    async def _look_again(self, change: Change) -> None:
        for opened in list(self._doors.values()):
            door = opened.door
            if change.workspace_id in {None, door.server.workspace_id}:
                await door.look_again()
        await self._streams.check(self._backend.admit)


class _OpenDoor:
    """A door with what carries its messages over HTTP: answers of one JSON document where that is
    enough, for it costs a third less, and streams for sessions, progress and listening."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.answering = self._manager(json_response=True)
        self.streaming = self._manager(json_response=False)

    def _manager(self, *, json_response: bool) -> StreamableHTTPSessionManager:
        # The hub has looked at Host and Origin before it looked at the token.
        return StreamableHTTPSessionManager(
            self.door.sdk,
            json_response=json_response,
            session_idle_timeout=IDLE_SECONDS,
            max_request_body_size=LARGEST_BODY,
        )


def _security(hosts: Sequence[str]) -> TransportSecuritySettings:
    own = [f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")]
    return TransportSecuritySettings(
        allowed_hosts=[*hosts, *(f"{each}:*" for each in hosts)],
        allowed_origins=[*own, *(f"{each}:*" for each in own)],
    )


def _user(access: McpAccess, token: str) -> AuthenticatedUser:
    owner = hashlib.sha256(f"{access.server.id}\0{token}".encode()).hexdigest()
    return AuthenticatedUser(AccessToken(token=owner, client_id=owner, scopes=access.scopes))


def _unauthorized(message: str, *, error: str | None = "invalid_token", hint: str = "") -> Refusal:
    challenge = f'{REALM}, error="{error}"' if error else REALM
    return Refusal.of(Unauthorized(message, hint=hint), {"www-authenticate": challenge})


async def _soon(work: Any, *arguments: Any) -> None:
    work(*arguments)
