"""Connections as records: listed, changed and deleted as a whole or not at all (wire B.4, E.14)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.conftest import World
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.errors import ValidationError, VaultLocked
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.lists import ActivityQuery, ConnectionQuery
from weavz_tui.model.requests import ConnectionUpdate
from weavz_tui.store import connections


async def test_a_list_takes_the_slug_of_a_workspace_for_its_id(world: World) -> None:
    service = world.service
    await world.connection("own")
    await world.connection("shared", workspace=None)
    call = ExecuteRequest(
        integration_name="hash-encode",
        action_name="generate_uuid",
        workspace_id=world.workspace_id,
    )
    await service.actions.execute(call)
    found = await service.connections.list(ConnectionQuery(workspace_id="default"))
    assert [each.external_id for each in found.items] == ["own", "shared"]
    assert (await service.activity.list(ActivityQuery(workspace_id="default"))).total == 1


async def test_a_connection_that_cannot_be_deleted_stays_where_it_is_used(
    world: World, slack: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = world.service
    monkeypatch.delenv("WEAVZ_TUI_PASSPHRASE_FILE")
    await service.vault.lock()
    with pytest.raises(VaultLocked):
        await service.connections.delete(slack.id)
    assert (await service.integrations.get("default", "slack_bot")).connection_id == slack.id


async def test_a_new_secret_never_stands_beside_the_address_of_the_old_one(
    world: World, slack: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, store = world.service, world.service.parts.store
    seen: list[tuple[int, str | None]] = []
    write = store.write

    async def watched(work: Any, **options: Any) -> Any:
        found = await write(work, **options)
        now = await store.read(lambda rows: connections.get(rows, slack.org_id, slack.id))
        assert now is not None
        seen.append((now.generation, now.base_url))
        return found

    monkeypatch.setattr(store, "write", watched)
    await service.connections.update(
        slack.id, ConnectionUpdate(secret={"secretText": "new"}, base_url="https://other.example")
    )
    assert (2, None) not in seen
    assert seen[-1] == (2, "https://other.example")


@pytest.mark.parametrize("url", ["http://[", "https://[::1", "http://a]b/"])
async def test_an_address_that_is_none_is_bad_input(
    world: World, slack: Connection, url: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        await world.service.connections.update(slack.id, ConnectionUpdate(base_url=url))
    assert set(caught.value.fields) == {"baseUrl"}


async def test_a_row_tells_its_connection_whatever_other_aliases_are_called(world: World) -> None:
    made = await world.connection("own")
    await world.instance("abot", ConnectionStrategy.FIXED, made)
    await world.instance("bot", ConnectionStrategy.FIXED, made)
    await world.end_user("u1")
    found = await world.service.integrations.get("default", "bot")
    assert found.connection is not None and found.connection.external_id == "own"
    assert found.end_user_count == 1
