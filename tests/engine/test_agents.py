"""What agents keep and run, through the engine on a real store."""

from __future__ import annotations

import asyncio
import importlib.util
from typing import Any

import anyio
import pytest

from tests.engine.conftest import World
from tests.real import need
from weavz_tui.engine.principal import Principal
from weavz_tui.model.enums import ConnectionStrategy, Source
from weavz_tui.model.errors import ActionFailed, NativeRuntimeRequired, ValidationError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.requests import IntegrationCreate, WorkspaceCreate
from weavz_tui.sandbox import run_python

FIXED = ConnectionStrategy.FIXED


async def _run(
    world: World, name: str, inputs: dict[str, Any] | None = None, user: str | None = None
) -> Any:
    slug, _, action = name.partition(".")
    request = ExecuteRequest(
        integration_name=slug,
        action_name=action,
        workspace_id=world.workspace_id,
        end_user_id=user,
        input=inputs or {},
    )
    return (await world.service.actions.execute(request)).output


@pytest.mark.parametrize(
    ("write", "inputs", "read"),
    [
        ("agent-memory.create_entities", {"entities": [{"name": "Ada"}]}, "read_graph"),
        ("agent-scratchpad.write_page", {"pageName": "a", "content": "b"}, "list_pages"),
    ],
)
async def test_what_is_kept_belongs_to_the_end_user(
    world: World, write: str, inputs: dict[str, Any], read: str
) -> None:
    slug = write.partition(".")[0]
    await world.instance(slug, FIXED, integration=slug)
    await _run(world, write, inputs, "ada")
    assert (await _run(world, f"{slug}.{read}", user="ada"))["count"] == 1
    assert (await _run(world, f"{slug}.{read}", user="charles"))["count"] == 0
    with pytest.raises(ValidationError) as refused:
        await _run(world, f"{slug}.{read}")
    assert list(refused.value.fields) == ["endUserId"]


async def test_what_is_kept_belongs_to_the_workspace_where_the_settings_say_so(
    world: World,
) -> None:
    settings = {"persistence": {"scope": "workspace"}}
    slug = "sequential-thinking"
    await world.instance(slug, FIXED, integration=slug, settings=settings)
    await _run(world, f"{slug}.add_thought", {"chainId": "c", "content": "One"}, "ada")
    chain = await _run(world, f"{slug}.get_chain", {"chainId": "c"})
    assert chain["count"] == 1


async def test_agents_side_by_side_lose_nothing(world: World) -> None:
    slug = "agent-memory"
    settings = {"persistence": {"scope": "workspace"}}
    await world.instance(slug, FIXED, integration=slug, settings=settings)
    await _run(world, f"{slug}.create_entities", {"entities": [{"name": "Ada"}]})

    async def note(number: int) -> None:
        seen = [{"entityName": "Ada", "contents": [f"fact {number}"]}]
        await _run(world, f"{slug}.add_observations", {"observations": seen})

    async with anyio.create_task_group() as group:
        for number in range(20):
            group.start_soon(note, number)
    found = await _run(world, f"{slug}.get_entity", {"name": "Ada"})
    assert len(found["observations"]) == 20


async def test_what_needs_another_runtime_says_so(world: World) -> None:
    inputs = {"language": "shell", "code": "ls"}
    with pytest.raises(NativeRuntimeRequired) as refused:
        await _run(world, "advanced-code.run_code", inputs)
    assert refused.value.wire()["code"] == "NATIVE_RUNTIME_REQUIRED"


async def test_code_may_take_as_long_as_the_settings_say(world: World) -> None:
    found = importlib.util.find_spec("pydantic_monty") is not None
    need(found, "install the extra `code`: pip install -e '.[code]'")
    slug = "advanced-code"
    settings = {"advancedCode": {"timeoutSeconds": 0.2}}
    await world.instance(slug, FIXED, integration=slug, settings=settings)
    inputs = {"language": "python", "code": "while True: pass"}
    with pytest.raises(ActionFailed) as failed:
        await _run(world, f"{slug}.run_code", inputs)
    assert failed.value.details["message"] == "TimeoutError: stopped after 0.2 seconds"


async def test_one_organisations_code_leaves_places_to_others(world: World) -> None:
    found = importlib.util.find_spec("pydantic_monty") is not None
    need(found, "install the extra `code`: pip install -e '.[code]'")
    name, sums = "advanced-code.run_code", {"language": "python", "code": "1 + 1"}
    other = await world.service.access.create_organisation("Other", "other")
    acting = world.service.acting(Principal(other.id, Source.REST))
    place = await acting.workspaces.create(WorkspaceCreate(name="W", slug="w"))
    await acting.integrations.create(place.id, IntegrationCreate(integration_name="advanced-code"))
    theirs = ExecuteRequest(
        integration_name="advanced-code", action_name="run_code", workspace_id=place.id, input=sums
    )
    leaving, busy = anyio.Event(), 0
    four = anyio.Event()

    async def stay() -> None:
        nonlocal busy
        busy += 1
        if busy == 4:
            four.set()
        await leaving.wait()

    async def hold() -> None:
        await run_python("await stay()", caller=world.org_id, host_functions={"stay": stay})

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(hold)
        await four.wait()
        ours = asyncio.ensure_future(_run(world, name, sums))
        assert (await acting.actions.execute(theirs)).output["result"] == 2
        assert not ours.done()
        leaving.set()
        assert (await ours)["result"] == 2


@pytest.mark.parametrize("seconds", [0, -1, True, "60"])
async def test_a_time_limit_is_a_number_of_seconds(world: World, seconds: Any) -> None:
    slug = "advanced-code"
    settings = {"advancedCode": {"timeoutSeconds": seconds}}
    await world.instance(slug, FIXED, integration=slug, settings=settings)
    with pytest.raises(ValidationError):
        await _run(world, f"{slug}.run_code", {"language": "python", "code": "1"})
