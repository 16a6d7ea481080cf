"""Workspace integrations: aliases, strategies, and who would be used (wire B.3, C.1, E.1)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.conftest import World
from weavz_tui.model.entities import WorkspaceIntegration
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.errors import (
    AliasConflict,
    Duplicate,
    IntegrationNotFound,
    NotFound,
    NoUpdates,
    ValidationError,
)
from weavz_tui.model.lists import PageQuery, PartialQuery
from weavz_tui.model.requests import IntegrationCreate, IntegrationUpdate, PartialCreate
from weavz_tui.model.tools import tool_name

FIXED, PER_USER, FALLBACK = ConnectionStrategy


async def create(world: World, **fields: Any) -> WorkspaceIntegration:
    given = {"integration_name": "slack", **fields}
    return await world.service.integrations.create(world.workspace_id, IntegrationCreate(**given))


async def test_alias_and_strategy_have_defaults(world: World) -> None:
    found = await create(world)
    assert (found.integration_alias, found.connection_strategy) == ("slack", PER_USER)
    assert found.id.startswith("pi_")


async def test_a_given_connection_makes_it_fixed(world: World) -> None:
    given = await world.connection("given")
    assert (await create(world, connection_id=given.id)).connection_strategy is FIXED


async def test_fixed_without_a_connection_is_refused(world: World) -> None:
    with pytest.raises(ValidationError) as caught:
        await create(world, connection_strategy=FIXED)
    assert "connectionId" in caught.value.fields


async def test_a_fallback_may_be_missing(world: World) -> None:
    assert (await create(world, connection_strategy=FALLBACK)).connection_id is None


async def test_the_same_alias_again_is_a_duplicate(world: World) -> None:
    await create(world, integration_alias="bot")
    with pytest.raises(Duplicate):
        await create(world, integration_alias="bot")


async def test_the_alias_of_another_integration_is_a_conflict(world: World) -> None:
    await create(world, integration_alias="bot")
    with pytest.raises(AliasConflict):
        await create(world, integration_name="github", integration_alias="bot")


@pytest.mark.parametrize("alias", ["OpenAI", "_openai", "openai@bot", "1st", "a" * 65, "a b", ""])
async def test_an_alias_of_the_wrong_form_is_refused(world: World, alias: str) -> None:
    check = await world.service.integrations.check_alias(world.workspace_id, alias, "openai")
    assert check.outcome == "format"
    if alias:
        with pytest.raises(ValidationError):
            await create(world, integration_name="openai", integration_alias=alias)


async def test_checking_an_alias_tells_what_taking_it_would_say(world: World) -> None:
    made = await create(world, integration_alias="bot")
    check = world.service.integrations.check_alias
    free = await check(world.workspace_id, "other", "slack")
    assert (free.outcome, free.tool_example) == ("free", "other__send_channel_message")
    assert (await check(world.workspace_id, "bot", "slack")).outcome == "DUPLICATE"
    assert (await check(world.workspace_id, "bot", "github")).outcome == "ALIAS_CONFLICT"
    own = await check(world.workspace_id, "bot", "slack", except_id=made.id)
    assert own.outcome == "free"


async def test_an_unknown_integration_is_not_found(world: World) -> None:
    with pytest.raises(IntegrationNotFound):
        await create(world, integration_name="no-such")


async def test_a_connection_of_another_integration_is_refused(world: World) -> None:
    given = await world.connection("given", integration="github")
    with pytest.raises(ValidationError):
        await create(world, connection_id=given.id)


async def test_unknown_allowed_actions_are_refused(world: World) -> None:
    with pytest.raises(ValidationError):
        await create(world, allowed_actions=["no_such_action"])


async def test_a_patch_without_fields_changes_nothing(world: World) -> None:
    made = await create(world)
    with pytest.raises(NoUpdates):
        await world.service.integrations.update(world.workspace_id, made.id, IntegrationUpdate())


async def test_null_takes_the_limit_on_actions_away(world: World) -> None:
    made = await create(world, allowed_actions=["list_channels"])
    changed = await world.service.integrations.update(
        world.workspace_id, made.id, IntegrationUpdate(allowed_actions=None)
    )
    assert changed.allowed_actions is None
    assert changed.integration_alias == "slack"


async def test_a_new_alias_takes_its_partials_along(world: World) -> None:
    made = await create(world, integration_alias="bot")
    await world.service.partials.create(
        PartialCreate(
            workspace_id=world.workspace_id,
            integration_name="slack",
            integration_alias="bot",
            name="house",
            values={"text": "hello"},
        )
    )
    followers = await world.service.integrations.dependants(world.workspace_id, made.id)
    assert followers.sentence() == "1 partial"
    await world.service.integrations.update(
        world.workspace_id, made.id, IntegrationUpdate(integration_alias="robot")
    )
    query = PartialQuery(workspace_id=world.workspace_id, integration_alias="robot")
    assert [each.name for each in (await world.service.partials.list(query)).items] == ["house"]


async def test_an_instance_is_found_by_either_form_of_its_id_and_by_alias(world: World) -> None:
    made = await create(world, integration_alias="bot")
    for ref in (made.id, made.id.removeprefix("pi_"), "bot"):
        assert (await world.service.integrations.get(world.workspace_id, ref)).id == made.id


async def test_the_list_tells_what_the_catalogue_knows(world: World) -> None:
    await create(world)
    page = await world.service.integrations.list(world.workspace_id, PageQuery())
    row = next(each for each in page.items if each.integration_alias == "slack")
    assert (row.action_count, row.needs_connection) == (42, True)
    assert row.integration_display_name == "Slack"


async def test_a_deleted_instance_comes_back_with_its_partials(world: World) -> None:
    made = await create(world, integration_alias="bot")
    await world.service.partials.create(
        PartialCreate(
            workspace_id=world.workspace_id,
            integration_name="slack",
            integration_alias="bot",
            name="house",
            values={"text": "hello"},
        )
    )
    gone = await world.service.integrations.delete(world.workspace_id, made.id)
    with pytest.raises(NotFound):
        await world.service.integrations.get(world.workspace_id, made.id)
    assert gone.undo is not None
    await world.service.undo(gone.undo)
    assert (await world.service.integrations.get(world.workspace_id, "bot")).id == made.id
    query = PartialQuery(workspace_id=world.workspace_id, integration_alias="bot")
    assert (await world.service.partials.list(query)).total == 1


async def test_who_would_be_used_now_and_after_saving(world: World) -> None:
    fallback = await world.connection("fallback")
    await world.connection("own", end_user="user_42")
    for user in ("user_42", "user_7"):
        await world.end_user(user)
    made = await create(world, connection_strategy=PER_USER)
    draft = IntegrationUpdate(connection_strategy=FALLBACK, connection_id=fallback.id)
    found = await world.service.integrations.who(
        world.workspace_id, made.id, end_user_id="user_42", draft=draft
    )
    assert [row.label for row in found.rows] == ["user_42", "nobody", "user_7"]
    assert [row.changes for row in found.rows] == [False, True, True]
    summary, then = found.summary, found.summary_then
    assert (summary.own, summary.given, summary.required) == (1, 0, 1)
    assert then is not None
    assert (then.own, then.given, then.required, then.given_name) == (1, 1, 0, "fallback")


async def test_every_alias_for_one_end_user(world: World) -> None:
    await world.connection("own", end_user="user_42")
    await create(world)
    rows = await world.service.integrations.who_everywhere(world.workspace_id, "user_42")
    found = {row.label: row.now for row in rows}
    assert found["slack"].connection is not None
    assert found["slack"].connection.external_id == "own"
    assert not found["hash-encode"].required


@pytest.mark.parametrize(
    ("alias", "action", "expected"),
    [
        ("google-sheets", "read_range", "google_sheets__read_range"),
        ("s3", "upload-file", "s3__upload_file"),
        ("ä", "b", "___b"),
    ],
)
def test_tool_names(alias: str, action: str, expected: str) -> None:
    assert tool_name(alias, action) == expected


def test_long_tool_names_stay_apart() -> None:
    first, second = tool_name("a" * 60, "action_one"), tool_name("a" * 60, "action_two")
    assert first != second
    assert len(first) == len(second) == 64
