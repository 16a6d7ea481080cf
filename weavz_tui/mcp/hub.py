"""Every MCP server of an engine behind one address: `POST {base}/mcp/srv_{id}` (wire C.9)."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import anyio
from anyio.abc import TaskGroup, TaskStatus
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.requests import ClientDisconnect
from starlette.routing import Router
from starlette.types import Message, Receive, Scope, Send

from weavz_tui.mcp import LOOPBACK
from weavz_tui.mcp.asgi import Refusal, ending, read_body, replaying, unless_left
from weavz_tui.mcp.backend import Backend
from weavz_tui.mcp.door import ACCESS, SESSION_HEADER, Door
from weavz_tui.mcp.gate import Gate, Visit
from weavz_tui.mcp.guests import Guest, Guests
from weavz_tui.mcp.sessions import IDLE_SECONDS
from weavz_tui.mcp.streams import Streams
from weavz_tui.model.errors import NotFound, WeavzError
from weavz_tui.model.servers import McpServer
from weavz_tui.model.status import Change

LARGEST_BODY = 36 * 1024 * 1024
NO_SESSION = "-"
JSON = (b"accept", b"application/json, text/event-stream")

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
        self._gate = Gate(backend, hosts)
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

    def stop(self) -> None:
        """End every stream, so that a server that drains has nothing left to wait for."""
        for opened in self._doors.values():
            opened.door.close()
        self._streams.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._alone(scope, receive, send)
            return
        try:
            visit = await self._gate.pass_in(scope, receive)
            opened = await self._door(visit.access.server)
            await self._serve(opened, visit, send)
        except Refusal as refusal:
            await refusal.send(send)
        except ClientDisconnect:
            return

    async def _serve(self, opened: _OpenDoor, visit: Visit, send: Send) -> None:
        scope, receive = visit.scope, visit.receive
        scope[ACCESS] = visit.access
        if not visit.is_modern:
            # The SDK keeps a session for whoever began it, if it knows who that was.
            scope["user"] = _user(visit)
        if visit.method == "GET":
            await self._listen(opened, visit, send)
            return
        body = await read_body(visit.headers, receive, LARGEST_BODY)
        given = replaying(body, receive)
        if not visit.is_modern:
            await self._converse(opened, visit, given, send)
        elif b"subscriptions/listen" in body:
            async with self._held(visit, send) as sending:
                await opened.streaming.handle_request(scope, given, sending)
        elif b"progressToken" in body:
            await opened.streaming.handle_request(scope, given, send)
        else:
            await unless_left(opened.answering.handle_request, scope, body, receive, send)

    async def _converse(
        self, opened: _OpenDoor, visit: Visit, receive: Receive, send: Send
    ) -> None:
        """A request of a session, or the one that begins it."""
        if (session_id := _session_id(visit)) == NO_SESSION:
            await self._begin(opened, visit, receive, send)
            return
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        with opened.guests.busy(session_id, visit.token):
            await opened.streaming.handle_request(visit.scope, receive, sending)
        if visit.method == "DELETE" and status == 200:
            opened.forget(session_id)

    async def _begin(self, opened: _OpenDoor, visit: Visit, receive: Receive, send: Send) -> None:
        """A request that begins a session; one that is idle ends where there is no room."""
        while (idle := opened.guests.in_the_way(visit.token)) is not None:
            await opened.dismiss(idle, visit.scope)
        with opened.guests.arriving(visit.token, visit.scope["user"]) as guest:

            async def started(message: Message) -> None:
                if message["type"] == "http.response.start" and message["status"] == 200:
                    found = dict(message["headers"]).get(SESSION_HEADER.encode())
                    guest.id = found.decode("latin-1") if found else None
                await send(message)

            await opened.streaming.handle_request(visit.scope, receive, started)

    async def _listen(self, opened: _OpenDoor, visit: Visit, send: Send) -> None:
        """The stream on which a client of a handshake revision listens."""
        session_id, door, group = _session_id(visit), opened.door, self._group
        async with self._held(visit, send) as sending:

            async def started(message: Message) -> None:
                await sending(message)
                is_listening = message["type"] == "http.response.start"
                if is_listening and message["status"] == 200 and group is not None:
                    group.start_soon(_soon, door.catch_up, session_id)

            with door.sessions.stream(session_id), opened.guests.busy(session_id, visit.token):
                await opened.streaming.handle_request(visit.scope, visit.receive, started)

    @asynccontextmanager
    async def _held(self, visit: Visit, send: Send) -> AsyncIterator[Send]:
        """The `send` of a stream that is open for as long as its token is good."""
        sending, end = ending(send)
        with self._streams.hold(visit.access, visit.token):
            yield sending
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
        if (found := self._doors.get(server.id)) is None:
            raise Refusal.of(NotFound("The server was deleted just now"))
        return found

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
            if change.workspace_id in {None, opened.door.server.workspace_id}:
                await opened.door.look_again()
        await self._streams.check(self._backend.admit)


class _OpenDoor:
    """A door with what carries its messages over HTTP: answers of one JSON document where that is
    enough, for it costs a third less, and streams for sessions, progress and listening."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.guests = Guests()
        self.answering = self._manager(json_response=True)
        self.streaming = self._manager(json_response=False)

    async def dismiss(self, guest: Guest, scope: Scope) -> None:
        """End a session for whoever began it, as its client would have; `scope` is of the request
        that comes instead."""
        self.guests.forget(guest)
        assert guest.id is not None, "a session that begins is busy"
        headers = [(SESSION_HEADER.encode(), guest.id.encode("latin-1")), JSON]
        ending = {**scope, "method": "DELETE", "headers": headers, "user": guest.user}
        await self.streaming.handle_request(ending, replaying(b"", _nothing), _nowhere)
        self.forget(guest.id)

    def forget(self, session_id: str) -> None:
        """A session has ended."""
        self.guests.end(session_id)
        self.door.sessions.end(session_id)

    def _manager(self, *, json_response: bool) -> StreamableHTTPSessionManager:
        # The gate has looked at Host and Origin before it looked at the token.
        return StreamableHTTPSessionManager(
            self.door.sdk,
            json_response=json_response,
            session_idle_timeout=IDLE_SECONDS,
            max_request_body_size=LARGEST_BODY,
        )


def _session_id(visit: Visit) -> str:
    found = visit.headers.get(SESSION_HEADER.encode())
    return NO_SESSION if found is None else found.decode("latin-1")


def _user(visit: Visit) -> AuthenticatedUser:
    owner = hashlib.sha256(f"{visit.access.server.id}\0{visit.token}".encode()).hexdigest()
    return AuthenticatedUser(AccessToken(token=owner, client_id=owner, scopes=visit.access.scopes))


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


async def _nowhere(message: Message) -> None:
    """What nobody waits for."""


async def _soon(work: Callable[[str], None], session_id: str) -> None:
    work(session_id)
