"""The sample service: a small API of a help desk, on the loopback of this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Self

from aiohttp import web

from weavz_tui.demo import records
from weavz_tui.demo.answers import Lessons, error, ok
from weavz_tui.demo.provider import Provider

EXPIRED = "desk-expired-token"
OWNERS = {"desk-team-token": "the team", "desk-jane-token": "Jane Cooper"}
LONGEST_TITLE = 80
LONGEST_WAIT = 60.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SampleApi:
    """The service as an asynchronous context; `url` is its address once it is entered.

    Every token is good but `desk-expired-token` and those of its OAuth provider that have ended.
    """

    def __init__(self) -> None:
        self.url = ""
        self._tickets = records.tickets()
        self._lessons = Lessons()
        self._provider = Provider()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._signed_in])
        app.add_routes([
            *self._provider.routes(),
            web.get("/me", self._me),
            web.get("/projects", self._projects),
            web.get("/projects/{project}/people", self._people),
            web.get("/projects/{project}/tickets", self._list),
            web.post("/projects/{project}/tickets", self._create),
            web.get("/tickets/{number}", self._get),
            web.get("/kinds/{kind}", self._kind),
            web.get("/lessons/{kind}", self._lesson),
            web.get("/slow", self._slow),
        ])  # fmt: skip
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _signed_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith("/oauth/"):
            return await handler(request)
        token = _token(request)
        if not token:
            return error(401, "not_signed_in", "A token is needed")
        if token == EXPIRED or self._provider.has_ended(token):
            return error(401, "token_expired", "The token has expired")
        return await handler(request)

    async def _me(self, request: web.Request) -> web.Response:
        return ok({"name": _owner(request)})

    async def _projects(self, request: web.Request) -> web.Response:
        return ok([{"id": id, "name": name} for id, name in records.PROJECTS.items()])

    async def _people(self, request: web.Request) -> web.Response:
        names = records.PEOPLE.get(request.match_info["project"])
        if names is None:
            return error(404, "not_found", "There is no such project")
        search = request.query.get("search", "").casefold()
        return ok([
            {"id": records.person_id(name), "name": name}
            for name in names
            if search in name.casefold()
        ])  # fmt: skip

    async def _kind(self, request: web.Request) -> web.Response:
        fields = records.KINDS.get(request.match_info["kind"])
        return error(404, "not_found", "There is no such kind") if fields is None else ok(fields)

    async def _list(self, request: web.Request) -> web.Response:
        project, status = request.match_info["project"], request.query.get("status")
        found = [
            each
            for each in self._tickets
            if each["project"] == project and status in {None, each["status"]}
        ]
        return ok(found[: int(request.query.get("limit", "50"))])

    async def _get(self, request: web.Request) -> web.Response:
        wanted = request.match_info["number"]
        for each in self._tickets:
            if str(each["number"]) == wanted:
                return ok(each)
        return error(404, "not_found", f"There is no ticket {wanted}")

    async def _create(self, request: web.Request) -> web.Response:
        given: dict[str, Any] = await request.json()
        title, project = str(given.get("title", "")).strip(), request.match_info["project"]
        if not title or len(title) > LONGEST_TITLE:
            said = f"title must have 1 to {LONGEST_TITLE} characters"
            return error(422, "invalid", said, fields={"title": said})
        if project not in records.PROJECTS:
            return error(404, "not_found", "There is no such project")
        made = {
            **given,
            "number": len(self._tickets) + 1,
            "project": project,
            "title": title,
            "status": "open",
            "created_by": _owner(request),
        }
        self._tickets.append(made)
        return ok(made, status=201)

    async def _lesson(self, request: web.Request) -> web.Response:
        return self._lessons.answer(request.match_info["kind"])

    async def _slow(self, request: web.Request) -> web.Response:
        seconds = min(float(request.query.get("seconds", "5")), LONGEST_WAIT)
        await asyncio.sleep(seconds)
        return ok({"waited_seconds": seconds})


def _token(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "Bearer" else ""


def _owner(request: web.Request) -> str:
    return OWNERS.get(_token(request), "you")
