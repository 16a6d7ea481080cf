"""Moments without an offset are those of the wire: UTC, wherever the server stands."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.api.conftest import Api
from weavz_tui.model.base import now

CALL = {"integrationName": "hash-encode", "actionName": "generate_uuid", "workspaceId": "default"}


@pytest.fixture(params=["America/New_York", "Asia/Tokyo"])
def _abroad(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_abroad")
async def test_since_is_utc_where_it_does_not_say(api: Api) -> None:
    ran = await api.client.post("/api/v1/actions/execute", json=CALL)
    assert ran.status_code == 200, ran.text
    for minutes, expected in ((-5, 1), (5, 0)):
        since = (now() + timedelta(minutes=minutes)).replace(tzinfo=None).isoformat()
        found = await api.client.get("/api/v1/activity", params={"since": since})
        assert found.json()["total"] == expected
