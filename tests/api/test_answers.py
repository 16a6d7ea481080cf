"""What answers carry: limits, the source of a call, replays."""

from __future__ import annotations

import pytest

from tests.api.conftest import Api
from weavz_tui.model.base import now
from weavz_tui.model.enums import Source
from weavz_tui.store import organisations

WORKSPACES = "/api/v1/workspaces"
EXECUTE = "/api/v1/actions/execute"


async def test_every_answer_says_what_is_left(api: Api) -> None:
    for path in (WORKSPACES, "/health", "/nowhere"):
        answer = await api.client.get(path, headers={"x-request-id": "mine-1"})
        assert answer.headers["x-request-id"] == "mine-1"
        assert int(answer.headers["x-ratelimit-remaining"]) <= int(
            answer.headers["x-ratelimit-limit"]
        )
        assert int(answer.headers["x-ratelimit-reset"]) >= now().timestamp() - 2


async def test_beyond_the_limit_it_says_for_how_long(api: Api) -> None:
    org_id = api.service.parts.org_id
    found = await api.service.parts.directory.organisation(org_id)
    limited = found.model_copy(update={"rate_limit": 2})
    await api.service.parts.write(lambda rows: organisations.update(rows, limited))
    body = {"integrationName": "hash-encode", "actionName": "generate_uuid",
            "workspaceId": "default"}  # fmt: skip
    answers = [await api.client.post(EXECUTE, json=body) for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "RATE_LIMITED"
    assert 0 < int(answers[2].headers["retry-after"]) <= 60
    assert answers[2].headers["x-ratelimit-remaining"] == "0"


async def test_the_source_of_a_call_is_told(api: Api) -> None:
    body = {"integrationName": "hash-encode", "actionName": "generate_uuid",
            "workspaceId": "default"}  # fmt: skip
    for headers in ({}, {"x-weavz-source": "sdk"}, {"x-weavz-source": "playground"}):
        await api.client.post(EXECUTE, json=body, headers=headers)
    await api.client.post("/api/v1/local/actions/execute", json=body)
    usage = (await api.client.get("/api/v1/billing/usage")).json()["usage"]
    assert usage["bySource"] == {Source.REST: 2, Source.SDK: 1, Source.PLAYGROUND: 1}
    assert usage["counted"] == 3


async def test_usage_of_a_month_tells_what_failed(api: Api) -> None:
    body = {"integrationName": "hash-encode", "workspaceId": "default"}
    for action in ("generate_uuid", "hash"):
        await api.client.post(EXECUTE, json={**body, "actionName": action})
    found = (await api.client.get("/api/v1/billing/usage")).json()
    assert found["usage"]["failed"]["byAction"] == {"hash-encode.hash": 1}
    assert found["usage"]["byWorkspace"] == [{"workspace": "default", "runs": 1}]
    assert [(each["runs"], each["failed"]) for each in found["usage"]["byHour"]] == [(1, 1)]
    month = found["period"]["start"][:7]
    assert found["months"] == [month]
    same = (await api.client.get("/api/v1/billing/usage", params={"month": month})).json()
    assert same["usage"] == found["usage"]
    earlier = await api.client.get("/api/v1/billing/usage", params={"month": "2020-02"})
    assert earlier.json()["period"]["end"] == "2020-03-01T00:00:00.000Z"
    assert (earlier.json()["usage"]["actions"], earlier.json()["months"]) == (0, [month])
    wrong = await api.client.get("/api/v1/billing/usage", params={"month": "2020-13"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize("name", ["idempotency-key", "x-idempotency-key"])
async def test_a_key_in_the_headers_replays(api: Api, name: str) -> None:
    body = {"integrationName": "hash-encode", "actionName": "generate_uuid",
            "workspaceId": "default"}  # fmt: skip
    first, second = [
        (await api.client.post(EXECUTE, json=body, headers={name: "k1"})).json() for _ in range(2)
    ]
    assert (first["replayed"], second["replayed"]) == (False, True)
    assert first["output"] == second["output"]
    other = await api.client.post(EXECUTE, json={**body, "input": {"count": 2}},
                                  headers={name: "k1"})  # fmt: skip
    assert (other.status_code, other.json()["code"]) == (409, "DUPLICATE")
