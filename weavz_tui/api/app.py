"""The REST door as one ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from weavz_tui import __version__
from weavz_tui.api import envelope, openapi
from weavz_tui.api.callers import Callers
from weavz_tui.api.door import Door
from weavz_tui.api.exchange import Exchange
from weavz_tui.api.execute import PATH, Execute
from weavz_tui.api.guard import Guard
from weavz_tui.api.logs import RequestLog
from weavz_tui.api.metrics import Metrics
from weavz_tui.api.options import ServeOptions
from weavz_tui.api.routes.table import ROUTERS, ROUTES
from weavz_tui.api.strangers import Strangers
from weavz_tui.engine.hosted.hosting import Hosting
from weavz_tui.engine.hosted.portals import Portals
from weavz_tui.engine.local import LocalService


class ApiServer:
    """The door over an engine, which stays its opener's to close.

    `mounts` are further applications by the first part of their path (`/mcp`); `log` is told of
    each request. Call `stop` when the server is to end: streams end with it.
    """

    def __init__(
        self,
        service: LocalService,
        options: ServeOptions | None = None,
        *,
        mounts: Mapping[str, ASGIApp] | None = None,
        log: RequestLog | None = None,
    ) -> None:
        options = options or ServeOptions()
        strangers = Strangers(options.anonymous_rate_limit)
        callers = Callers(service, strangers)
        self.metrics = Metrics()
        self.stopping = asyncio.Event()
        self.api = _application()
        self.api.state.callers = callers
        self.api.state.options = options
        self.api.state.metrics = self.metrics
        self.api.state.stopping = self.stopping
        self.api.state.hosting = Hosting(service)
        self.api.state.portals = Portals(service)
        self._execute = Execute(callers, options)
        self._mounts = dict(mounts or {})
        guard = Guard(options.host, options.allowed_hosts, options.public_url)
        self._door = Door(self._route, guard, self.metrics, strangers, log or RequestLog(None))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._door(scope, receive, send)

    def stop(self) -> None:
        """Let every stream come to its end."""
        self.stopping.set()

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path: str = scope["path"]
            if path == PATH:
                await self._execute(scope, receive, send)
                return
            prefix = "/" + path[1:].partition("/")[0]
            mounted = self._mounts.get(prefix)
            if mounted is not None:
                Exchange.of(scope).route = prefix
                await mounted(scope, receive, send)
                return
        await self.api(scope, receive, send)


def _application() -> FastAPI:
    app = FastAPI(
        title="weavz-tui",
        version=__version__,
        description=openapi.DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=openapi.operation_id,
    )
    envelope.install(app, ROUTES)
    for router in ROUTERS:
        app.include_router(router)
    openapi.install(app)
    return app
