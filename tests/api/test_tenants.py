"""Nobody reaches what is not theirs: every route, with a key of another organisation and with a
key of another workspace.

The first tenant's records all carry a mark, which no answer to anybody else may hold.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from tests.api.conftest import Api
from tests.api.serving import SERVICE_KEY
from tests.api.tenant_cases import CASES, EXECUTE, INPUT, MARK, SHARED_MARK, STREAMS
from weavz_tui.api.openapi import OPEN, describe

REFUSED = {400, 401, 403, 404, 409}


# Something to import.
DESCRIPTION = {
    "openapi": "3.0.0",
    "info": {"title": SHARED_MARK, "version": "1"},
    "servers": [{"url": "https://example.com"}],
    "paths": {"/x": {"get": {"operationId": "getX", "responses": {"200": {"description": "x"}}}}},
}


@pytest.fixture
async def tenant(api: Api) -> dict[str, str]:
    """The first tenant's records, by the names that paths and cases use."""
    post = api.client.post

    async def made(path: str, what: str, **body: Any) -> dict[str, Any]:
        answer = await post(f"/api/v1{path}", json=body)
        assert answer.status_code in {200, 201}, answer.text
        found: dict[str, Any] = answer.json()[what] if what else answer.json()
        return found

    workspace = (await made("/workspaces", "workspace", name=MARK, slug=MARK))["id"]
    connection = await made(
        "/connections", "connection", type="SECRET_TEXT", externalId=MARK, displayName=MARK,
        integrationName="slack", workspaceId=workspace, secretText="x" * 20,
    )  # fmt: skip
    prefix = f"/workspaces/{workspace}/integrations"
    instance = await made(
        prefix, "integration", integrationName="slack", alias=MARK, connectionStrategy="fixed",
        connectionId=connection["id"], displayName=MARK,
    )  # fmt: skip
    await made(prefix, "integration", integrationName="hash-encode", displayName=MARK)
    user = await made("/end-users", "endUser", workspaceId=workspace, externalId=MARK)
    partial = await made(
        "/partials", "partial", workspaceId=workspace, integrationName="slack", name=MARK
    )
    server = await made("/mcp/servers", "server", name=MARK, workspaceId=workspace,
                        authMode="oauth_and_bearer")  # fmt: skip
    token = await made(f"/mcp/servers/{server['id']}/access-tokens", "token", endUserId=MARK)
    tool = await made(
        f"/mcp/servers/{server['id']}/tools", "tool", integrationName="openai", actionName="ask",
        integrationAlias="gpt", displayName=MARK,
    )  # fmt: skip
    policy = await made("/approval-policies", "policy", name=MARK, workspaceId=workspace)
    trigger = await made(
        "/triggers/enable", "triggerSource", integrationName="slack", triggerName="new_message",
        callbackUrl=f"https://example.com/{MARK}", workspaceId=workspace,
    )  # fmt: skip
    link = await made("/connect/token", "", integrationName="slack", connectionName=MARK,
                      externalId=MARK, workspaceId=workspace)  # fmt: skip
    ran = await made("/actions/execute", "", **{**EXECUTE, "workspaceId": workspace},
                     input={**INPUT, "text": MARK})  # fmt: skip
    app = await made("/local/oauth-apps", "app", integrationName="slack", clientId=MARK,
                     label=MARK)  # fmt: skip
    begun = await made(
        "/local/authorisations", "authorisation", integrationName="slack", externalId=f"{MARK}-2",
        workspaceId=workspace, redirectUri="https://example.com/callback",
    )  # fmt: skip
    described = json.dumps(DESCRIPTION)
    await made("/local/catalogue/imports", "report", content=described, name=SHARED_MARK)
    key = await made("/api-keys", "apiKey", name=MARK)
    gone = await made("/workspaces", "workspace", name="gone", slug="gone")
    undo = (await api.client.delete(f"/api/v1/workspaces/{gone['id']}")).json()["undo"]
    return {
        "org_id": api.service.parts.org_id,
        "workspace_id": workspace,
        "integration_id": instance["id"],
        "integration_name": "slack",
        "connection_id": connection["id"],
        "end_user_id": user["id"],
        "partial_id": partial["id"],
        "server_id": server["id"],
        "token_id": token["id"],
        "tool_id": tool["id"],
        "policy_id": policy["id"],
        "trigger_id": trigger["id"],
        "approval_id": "apr_none",
        "session_id": await session_of(api, link["token"]),
        "execution_id": ran["executionId"],
        "app_id": app["id"],
        "authorisation_id": begun["id"],
        "state": "unknown",
        "key_id": key["id"],
        "name": SHARED_MARK,
        "alias": MARK,
        "token": undo,
        "link": link["token"],
    }


async def session_of(api: Api, token: str) -> str:
    """The id of a link's session, which its maker is not told."""
    return (await api.service.connect.poll(token)).id


async def strangers(api: Api) -> dict[str, str]:
    """A key of another organisation, and one of another workspace of the same."""
    service = {"X-Service-Key": SERVICE_KEY}
    async with api.other(None) as client:
        org = await client.post(
            "/api/v1/orgs", json={"name": "Other", "slug": "other"}, headers=service
        )
        acting = service | {"X-Org-ID": org.json()["org"]["id"]}
        other = await client.post("/api/v1/api-keys", json={"name": "b"}, headers=acting)
    made = await api.client.post("/api/v1/workspaces", json={"name": "Mine", "slug": "mine"})
    permissions = {"scope": "workspace", "workspaceIds": [made.json()["workspace"]["id"]]}
    scoped = await api.client.post(
        "/api/v1/api-keys", json={"name": "c", "permissions": permissions}
    )
    return {
        "another organisation": other.json()["plainKey"],
        "another workspace": scoped.json()["plainKey"],
        "no key": "",
    }


def filled(value: Any, names: Mapping[str, str]) -> Any:
    """A body with the names in braces replaced."""
    if isinstance(value, str):
        return value.format_map(names) if "{" in value else value
    if isinstance(value, dict):
        return {key: filled(each, names) for key, each in value.items()}
    return value


async def test_no_route_gives_anything_to_another_tenant(
    api: Api, tenant: dict[str, str], record_property: Any
) -> None:
    described = describe(api.app.api)["paths"]
    operations = {
        operation["operationId"]: (method.upper(), path)
        for path, methods in described.items()
        for method, operation in methods.items()
    }
    assert set(CASES) == set(operations) - STREAMS
    before = await seen_by_owner(api, tenant)
    tried = 0
    for who, key in (await strangers(api)).items():
        async with api.other(key or None) as client:
            for name, (method, path) in operations.items():
                if name not in STREAMS:
                    await refused(client, who, name, method, path, tenant)
                    tried += 1
    assert await seen_by_owner(api, tenant) == before
    record_property("routes tried", tried)
    assert tried == 3 * len(CASES)


async def refused(
    client: httpx.AsyncClient,
    who: str,
    name: str,
    method: str,
    path: str,
    tenant: Mapping[str, str],
) -> None:
    """Call a route for what is the first tenant's; nothing of theirs may come back."""
    case = CASES[name]
    names = {**tenant, "token": tenant["link"]} if name == "pollConnectSession" else tenant
    answer = await client.request(
        method,
        path.format_map(tenant),
        params={key: filled(value, names) for key, value in case.query.items()},
        json=filled(case.body, names) if method in {"POST", "PATCH"} else None,
    )
    told = f"{who}: {method} {path}: {answer.status_code} {answer.text[:300]}"
    asked = str(answer.request.url) + answer.request.content.decode()
    if who == "no key" and path not in OPEN and "/integrations" not in path:
        assert answer.status_code == 401, told
    elif case.open or (case.shared and who == "another workspace"):
        assert answer.status_code < 500, told
    else:
        assert answer.status_code in REFUSED, told
    hidden = {name: id for name, id in tenant.items() if name.endswith("_id")}
    hidden |= {"mark": MARK, "shared": SHARED_MARK}
    if who == "another workspace":
        del hidden["org_id"], hidden["shared"]
    # What was asked with may be said again.
    leaked = [each for each in hidden.values() if each in answer.text and each not in asked]
    assert leaked == [], told


async def seen_by_owner(api: Api, tenant: Mapping[str, str]) -> list[str]:
    """Everything that the first tenant's records are by now; use and moments aside."""
    workspace = tenant["workspace_id"]
    paths = (
        f"/workspaces/{workspace}",
        f"/workspaces/{workspace}/integrations",
        f"/local/connections/{tenant['connection_id']}",
        f"/end-users/{tenant['end_user_id']}",
        f"/partials/{tenant['partial_id']}",
        f"/mcp/servers/{tenant['server_id']}",
        f"/local/mcp/servers/{tenant['server_id']}/tokens",
        f"/approval-policies/{tenant['policy_id']}",
        f"/triggers?workspaceId={workspace}",
        f"/connect/session/{tenant['session_id']}",
        f"/local/oauth-apps/{tenant['app_id']}",
        f"/local/authorisations/{tenant['authorisation_id']}",
        f"/orgs/{tenant['org_id']}",
    )
    answers = [await api.client.get(f"/api/v1{path}") for path in paths]
    assert [each.status_code for each in answers] == [200] * len(paths)
    return [each.text for each in answers]
