"""The stream of changes, when what it follows goes away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.types import Message

from tests.api.conftest import Api
from weavz_tui.engine.local import LocalService
from weavz_tui.model.errors import StoreError
from weavz_tui.model.status import Change


async def test_a_stream_whose_database_fails_ends_as_any_other(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(service: LocalService) -> AsyncIterator[Change]:
        yield Change(kind="workspace")
        raise StoreError("The disk that holds the database does not answer properly")

    monkeypatch.setattr(LocalService, "changes", failing)
    told = await api.client.get("/api/v1/local/changes")
    assert told.status_code == 200
    assert [line for line in told.text.splitlines() if line.startswith("data:")] == [
        'data: {"kind": "workspace", "workspaceId": null}'
    ]


async def test_a_client_that_leaves_leaves_nothing_running(api: Api) -> None:
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/api/v1/local/changes",
        "raw_path": b"/api/v1/local/changes",
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"host", b"localhost:3000"),
            (b"authorization", f"Bearer {api.key}".encode()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 3000),
    }
    before = asyncio.all_tasks()
    for _ in range(3):
        told, left = asyncio.Event(), asyncio.Event()

        async def receive(left: asyncio.Event = left) -> Message:
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message, told: asyncio.Event = told) -> None:
            if message.get("body"):
                told.set()

        following = asyncio.create_task(api.app(dict(scope), receive, send))
        await told.wait()
        left.set()
        await following
    still_there = asyncio.all_tasks() - before
    async with asyncio.timeout(20):
        await asyncio.gather(*still_there, return_exceptions=True)
