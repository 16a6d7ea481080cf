"""What is kept of the last test of a connection, and what makes it untested again."""

from __future__ import annotations

import httpx
import pytest

from tests.engine.conftest import Answers, World
from weavz_tui.model.requests import ConnectionCreate, ConnectionUpdate

ELSEWHERE = "http://127.0.0.1:9/self/hosted/"


async def _made(world: World) -> str:
    made = await world.service.connections.create(
        ConnectionCreate.model_validate(
            {
                "type": "SECRET_TEXT",
                "externalId": "c1",
                "displayName": "c1",
                "integrationName": "slack",
                "secret": {"secretText": "xoxb-canary"},
            }
        )
    )
    assert (made.tested_at, made.test_ok) == (None, None)
    return made.id


async def test_the_last_test_is_kept(world: World, answers: Answers) -> None:
    id = await _made(world)
    assert (await world.service.connections.test(id)).ok
    first = await world.service.connections.get(id)
    assert first.test_ok is True and first.tested_at is not None
    answers.answers = [httpx.Response(200, json={"ok": False, "error": "invalid_auth"})]
    await world.service.connections.test(id)
    second = await world.service.connections.get(id)
    assert second.test_ok is False
    assert second.tested_at is not None and second.tested_at >= first.tested_at


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (ConnectionUpdate(secret={"secretText": "xoxb-other"}), False),
        (ConnectionUpdate(base_url=ELSEWHERE), False),
        (ConnectionUpdate(display_name="Other"), True),
    ],
    ids=["secret", "address", "name"],
)
async def test_another_secret_or_address_was_not_tested(
    world: World, change: ConnectionUpdate, kept: bool
) -> None:
    id = await _made(world)
    await world.service.connections.test(id)
    changed = await world.service.connections.update(id, change)
    assert (changed.tested_at is not None) is kept
    assert changed.test_ok is (True if kept else None)
