"""What a remote console needs beside the public API (wire E.17)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.conftest import Api
from tests.api.serving import Server

LOCAL = "/api/v1/local"
HASH = {
    "integrationName": "hash-encode",
    "actionName": "hash",
    "workspaceId": "default",
    "input": {"text": "hello", "algorithm": "sha256", "encoding": "hex"},
}


async def got(api: Api, path: str, **query: str) -> dict[str, Any]:
    """The answer to a GET that succeeds."""
    answer = await api.client.get(f"{LOCAL}{path}", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_call_is_explained_previewed_run_and_kept(api: Api) -> None:
    explained = await api.client.post(f"{LOCAL}/actions/explain", json=HASH)
    assert explained.json()["explanation"]["resolution"]["required"] is False
    previewed = await api.client.post(f"{LOCAL}/actions/preview", json=HASH)
    assert previewed.json()["preview"]["effect"] == "local"
    ran = (await api.client.post(f"{LOCAL}/actions/execute", json=HASH)).json()["result"]
    assert ran["output"]["hash"].startswith("2cf24d")
    kept = (await got(api, f"/activity/{ran['executionId']}"))["execution"]
    assert (kept["source"], kept["input"]["text"]) == ("playground", "hello")


async def test_a_call_of_a_command_line_is_told_from_one_of_the_console(api: Api) -> None:
    path = f"{LOCAL}/actions/execute"
    ids = [(await api.service.workspaces.get("default")).id]
    limited = {"name": "some", "permissions": {"scope": "workspace", "workspaceIds": ids}}
    made = await api.client.post("/api/v1/api-keys", json=limited)
    keys: tuple[dict[str, str], ...] = ({}, {"authorization": f"Bearer {made.json()['plainKey']}"})
    for key in keys:
        ran = await api.client.post(path, json=HASH, headers={"x-weavz-source": "cli", **key})
        kept = await got(api, f"/activity/{ran.json()['result']['executionId']}")
        assert kept["execution"]["source"] == "cli"
    usage = (await api.client.get("/api/v1/billing/usage")).json()["usage"]
    assert usage["actions"] == len(keys)


async def test_what_is_wrong_with_inputs_is_part_of_an_explanation(api: Api) -> None:
    answer = await api.client.post(f"{LOCAL}/actions/explain", json={**HASH, "input": {}})
    assert answer.status_code == 200
    assert "text" in answer.json()["explanation"]["errors"]


async def test_who_would_be_used_now_and_after_saving_a_draft(api: Api) -> None:
    await api.client.post(
        "/api/v1/workspaces/default/integrations",
        json={"integrationName": "slack", "connectionStrategy": "per_user"},
    )
    asked = {"endUserId": "u1", "draft": {"connectionStrategy": "per_user_with_fallback"}}
    answer = await api.client.post(f"{LOCAL}/workspaces/default/integrations/slack/who", json=asked)
    first = answer.json()["who"]["rows"][0]
    assert (first["label"], first["then"]["strategy"]) == ("u1", "per_user_with_fallback")
    everywhere = await got(api, "/workspaces/default/who", endUserId="u1")
    assert "slack" in [each["label"] for each in everywhere["rows"]]


async def test_aliases_are_checked_without_being_taken(api: Api) -> None:
    path = "/workspaces/default/aliases"
    outcomes = [
        (await got(api, f"{path}/{alias}", integrationName=name))["check"]["outcome"]
        for alias, name in [("free", "http"), ("http", "http"), ("http", "slack"), ("No", "http")]
    ]
    assert outcomes == ["free", "DUPLICATE", "ALIAS_CONFLICT", "format"]


async def test_a_deletion_is_taken_back(api: Api) -> None:
    deleted = await api.client.delete("/api/v1/workspaces/default/integrations/http")
    token = deleted.json()["undo"]
    assert (await api.client.post(f"{LOCAL}/undo/{token}")).json() == {"undone": True}
    found = await got(api, "/workspaces/default/integrations/http")
    assert found["integration"]["alias"] == "http"
    assert (await api.client.post(f"{LOCAL}/undo/{token}")).status_code == 404


async def test_single_records_and_what_hangs_on_them(api: Api) -> None:
    made = await api.client.post(
        "/api/v1/connections",
        json={
            "type": "SECRET_TEXT",
            "externalId": "bot",
            "displayName": "Bot",
            "integrationName": "slack",
            "secretText": "x" * 20,
        },
    )
    id = made.json()["connection"]["id"]
    await api.client.post(
        "/api/v1/workspaces/default/integrations",
        json={"integrationName": "slack", "connectionStrategy": "fixed", "connectionId": id},
    )
    assert (await got(api, f"/connections/{id}"))["connection"]["usedBy"] == ["default/slack"]
    hanging = (await got(api, f"/connections/{id}/dependants"))["dependants"]
    assert hanging["names"] == {"integrations": ["slack"]}
    changed = await api.client.patch(
        f"{LOCAL}/connections/{id}", json={"displayName": "Robot", "secret": {"secretText": "y"}}
    )
    assert changed.json()["connection"]["displayName"] == "Robot"
    found = await got(
        api, "/connections/find", integrationName="slack", externalId="bot", workspaceId="default"
    )
    assert found["connection"]["id"] == id
    going = (await got(api, "/workspaces/default/dependants"))["dependants"]["counts"]
    assert going["integrations"] == 11
    assert (await got(api, "/organisation"))["org"]["slug"] == "local"
    assert (await got(api, "/catalogue/broken"))["broken"] == {}


async def test_the_vault_is_locked_and_unlocked(api: Api, passphrase_file: Any) -> None:
    secret = {
        "type": "SECRET_TEXT",
        "externalId": "bot",
        "displayName": "Bot",
        "integrationName": "slack",
        "secretText": "x" * 20,
    }
    await api.client.post("/api/v1/connections", json=secret)
    assert (await got(api, "/vault", check="true"))["vault"]["state"] == "open"
    locked = await api.client.post(f"{LOCAL}/vault/lock")
    assert locked.json()["vault"]["state"] == "locked"
    opened = await api.client.post(
        f"{LOCAL}/vault/unlock", json={"passphrase": passphrase_file.read_text()}
    )
    assert opened.json()["vault"]["state"] == "open"


async def test_lists_go_by_cursor_and_by_offset(api: Api) -> None:
    for number in range(7):
        await api.client.post(
            "/api/v1/workspaces", json={"name": f"W{number}", "slug": f"w{number}"}
        )

    async def slugs(**query: Any) -> tuple[list[str], dict[str, Any]]:
        found = (await api.client.get("/api/v1/workspaces", params=query)).json()
        return [each["slug"] for each in found["workspaces"]], found

    everything, whole = await slugs()
    assert (whole["total"], whole["next"]) == (8, None)
    by_offset = [(await slugs(limit=3, offset=offset))[0] for offset in (0, 3, 6, 9)]
    assert [each for part in by_offset for each in part] == everything
    assert [(await slugs(limit=3, offset=offset))[1]["total"] for offset in (0, 6, 8, 99)] == [
        8
    ] * 4
    first, page = await slugs(pageSize=3)
    second, _ = await slugs(pageSize=3, cursor=page["next"])
    assert first + second == everything[:6]
    last, _ = await slugs(pageSize=2, backwards=True)
    assert last == everything[-2:]
    assert (await slugs(search="w3"))[0] == ["w3"]
    assert (await slugs(sort="-slug"))[0] == everything[::-1]


async def test_the_description_has_a_page_for_people(api: Api) -> None:
    page = await api.client.get("/docs")
    assert page.status_code == 200
    assert "POST /api/v1/actions/execute" in page.text
    assert "http://" not in page.text and "https://" not in page.text


@pytest.fixture
def watched(server: Server) -> Iterator[tuple[httpx.Client, list[dict[str, Any]], threading.Event]]:
    """A client, what a stream of changes has told so far, and when it told of a workspace."""
    told: list[dict[str, Any]] = []
    following, changed = threading.Event(), threading.Event()
    with server.client() as client:

        def follow() -> None:
            with client.stream("GET", f"{LOCAL}/changes") as stream:
                for line in stream.iter_lines():
                    following.set()
                    if line.startswith("data: "):
                        told.append(json.loads(line.removeprefix("data: ")))
                    if told and told[-1]["kind"] == "workspace":
                        changed.set()
                        return

        thread = threading.Thread(target=follow, daemon=True)
        thread.start()
        assert following.wait(30)
        yield client, told, changed
        thread.join(30)


def test_changes_are_told_as_they_happen(
    watched: tuple[httpx.Client, list[dict[str, Any]], threading.Event],
) -> None:
    client, told, changed = watched
    made = client.post("/api/v1/workspaces", json={"name": "Watched", "slug": "watched"})
    assert changed.wait(30)
    id = made.json()["workspace"]["id"]
    assert {"kind": "workspace", "workspaceId": id} in told
    client.delete(f"/api/v1/workspaces/{id}")
