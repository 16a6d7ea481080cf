"""A change made anywhere reaches who is connected, and nobody else."""

from __future__ import annotations

import time

import anyio
import pytest

from tests.mcp.conftest import Served
from tests.mcp.serving import (
    ERAS,
    HANDSHAKE,
    MODERN,
    PATIENCE,
    handshake,
    hearing,
    message,
    plain,
)
from tests.mcp.writer import writing
from weavz_tui.model.requests import IntegrationUpdate, PartialCreate
from weavz_tui.model.servers import ServerMode, ServerUpdate, ToolCreate

CHANGES = 6
SECOND = 1.0


async def test_changes_of_another_process_are_heard_within_a_second_in_both_eras(
    served: Served, elsewhere: Served
) -> None:
    integration = (await served.service.integrations.get(served.workspace_id, "hash-encode")).id
    late: list[float] = []
    async with (
        writing(served.workspace_id, integration) as writer,
        hearing(served.url, served.token, HANDSHAKE) as (_, old),
        hearing(served.url, served.token, MODERN) as (_, new),
        hearing(elsewhere.url, elsewhere.token, HANDSHAKE) as (_, other_old),
        hearing(elsewhere.url, elsewhere.token, MODERN) as (_, other_new),
    ):
        for count in range(1, CHANGES + 1):
            committed = await writer.change()
            for ear in (old, new):
                await ear.wait(count)
                late.append(time.monotonic() - committed)
    assert max(late) < SECOND
    assert (old.heard, new.heard) == (CHANGES, CHANGES)
    assert (other_old.heard, other_new.heard) == (0, 0)


@pytest.mark.parametrize("era", ERAS)
async def test_the_next_list_has_what_was_announced(served: Served, era: str) -> None:
    async with hearing(served.url, served.token, era) as (made, ear):
        await served.add("datetime", "clock")
        await ear.wait(1)
        names = [each.name for each in (await made.list_tools(cache_mode="bypass")).tools]
    assert any(each.startswith("clock__") for each in names)


@pytest.mark.parametrize("era", ERAS)
async def test_only_what_changes_the_list_is_announced(served: Served, era: str) -> None:
    service, workspace_id = served.service, served.workspace_id
    found = await service.integrations.get(workspace_id, "hash-encode")
    async with hearing(served.url, served.token, era) as (made, ear):
        await made.call_tool("hash_encode__generate_uuid", {})
        await service.integrations.update(
            workspace_id, found.id, IntegrationUpdate(display_name="Digests")
        )
        await service.servers.update(served.id, ServerUpdate(description="New words"))
        fixed = PartialCreate(
            workspace_id=workspace_id,
            integration_name="hash-encode",
            name="Always SHA-1",
            action_name="hash",
            values={"algorithm": "sha1"},
            enforced_keys=["algorithm"],
            is_default=True,
        )
        await service.partials.create(fixed)
        await ear.wait(1)
        listed = {each.name: each for each in (await made.list_tools(cache_mode="bypass")).tools}
    assert ear.heard == 1
    assert "algorithm" not in listed["hash_encode__hash"].input_schema["properties"]


async def test_a_tool_of_one_server_is_not_announced_at_another(
    served: Served, elsewhere: Served
) -> None:
    async with (
        hearing(served.url, served.token, MODERN) as (_, ear),
        hearing(elsewhere.url, elsewhere.token, MODERN) as (_, other),
    ):
        data = ToolCreate(
            integration_name="datetime", integration_alias="now", action_name="date_math"
        )
        await served.service.servers.add_tool(served.id, data)
        await ear.wait(1)
        await elsewhere.add("datetime")
        await other.wait(1)
    assert (ear.heard, other.heard) == (1, 1)


@pytest.mark.parametrize("era", ERAS)
async def test_another_mode_is_another_list(served: Served, era: str) -> None:
    async with hearing(served.url, served.token, era) as (_, ear):
        await served.service.servers.update(served.id, ServerUpdate(mode=ServerMode.CODE))
        await ear.wait(1)


async def test_who_begins_to_listen_late_is_told_what_was_missed(served: Served) -> None:
    """A client of a handshake revision lists first and opens its stream afterwards."""
    async with plain(served.url, served.token) as http:
        session = await handshake(http)
        await http.post("", json=message("tools/list"), headers=session)
        async with hearing(served.url, served.token, MODERN) as (_, ear):
            await served.add("datetime")
            await ear.wait(1)
        with anyio.fail_after(PATIENCE):
            async with http.stream("GET", "", headers=session) as stream:
                async for line in stream.aiter_lines():
                    if "notifications/tools/list_changed" in line:
                        return
    pytest.fail("the stream ended")
