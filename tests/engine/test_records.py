"""Workspaces, connections, end users and partials through the service."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import PASSPHRASE
from tests.engine.conftest import Answers, World
from weavz_tui.home import Home
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionScope, ConnectionStrategy, ConnectionType
from weavz_tui.model.errors import (
    ConnectionNotFound,
    Duplicate,
    EndUserNotFound,
    NotFound,
    NoUpdates,
    PartialMismatch,
    PartialNotFound,
    ValidationError,
    VaultLocked,
)
from weavz_tui.model.execution import ExecuteRequest, OptionsRequest
from weavz_tui.model.requests import (
    ConnectionCreate,
    ConnectionUpdate,
    EndUserCreate,
    EndUserUpdate,
    PartialCreate,
    PartialUpdate,
    WorkspaceCreate,
    WorkspaceUpdate,
)

CANARY = "canary-7Zq0secretXY"


async def connect(world: World, external_id: str = "c1", **fields: Any) -> Connection:
    return await world.service.connections.create(
        ConnectionCreate(
            **{
                "type": ConnectionType.SECRET_TEXT,
                "external_id": external_id,
                "display_name": external_id,
                "integration_name": "slack",
                "secret": {"secretText": CANARY},
                **fields,
            }
        )
    )


@pytest.mark.parametrize("slug", ["Upper", "-first", "has space", "", "ünicode", "a_b"])
async def test_a_slug_of_the_wrong_form_is_refused(world: World, slug: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await world.service.workspaces.create(WorkspaceCreate(name="A", slug=slug))
    assert "slug" in caught.value.fields


async def test_a_slug_can_be_taken_once(world: World) -> None:
    with pytest.raises(Duplicate):
        await world.service.workspaces.create(WorkspaceCreate(name="A", slug="default"))


async def test_a_workspace_is_renamed(world: World) -> None:
    update = WorkspaceUpdate(name="Acme", slug="acme")
    await world.service.workspaces.update(world.workspace_id, update)
    assert (await world.service.workspaces.get("acme")).name == "Acme"
    with pytest.raises(NoUpdates):
        await world.service.workspaces.update(world.workspace_id, WorkspaceUpdate())


async def test_deleting_a_workspace_takes_its_secrets_along(world: World, home_path: Path) -> None:
    made = await connect(world, workspace_id=world.workspace_id)
    goes_with = await world.service.workspaces.dependants(world.workspace_id)
    assert goes_with.counts["connections"] == 1
    gone = await world.service.workspaces.delete(world.workspace_id)
    assert gone.undo is None
    assert await world.service.vault.home.read(made.id) is None
    with pytest.raises(NotFound):
        await world.service.workspaces.delete(world.workspace_id)


async def test_a_secret_is_nowhere_under_the_home(world: World, home_path: Path) -> None:
    made = await connect(world)
    await world.service.connections.update(
        made.id, ConnectionUpdate(secret={"secretText": f"{CANARY}-2"})
    )
    assert CANARY not in (await world.service.connections.get(made.id)).model_dump_json()
    assert CANARY not in repr(ConnectionUpdate(secret={"secretText": CANARY}))
    await world.service.close()
    for path in Home.find().data.rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes(), path


async def test_a_connection_is_unique_by_integration_and_external_id(world: World) -> None:
    await connect(world)
    with pytest.raises(Duplicate):
        await connect(world)
    await connect(world, integration_name="github")
    await connect(world, workspace_id=world.workspace_id)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"secret": {}}, "secretText"),
        ({"secret": {"secretText": ""}}, "secretText"),
        ({"type": ConnectionType.BASIC_AUTH}, "type"),
        ({"external_id": "  "}, "externalId"),
        ({"scope": ConnectionScope.WORKSPACE}, "workspaceId"),
        ({"scope": ConnectionScope.USER}, "endUserId"),
        ({"base_url": "ftp://example.com"}, "baseUrl"),
        ({"base_url": "https://user:pw@example.com"}, "baseUrl"),
    ],
)
async def test_what_is_wrong_with_a_connection_is_named(
    world: World, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        await connect(world, **fields)
    assert field in caught.value.fields


async def test_an_unknown_end_user_is_created_with_a_connection(world: World) -> None:
    await connect(world, workspace_id=world.workspace_id, end_user_id="user_42")
    found = await world.service.end_users.get(world.workspace_id, "user_42")
    assert (found.connection_count, found.integrations) == (1, ["slack"])


async def test_a_connection_talks_to_its_own_address(world: World, answers: Answers) -> None:
    made = await connect(world, base_url="http://127.0.0.1:9/self/hosted/")
    await world.instance("slack", ConnectionStrategy.FIXED, made)
    request = ExecuteRequest(
        integration_name="slack", action_name="list_channels", workspace_id=world.workspace_id
    )
    await world.service.actions.execute(request)
    assert str(answers.requests[0].url).startswith("http://127.0.0.1:9/self/hosted/")


async def test_a_connection_is_tested_by_a_harmless_call(world: World, answers: Answers) -> None:
    made = await connect(world)
    assert (await world.service.connections.test(made.id)).ok
    assert answers.requests[-1].method in {"GET", "POST"}
    answers.answers = [httpx.Response(200, json={"ok": False, "error": "invalid_auth"})]
    refused = await world.service.connections.test(made.id)
    assert (refused.ok, refused.message) == (False, "invalid_auth")


async def test_deleting_a_connection_tells_what_is_left_without_one(world: World) -> None:
    made = await connect(world)
    await world.instance("bot", ConnectionStrategy.FIXED, made)
    goes_with = await world.service.connections.dependants(made.id)
    assert goes_with.names["integrations"] == ["bot"]
    await world.service.connections.delete(made.id)
    with pytest.raises(ConnectionNotFound):
        await world.service.connections.get(made.id)
    assert (await world.service.integrations.get(world.workspace_id, "bot")).connection_id is None


async def test_an_end_user_goes_with_their_connections(world: World) -> None:
    made = await world.service.end_users.create(
        EndUserCreate(workspace_id=world.workspace_id, external_id="user_42")
    )
    own = await connect(world, workspace_id=world.workspace_id, end_user_id="user_42")
    await world.service.end_users.delete(made.id)
    with pytest.raises(EndUserNotFound):
        await world.service.end_users.get(world.workspace_id, "user_42")
    with pytest.raises(ConnectionNotFound):
        await world.service.connections.get(own.id)


async def test_null_clears_a_field_of_an_end_user(world: World) -> None:
    made = await world.service.end_users.create(
        EndUserCreate(workspace_id=world.workspace_id, external_id="u", display_name="U")
    )
    await world.service.end_users.update(made.id, EndUserUpdate(display_name=None))
    assert (await world.service.end_users.get(world.workspace_id, "u")).display_name is None


async def preset(world: World, name: str = "house", **fields: Any) -> str:
    made = await world.service.partials.create(
        PartialCreate(
            **{
                "workspace_id": world.workspace_id,
                "integration_name": "hash-encode",
                "name": name,
                **fields,
            }
        )
    )
    return made.id


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"description": "x" * 501}, "description"),
        ({"enforced_keys": ["text"]}, "enforcedKeys"),
        ({"values": {"nonsense": 1}}, "values"),
        ({"action_name": "no_such"}, "actionName"),
    ],
)
async def test_what_is_wrong_with_a_partial_is_named(
    world: World, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        await preset(world, **fields)
    assert field in caught.value.fields


async def test_a_partial_needs_a_configured_integration(world: World) -> None:
    with pytest.raises(NotFound):
        await preset(world, integration_name="slack")


async def test_there_is_one_default_for_a_scope(world: World) -> None:
    first = await preset(world, "one", is_default=True)
    second = await preset(world, "two")
    await world.service.partials.update(second, PartialUpdate(is_default=True))
    assert not (await world.service.partials.get(first)).is_default


async def test_names_of_partials_are_unique_in_their_scope(world: World) -> None:
    await preset(world, "one", action_name="hash")
    await preset(world, "one", action_name="encode")
    with pytest.raises(Duplicate):
        await preset(world, "one", action_name="hash")


async def test_a_partial_of_another_action_does_not_fit(world: World) -> None:
    await preset(world, "enc", action_name="encode")
    request = ExecuteRequest(
        integration_name="hash-encode", action_name="hash", workspace_id=world.workspace_id
    )
    with pytest.raises(PartialMismatch):
        await world.service.actions.explain(request.model_copy(update={"partial_ids": ["enc"]}))
    with pytest.raises(PartialNotFound):
        await world.service.actions.explain(request.model_copy(update={"partial_ids": ["none"]}))


async def test_a_preview_shows_the_request_and_sends_nothing(
    world: World, answers: Answers
) -> None:
    made = await connect(world)
    await world.instance("slack", ConnectionStrategy.FIXED, made)
    request = ExecuteRequest(
        integration_name="slack",
        action_name="send_channel_message",
        workspace_id=world.workspace_id,
        input={"channel": "C1", "text": "hello"},
    )
    shown = await world.service.actions.preview(request)
    assert shown.effect == "http"
    assert shown.request is not None
    assert shown.request.headers["Authorization"] == "Bearer •••"
    assert "text=hello" in (shown.request.body or "")
    assert shown.curl.startswith("curl -X POST 'https://slack.com/api/chat.postMessage'")
    assert not answers.requests
    assert CANARY not in shown.model_dump_json()


async def test_a_preview_of_what_runs_here_says_so(world: World) -> None:
    request = ExecuteRequest(
        integration_name="hash-encode", action_name="generate_uuid", workspace_id="default"
    )
    shown = await world.service.actions.preview(request)
    assert (shown.effect, shown.description) == ("local", "runs here; nothing is sent")


async def test_options_are_fetched_searched_and_say_what_is_missing(
    world: World, answers: Answers
) -> None:
    made = await connect(world)
    await world.instance("slack", ConnectionStrategy.FIXED, made)
    listed = [{"id": "C1", "name": "general"}, {"id": "C2", "name": "random"}]
    answers.answers = [httpx.Response(200, json={"ok": True, "channels": listed})]
    request = OptionsRequest(
        integration_name="slack",
        workspace_id=world.workspace_id,
        property_name="channel",
        search_value="rand",
    )
    found = await world.service.actions.options(request)
    assert [each.value for each in found.options] == ["C2"]


async def test_a_locked_vault_says_how_to_unlock_it(world: World, answers: Answers) -> None:
    made = await connect(world)
    await world.instance("slack", ConnectionStrategy.FIXED, made)
    request = ExecuteRequest(
        integration_name="slack", action_name="list_channels", workspace_id=world.workspace_id
    )
    await world.service.vault.lock()
    with pytest.raises(VaultLocked) as caught:
        await world.service.actions.execute(request)
    assert "weavz-tui vault unlock" in caught.value.hint
    assert not answers.requests
    await world.service.vault.unlock(PASSPHRASE)
    assert (await world.service.actions.execute(request)).success
