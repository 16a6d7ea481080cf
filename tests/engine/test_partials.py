"""Which inputs a call has under partials (wire C.3, E.8)."""

from __future__ import annotations

from typing import Any

from tests.engine.calls import digest
from tests.engine.conftest import World
from weavz_tui.model.requests import PartialCreate


async def partial(world: World, name: str, **fields: Any) -> str:
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


async def test_partials_fill_in_and_enforce(world: World) -> None:
    values = {"algorithm": "sha1", "encoding": "base64"}
    await partial(world, "house", values=values, enforced_keys=["algorithm"], is_default=True)
    request = digest(world, input={"text": "hello", "algorithm": "sha256", "encoding": "hex"})
    found = await world.service.actions.explain(request)
    assert found.input["algorithm"] == "sha1"
    assert found.input["encoding"] == "hex"
    assert {key: each.source.value for key, each in found.origins.items()} == {
        "text": "caller",
        "algorithm": "enforced",
        "encoding": "caller",
    }


async def test_an_action_default_goes_over_an_integration_wide_one(world: World) -> None:
    await partial(world, "narrow", action_name="hash", values={"text": "a"}, is_default=True)
    await partial(world, "wide", values={"text": "b", "encoding": "hex"}, is_default=True)
    found = await world.service.actions.explain(digest(world, input={"algorithm": "sha1"}))
    assert (found.input["text"], found.input["encoding"]) == ("a", "hex")
    assert found.partials == ["wide", "narrow"]


async def test_no_partial_at_all_when_the_list_is_empty(world: World) -> None:
    await partial(world, "house", values={"text": "b"}, is_default=True)
    found = await world.service.actions.explain(digest(world, input={}, partial_ids=[]))
    assert found.input == {}
    assert found.errors["text"] == "required"


async def test_the_later_of_several_partials_wins(world: World) -> None:
    one = await partial(world, "one", values={"text": "1", "encoding": "hex"})
    await partial(world, "two", values={"text": "2"})
    found = await world.service.actions.explain(digest(world, input={}, partial_ids=[one, "two"]))
    assert (found.input["text"], found.input["encoding"]) == ("2", "hex")
