"""The whole choice of a connection as a table (specification, connection resolution; wire E.5)."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.engine.conftest import World
from weavz_tui.model.enums import ConnectionStatus, ConnectionStrategy
from weavz_tui.model.errors import ConnectionRequired, WeavzError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.lists import PageQuery
from weavz_tui.model.requests import WorkspaceCreate

FIXED, PER_USER, FALLBACK = ConnectionStrategy
USER = "user_42"

SELECTORS: dict[str, dict[str, Any]] = {
    "nothing but the name": {},
    "alias": {"integration_alias": "slack"},
    "instance id": {"workspace_integration_id": "instance"},
    "instance id without prefix": {"workspace_integration_id": "bare instance"},
    "endUserId": {"end_user_id": USER},
    "externalId": {"external_id": USER},
    "endUserId and externalId alike": {"end_user_id": USER, "external_id": USER},
    "alias and end user": {"integration_alias": "slack", "end_user_id": USER},
    "unknown end user": {"end_user_id": "nobody_we_know"},
    "explicit": {"connection_external_id": "explicit"},
    "explicit and end user": {"connection_external_id": "explicit", "end_user_id": USER},
}
NAMES_USER = {
    "endUserId",
    "externalId",
    "endUserId and externalId alike",
    "alias and end user",
}


def expected(strategy: ConnectionStrategy, connected: bool, given: bool, selector: str) -> str:
    """The rules of the specification in one place, written down apart from the code."""
    if selector.startswith("explicit"):
        return "explicit"
    own = connected and selector in NAMES_USER
    if strategy is FIXED:
        return "given" if given else "CONNECTION_REQUIRED"
    if own:
        return "own"
    if strategy is FALLBACK and given:
        return "given"
    return "CONNECTION_REQUIRED"


CASES = list(product(ConnectionStrategy, (True, False), (True, False), SELECTORS))


@pytest.mark.parametrize(("strategy", "connected", "given", "selector"), CASES)
async def test_strategy_by_user_by_fallback_by_selector(
    world: World, strategy: ConnectionStrategy, connected: bool, given: bool, selector: str
) -> None:
    await world.connection("explicit", workspace=None)
    fallback = await world.connection("given") if given else None
    if connected:
        await world.connection("own", end_user=USER)
    instance = await world.instance("slack", strategy, fallback)
    chosen = dict(SELECTORS[selector])
    if "workspace_integration_id" in chosen:
        bare = chosen["workspace_integration_id"] == "bare instance"
        chosen["workspace_integration_id"] = (
            instance.id.removeprefix("pi_") if bare else instance.id
        )

    assert await outcome(world, **chosen) == expected(strategy, connected, given, selector)


async def outcome(world: World, **selectors: Any) -> str:
    """The external id of the connection that would be used, or the code of the error, as an
    execution gives it: its credential is missing here, so an execution ends right after."""
    request = ExecuteRequest(
        **{
            "integration_name": "slack",
            "action_name": "list_channels",
            "workspace_id": world.workspace_id,
            **selectors,
        }
    )
    try:
        found = (await world.service.actions.explain(request)).resolution
    except WeavzError as error:
        return error.code
    if found.connection is not None:
        assert found.steps[-1].outcome == "used" or found.steps[-1].outcome == "not reached"
        return found.connection.external_id
    if not found.required:
        return "no account"
    with pytest.raises(ConnectionRequired) as caught:
        await world.service.actions.execute(request)
    assert caught.value.details["steps"], "the error tells how the choice went"
    return str(caught.value.code)


async def test_two_end_users_in_one_request_are_refused(world: World) -> None:
    await world.instance("slack", PER_USER)
    assert await outcome(world, end_user_id="a", external_id="b") == "VALIDATION_ERROR"


async def test_an_unknown_explicit_connection_is_not_found(world: World) -> None:
    await world.instance("slack", PER_USER)
    assert await outcome(world, connection_external_id="no such") == "CONNECTION_NOT_FOUND"


async def test_an_explicit_connection_of_another_integration_is_refused(world: World) -> None:
    await world.connection("of_github", integration="github", workspace=None)
    assert await outcome(world, connection_external_id="of_github") == "VALIDATION_ERROR"


async def test_an_explicit_connection_of_the_workspace_wins_over_the_organisation(
    world: World,
) -> None:
    shared = await world.connection("same", workspace=None)
    local = await world.connection("same")
    request = ExecuteRequest(
        integration_name="slack",
        action_name="list_channels",
        workspace_id=world.workspace_id,
        connection_external_id="same",
    )
    found = (await world.service.actions.explain(request)).resolution.connection
    assert found is not None
    assert (found.id, found.id != shared.id) == (local.id, True)


async def test_an_explicit_connection_of_another_workspace_is_not_found(world: World) -> None:
    other = await world.service.workspaces.create(WorkspaceCreate(name="Other", slug="other"))
    await world.connection("theirs", workspace=other.id)
    assert await outcome(world, connection_external_id="theirs") == "CONNECTION_NOT_FOUND"


async def test_a_call_without_workspace_needs_an_explicit_connection(world: World) -> None:
    assert await outcome(world, workspace_id=None) == "VALIDATION_ERROR"


@pytest.mark.parametrize("workspace", [None, ""], ids=["organisation", "one workspace"])
async def test_an_explicit_connection_says_the_workspace(
    world: World, workspace: str | None
) -> None:
    await world.connection("explicit", workspace=workspace)
    assert await outcome(world, workspace_id=None, connection_external_id="explicit") == "explicit"


async def test_an_explicit_connection_in_two_workspaces_does_not_say_which(world: World) -> None:
    other = await world.service.workspaces.create(WorkspaceCreate(name="Other", slug="other"))
    await world.connection("explicit")
    await world.connection("explicit", workspace=other.id)
    found = await outcome(world, workspace_id=None, connection_external_id="explicit")
    assert found == "VALIDATION_ERROR"


async def test_several_instances_and_no_selector_are_ambiguous(world: World) -> None:
    await world.instance("bot", PER_USER)
    await world.instance("user", PER_USER)
    assert await outcome(world) == "AMBIGUOUS_INTEGRATION"


async def test_the_instance_named_like_the_integration_is_preferred(world: World) -> None:
    given = await world.connection("given")
    await world.instance("bot", PER_USER)
    await world.instance("slack", FIXED, given)
    assert await outcome(world) == "given"


async def test_an_explicit_connection_needs_no_instance_to_be_chosen(world: World) -> None:
    await world.instance("bot", PER_USER)
    await world.instance("user", PER_USER)
    await world.connection("explicit")
    assert await outcome(world, connection_external_id="explicit") == "explicit"


async def test_an_unknown_alias_is_not_found(world: World) -> None:
    await world.instance("slack", PER_USER)
    assert await outcome(world, integration_alias="nothing") == "NOT_FOUND"


async def test_an_alias_of_another_integration_is_refused(world: World) -> None:
    await world.instance("bot", PER_USER, integration="github")
    assert await outcome(world, integration_alias="bot") == "VALIDATION_ERROR"


@pytest.mark.parametrize("selectors", [{}, {"end_user_id": USER}, {"integration_alias": "slack"}])
async def test_without_an_instance_the_only_connection_is_used(
    world: World, selectors: dict[str, Any]
) -> None:
    await world.connection("only", workspace=None)
    assert await outcome(world, **selectors) == "only"


async def test_without_an_instance_the_end_users_own_comes_first(world: World) -> None:
    await world.connection("only", workspace=None)
    await world.connection("own", end_user=USER)
    assert await outcome(world, end_user_id=USER) == "own"


async def test_without_an_instance_two_connections_are_one_too_many(world: World) -> None:
    await world.connection("first")
    await world.connection("second", workspace=None)
    assert await outcome(world) == "CONNECTION_REQUIRED"


async def test_a_persons_connection_is_never_the_only_one_of_others(world: World) -> None:
    await world.connection("own", end_user="somebody_else")
    assert await outcome(world) == "CONNECTION_REQUIRED"
    assert await outcome(world, end_user_id=USER) == "CONNECTION_REQUIRED"


@pytest.mark.parametrize("strategy", list(ConnectionStrategy))
async def test_a_connection_in_error_asks_for_a_new_authorisation(
    world: World, strategy: ConnectionStrategy
) -> None:
    broken = await world.connection("broken", status=ConnectionStatus.ERROR)
    await world.connection("own", end_user=USER, status=ConnectionStatus.ERROR)
    await world.instance("slack", strategy, broken)
    request = ExecuteRequest(
        integration_name="slack",
        action_name="list_channels",
        workspace_id=world.workspace_id,
        end_user_id=USER,
    )
    with pytest.raises(ConnectionRequired) as caught:
        await world.service.actions.execute(request)
    assert caught.value.details["reason"] == "REAUTHORISE"


async def test_the_authentication_method_tells_own_connections_apart(world: World) -> None:
    await world.connection("with_key", end_user=USER, key="api_key")
    await world.connection("with_oauth", end_user=USER, key="oauth2")
    await world.instance("slack", PER_USER)
    assert await outcome(world, end_user_id=USER, auth_method_key="api_key") == "with_key"
    assert await outcome(world, end_user_id=USER, auth_method_key="oauth2") == "with_oauth"


async def test_an_unknown_end_user_creates_nothing(world: World) -> None:
    await world.instance("slack", PER_USER)
    assert await outcome(world, end_user_id="nobody_we_know") == "CONNECTION_REQUIRED"
    page = await world.service.end_users.list(world.workspace_id, PageQuery())
    assert page.total == 0


async def test_what_needs_no_account_skips_all_of_it(world: World) -> None:
    found = await outcome(
        world, integration_name="hash-encode", action_name="generate_uuid", end_user_id=USER
    )
    assert found == "no account"


async def test_a_deleted_connection_leaves_its_instance_without_one(world: World) -> None:
    given = await world.connection("given")
    await world.instance("slack", FIXED, given)
    await world.service.connections.delete(given.id)
    assert await outcome(world) == "CONNECTION_REQUIRED"
