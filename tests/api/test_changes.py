"""The stream of changes, when what it follows goes away."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

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
