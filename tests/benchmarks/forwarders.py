"""Floors for the REST door: one Starlette route that reads a call, forwards its input and answers
with what came back. No key, no store, no record.

`python -m tests.benchmarks.forwarders --client aiohttp --upstream URL --port PORT`
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

Forward = Callable[[Any], Awaitable[Any]]
CONNECTIONS = 256


class WithAiohttp:
    """Forwards with aiohttp, whose session is made in the running loop."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session: aiohttp.ClientSession | None = None

    async def __call__(self, payload: Any) -> Any:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector)
        async with self._session.post(self._url, json=payload) as response:
            return await response.json()


class WithHttpx:
    """Forwards with httpx."""

    def __init__(self, url: str) -> None:
        self._url = url
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
        self._client = httpx.AsyncClient(limits=limits)

    async def __call__(self, payload: Any) -> Any:
        return (await self._client.post(self._url, json=payload)).json()


def application(forward: Forward) -> Starlette:
    """The one route."""

    async def execute(request: Request) -> JSONResponse:
        call = json.loads(await request.body())
        return JSONResponse({"success": True, "output": await forward(call["input"])})

    return Starlette(routes=[Route("/api/v1/actions/execute", execute, methods=["POST"])])


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--client", choices=("aiohttp", "httpx"), required=True)
    parser.add_argument("--upstream", required=True)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    forward: Forward = (
        WithAiohttp(given.upstream) if given.client == "aiohttp" else WithHttpx(given.upstream)
    )
    uvicorn.run(
        application(forward),
        host="127.0.0.1",
        port=given.port,
        http="httptools",
        loop="asyncio",
        log_level="error",
        access_log=False,
    )


if __name__ == "__main__":
    main()
