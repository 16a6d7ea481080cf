"""Accounts that are optional, deleted or behind a locked vault."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Answers, World
from tests.engine.outcomes.lab import SECRET, call, records, set_quota, used
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.errors import (
    ConnectionRequired,
    VaultLocked,
)
from weavz_tui.model.requests import ConnectionCreate


async def account(world: World) -> Connection:
    return await world.service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id="mine",
            display_name="Mine",
            integration_name="lab",
            secret={"secretText": SECRET},
        )
    )


async def test_an_account_that_is_optional_is_used_when_it_is_named(
    world: World, answers: Answers
) -> None:
    await account(world)
    await world.service.actions.execute(call(world, "put_twice", connection_external_id="mine"))
    await world.service.actions.execute(call(world, "put_twice"))
    sent = [each.headers.get("authorization") for each in answers.requests]
    assert sent == [f"Bearer {SECRET}"] * 2 + [None] * 2


async def test_a_connection_deleted_after_it_was_chosen_asks_for_another(world: World) -> None:
    made = await account(world)
    await world.service.connections.delete(made.id)
    with pytest.raises(ConnectionRequired):
        await world.service.parts.credentials.read(made)


async def test_a_locked_vault_stops_the_call_and_gives_its_quota_back(
    world: World, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    await account(world)
    await set_quota(world.service, 5)
    monkeypatch.delenv("WEAVZ_TUI_PASSPHRASE_FILE")
    await world.service.vault.lock()
    with pytest.raises(VaultLocked):
        await world.service.actions.execute(call(world, "put_twice", connection_external_id="mine"))
    assert not answers.requests
    assert await used(world.service) == 0
    (record,) = await records(world.service)
    assert record.error_code == "VAULT_LOCKED"
