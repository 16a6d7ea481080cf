"""What is wrong with a request, and the answer that it gets: always an envelope, never a 500."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.api.conftest import BASE, Api
from weavz_tui.engine.principal import Principal
from weavz_tui.model.base import now
from weavz_tui.store import api_keys

JSON = {"content-type": "application/json"}
WORKSPACES = "/api/v1/workspaces"
EXECUTE = "/api/v1/actions/execute"


def envelope(answer: httpx.Response) -> dict[str, Any]:
    """The error of an answer, whose every part is there."""
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = answer.json()
    assert {"error", "code"} <= set(found)
    assert "Traceback" not in answer.text
    return found


@pytest.mark.parametrize("path", [WORKSPACES, EXECUTE])
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "INVALID_JSON"),
        (b"nothing", 400, "INVALID_JSON"),
        (b"\xff\xfe{}", 400, "INVALID_JSON"),
        (b'{"name": "\\ud800", "slug": "a"}', 400, "INVALID_JSON"),
        (b'{"name": "a", "name": "b", "slug": "a"}', 400, "INVALID_JSON"),
        (b'{"name": "a", "x": {"y": 1, "y": 2}}', 400, "INVALID_JSON"),
        (b'{"name": NaN}', 400, "INVALID_JSON"),
        (b'{"name": 1e999}', 400, "INVALID_JSON"),
        (b'{"a": ' + b"1" * 5000 + b"}", 400, "INVALID_JSON"),
        (b"[" * 100 + b"]" * 100, 400, "INVALID_JSON"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 400, "INVALID_JSON"),
        (b"[]", 400, "VALIDATION_ERROR"),
        (b'"text"', 400, "VALIDATION_ERROR"),
        (b"null", 400, "VALIDATION_ERROR"),
        (b"", 400, "VALIDATION_ERROR"),
        (b"  ", 400, "VALIDATION_ERROR"),
        (b"{}", 400, "VALIDATION_ERROR"),
    ],
)
async def test_bodies(api: Api, path: str, body: bytes, status: int, code: str) -> None:
    answer = await api.client.post(path, content=body, headers=JSON)
    assert (answer.status_code, envelope(answer)["code"]) == (status, code)


@pytest.mark.parametrize("path", [WORKSPACES, EXECUTE])
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "x", "a/b;c"])
async def test_a_body_of_another_kind(api: Api, path: str, kind: str) -> None:
    answer = await api.client.post(path, content=b"a=b", headers={"content-type": kind})
    assert (answer.status_code, envelope(answer)["code"]) == (415, "VALIDATION_ERROR")


@pytest.mark.parametrize("kind", ["", "application/json; charset=utf-8", "application/vnd.x+json"])
async def test_a_body_may_leave_its_kind_out(api: Api, kind: str) -> None:
    headers = {"content-type": kind} if kind else {}
    body = json.dumps({"name": "A", "slug": "a"})
    answer = await api.client.post(WORKSPACES, content=body, headers=headers)
    assert answer.status_code == 201


@pytest.mark.parametrize("path", [WORKSPACES, EXECUTE])
async def test_a_body_that_is_too_large(api: Api, path: str) -> None:
    limit = api.app.api.state.options.max_body
    declared = {**JSON, "content-length": str(limit + 1)}
    answer = await api.client.post(path, content=b"{}", headers=declared)
    assert (answer.status_code, envelope(answer)["code"]) == (413, "VALIDATION_ERROR")
    assert answer.headers["connection"] == "close"


async def test_a_body_without_a_length_is_counted(api: Api) -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b" " * (1 << 20)

    answer = await api.client.post(WORKSPACES, content=endless(), headers=JSON)
    assert answer.status_code == 413


async def test_a_post_without_a_body_has_an_empty_one(api: Api) -> None:
    user = await api.client.post(
        "/api/v1/end-users",
        json={"workspaceId": "default", "externalId": "u1"},
    )
    id = user.json()["endUser"]["id"]
    for headers in ({}, {"content-type": "application/x-www-form-urlencoded"}):
        answer = await api.client.post(f"/api/v1/end-users/{id}/connect-token", headers=headers)
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (WORKSPACES, {"name": " ", "slug": "a"}, "name"),
        (WORKSPACES, {"name": 1, "slug": "a"}, "name"),
        (WORKSPACES, {"name": "A", "slug": "A b"}, "slug"),
        (WORKSPACES, {"name": "A" * 1001, "slug": "a"}, "name"),
        ("/api/v1/workspaces/default/integrations", {}, "integrationName"),
        (
            "/api/v1/workspaces/default/integrations",
            {"integrationName": "http", "connectionStrategy": "any"},
            "connectionStrategy",
        ),
        (
            "/api/v1/workspaces/default/integrations",
            {"integrationName": "http", "alias": "Not an alias"},
            "alias",
        ),
        (
            "/api/v1/workspaces/default/integrations",
            {"integrationName": "http", "alias": "h", "sortOrder": 2**70},
            "sortOrder",
        ),
        (
            "/api/v1/workspaces/default/integrations",
            {"integrationName": "http", "alias": "a", "integrationAlias": "b"},
            "alias",
        ),
        (
            "/api/v1/workspaces/default/integrations",
            {"integrationName": "http", "allowedActions": [], "enabledActions": ["x"]},
            "enabledActions",
        ),
        (
            "/api/v1/workspaces/default/integrations",
            {"integrationName": "http", "alias": "h", "oauthAppMode": "custom"},
            "oauthAppId",
        ),
        ("/api/v1/api-keys", {"name": "k", "expiresAt": "soon"}, "expiresAt"),
        (
            "/api/v1/connections",
            {
                "type": "SECRET_TEXT",
                "externalId": "x",
                "displayName": "x",
                "integrationName": "slack",
                "secretText": "s",
                "props": {"baseUrl": "http://["},
            },
            "baseUrl",
        ),
        (
            "/api/v1/triggers/enable",
            {
                "integrationName": "slack",
                "triggerName": "new_message",
                "workspaceId": "default",
                "callbackUrl": "http://[",
            },
            "callbackUrl",
        ),
        (
            "/api/v1/local/oauth-apps",
            {"integrationName": "slack", "clientId": "1", "redirectUri": "http://["},
            "redirectUri",
        ),
        ("/api/v1/partials/x/set-default", {"isDefault": "yes"}, "isDefault"),
        (EXECUTE, {"integrationName": "http"}, "actionName"),
        (EXECUTE, {"integrationName": "http", "actionName": "x", "input": []}, "input"),
    ],
)
async def test_a_wrong_field_is_named(
    api: Api, path: str, body: dict[str, Any], field: str
) -> None:
    answer = await api.client.post(path, json=body)
    assert answer.status_code == 400
    found = envelope(answer)
    assert found["code"] == "VALIDATION_ERROR"
    assert field in found["details"]["fields"]


async def test_both_names_of_a_pair_may_say_the_same(api: Api) -> None:
    body = {
        "integrationName": "http",
        "alias": "web",
        "integrationAlias": "web",
        "allowedActions": ["send_request"],
        "enabledActions": ["send_request"],
        "oauthAppMode": "custom",
        "oauthAppId": "app-1",
        "unknownField": {"is": "passed over"},
    }
    answer = await api.client.post("/api/v1/workspaces/default/integrations", json=body)
    found = answer.json()["integration"]
    assert (found["alias"], found["integrationAlias"]) == ("web", "web")
    assert found["allowedActions"] == found["enabledActions"] == ["send_request"]
    assert (found["oauthAppMode"], found["oauthAppId"]) == ("custom", "app-1")


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "offset=-1", "cursor=wrong", "sort=wrong", "pageSize=1001"]
)
async def test_a_page_that_is_none(api: Api, query: str) -> None:
    answer = await api.client.get(f"{WORKSPACES}?{query}")
    assert (answer.status_code, envelope(answer)["code"]) == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/nowhere", 404, ""),
        ("GET", "/api/v1/nowhere", 404, ""),
        ("GET", f"{WORKSPACES}/", 404, ""),
        ("GET", "/api/v1/local/nowhere", 404, ""),
        ("PUT", WORKSPACES, 405, "GET, POST"),
        ("GET", EXECUTE, 405, "POST"),
        ("DELETE", "/api/v1/connections/resolve", 404, ""),
        ("OPTIONS", "/api/v1/connections/resolve", 405, "POST"),
        ("TRACE", f"{WORKSPACES}/default", 405, "DELETE, GET, PATCH"),
    ],
)
async def test_paths_and_methods(api: Api, method: str, path: str, status: int, allow: str) -> None:
    answer = await api.client.request(method, path)
    envelope(answer)
    assert (answer.status_code, answer.headers.get("allow", "")) == (status, allow)


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer wvz_wrong", "Bearer mcp_x", "Basic YTpi", "wvz_x", "\xe9"],
)
@pytest.mark.parametrize("path", [WORKSPACES, EXECUTE, "/api/v1/local/vault"])
async def test_keys_that_are_none(api: Api, authorization: str, path: str) -> None:
    headers = [(b"authorization", authorization.encode("latin-1"))] if authorization else []
    async with api.other(None) as client:
        method = "POST" if path == EXECUTE else "GET"
        answer = await client.request(method, path, headers=headers)
    assert (answer.status_code, envelope(answer)["code"]) == (401, "UNAUTHORIZED")
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_key_that_has_expired(api: Api) -> None:
    made = await api.client.post("/api/v1/api-keys", json={"name": "old"})
    id, org_id = made.json()["apiKey"]["id"], api.service.parts.org_id
    found = await api.service.parts.read(lambda rows: api_keys.get(rows, org_id, id))
    assert found is not None
    expired = found.model_copy(update={"expires_at": now()})
    await api.service.parts.write(lambda rows: api_keys.TABLE.update(rows, expired, org_id))
    async with api.other(made.json()["plainKey"]) as client:
        answer = await client.get(WORKSPACES)
    assert (answer.status_code, envelope(answer)["code"]) == (401, "UNAUTHORIZED")


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("localhost:3000", "", 200),
        ("127.0.0.1", "", 200),
        ("[::1]:3000", "", 200),
        ("localhost:3000", "http://localhost:3000", 200),
        ("evil.example", "", 403),
        ("localhost.evil.example", "", 403),
        ("127.0.0.1.nip.example:3000", "", 403),
        ("192.168.1.5", "", 403),
        ("localhost:x", "", 403),
        ("user@localhost", "", 403),
        ("", "", 403),
        ("localhost:3000", "http://evil.example", 403),
        ("localhost:3000", "http://localhost:4000", 403),
        ("localhost:3000", "null", 403),
        ("localhost:3000", "chrome-extension://x", 403),
        ("localhost:3000", "http://[", 403),
    ],
)
@pytest.mark.parametrize("path", [WORKSPACES, "/health"])
async def test_hosts_and_origins(api: Api, path: str, host: str, origin: str, status: int) -> None:
    headers = {"host": host} | ({"origin": origin} if origin else {})
    answer = await api.client.get(path, headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert envelope(answer)["code"] == "FORBIDDEN"


async def test_an_unforeseen_failure_says_nothing_of_its_insides(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a secret inside: xoxb-1234567890")

    monkeypatch.setattr(Principal, "reaches", broken)
    transport = httpx.ASGITransport(api.app, raise_app_exceptions=False)
    headers = {"authorization": f"Bearer {api.key}"}
    async with httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers) as client:
        answer = await client.get(f"{WORKSPACES}/default")
    found = envelope(answer)
    assert (answer.status_code, found["code"]) == (500, "INTERNAL_ERROR")
    assert found["details"]["requestId"] == answer.headers["x-request-id"]
    assert "xoxb" not in answer.text
