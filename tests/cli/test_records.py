"""Workspaces, integrations, end users and partials from the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.conftest import Invoke


def data(invoke: Invoke, *words: str) -> dict[str, Any]:
    """What a command prints as JSON; it must succeed."""
    done = invoke(*words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_workspace_from_making_to_deleting(invoke: Invoke) -> None:
    assert data(invoke, "workspaces", "create", "Acme Corp.")["workspace"]["slug"] == "acme-corp"
    data(invoke, "workspaces", "update", "acme-corp", "--name", "Acme")
    assert data(invoke, "workspaces", "show", "acme-corp")["workspace"]["name"] == "Acme"
    listed = data(invoke, "workspaces", "list")
    assert {each["slug"] for each in listed["workspaces"]} == {"default", "acme-corp"}
    assert data(invoke, "workspaces", "delete", "acme-corp", "--yes")["deleted"] is True
    assert invoke("workspaces", "show", "acme-corp").exit_code == 5


@pytest.mark.parametrize("kind", ["workspaces", "integrations", "end-users", "partials"])
def test_what_is_not_there_exits_with_5(invoke: Invoke, kind: str) -> None:
    done = invoke(kind, "show", "nothing")
    assert (done.exit_code, done.stdout) == (5, "")
    assert "hint: " in done.stderr


def test_deleting_asks_and_without_a_terminal_refuses(invoke: Invoke) -> None:
    done = invoke("workspaces", "delete", "default", stdin="y\n")
    assert done.exit_code == 2
    assert "--yes" in done.stderr
    assert invoke("workspaces", "show", "default").exit_code == 0


def test_a_slug_is_taken_once(invoke: Invoke) -> None:
    done = invoke("workspaces", "create", "Default", "--json")
    assert (done.exit_code, json.loads(done.stdout)["code"]) == (2, "DUPLICATE")


def test_an_update_of_nothing_says_so(invoke: Invoke) -> None:
    done = invoke("workspaces", "update", "default", "--json")
    assert (done.exit_code, json.loads(done.stdout)["code"]) == (2, "NO_UPDATES")


def test_an_integration_under_an_alias(invoke: Invoke) -> None:
    made = data(
        invoke, "integrations", "create", "slack", "--alias", "bot", "--action", "list_users"
    )
    assert made["integration"]["connectionStrategy"] == "per_user"
    assert made["integration"]["allowedActions"] == ["list_users"]
    changed = data(invoke, "integrations", "update", "bot", "--alias", "bot2", "--all-actions")
    assert changed["integration"]["integrationAlias"] == "bot2"
    assert changed["integration"]["allowedActions"] is None
    data(invoke, "integrations", "delete", "bot2", "--yes")
    assert invoke("integrations", "show", "bot2").exit_code == 5


def test_an_action_that_is_not_allowed_exits_with_2(invoke: Invoke) -> None:
    data(invoke, "integrations", "create", "hash-encode", "--alias", "h", "--action", "encode")
    done = invoke("run", "h.generate_uuid", "--json")
    assert (done.exit_code, json.loads(done.stdout)["code"]) == (2, "ACTION_NOT_ALLOWED")


@pytest.mark.parametrize("alias", ["Bad", "1st", "a b", "ä"])
def test_a_bad_alias_is_told(invoke: Invoke, alias: str) -> None:
    done = invoke("integrations", "create", "slack", "--alias", alias, "--json")
    assert (done.exit_code, json.loads(done.stdout)["code"]) == (2, "VALIDATION_ERROR")


def test_an_end_user_from_making_to_deleting(invoke: Invoke) -> None:
    made = data(invoke, "end-users", "create", "u1", "--email", "u@example.com")["endUser"]
    assert (made["externalId"], made["email"]) == ("u1", "u@example.com")
    changed = data(
        invoke, "end-users", "update", "u1", "--email", "", "--metadata", '{"plan": "pro"}'
    )["endUser"]
    assert (changed["email"], changed["metadata"]) == (None, {"plan": "pro"})
    assert data(invoke, "end-users", "list")["total"] == 1
    data(invoke, "end-users", "delete", "u1", "--yes")
    assert data(invoke, "end-users", "list")["total"] == 0


@pytest.mark.parametrize("metadata", ["{", "[]", "1"])
def test_metadata_must_be_an_object(invoke: Invoke, metadata: str) -> None:
    assert invoke("end-users", "create", "u1", "--metadata", metadata).exit_code == 2


def test_a_partial_locks_an_input(invoke: Invoke) -> None:
    made = data(
        invoke,
        *("partials", "create", "three", "--integration", "hash-encode"),
        *("--action", "generate_uuid", "--set", "count=3", "--enforce", "count"),
    )["partial"]
    assert (made["values"], made["enforcedKeys"]) == ({"count": 3}, ["count"])
    run = ("run", "hash-encode.generate_uuid", "--set", "count=1", "--partial", "three")
    assert len(data(invoke, *run)["output"]["uuids"]) == 3
    data(invoke, "partials", "update", "three", "--set", "count=2", "--no-enforce", "count")
    assert len(data(invoke, *run)["output"]["uuids"]) == 1
    assert data(invoke, "partials", "show", "three")["partial"]["values"] == {"count": 2}
    data(invoke, "partials", "delete", "three", "--yes")
    assert data(invoke, "partials", "list")["total"] == 0


def test_a_partial_of_an_unknown_action_is_told(invoke: Invoke) -> None:
    done = invoke("partials", "create", "p", "--integration", "hash-encode", "--action", "nope")
    assert done.exit_code == 5


def test_the_catalogue_shows_actions_and_inputs(invoke: Invoke) -> None:
    listed = data(invoke, "catalog", "list")["integrations"]
    assert {"hash-encode", "slack", "github"} <= {each["name"] for each in listed}
    shown = data(invoke, "catalog", "show", "hash-encode.hash")["action"]
    assert [each["name"] for each in shown["properties"]] == ["text", "algorithm", "encoding"]
    assert "generate_uuid" in invoke("catalog", "show", "hash-encode").stdout


def test_activity_and_usage_tell_what_was_run(invoke: Invoke) -> None:
    data(invoke, "run", "hash-encode.generate_uuid")
    assert invoke("run", "hash-encode.hash").exit_code == 2
    failed = data(invoke, "activity", "list", "--status", "error")["executions"]
    assert [each["errorCode"] for each in failed] == ["VALIDATION_ERROR"]
    shown = data(invoke, "activity", "show", failed[0]["id"])["execution"]
    assert shown["source"] == "cli"
    usage = data(invoke, "usage")["usage"]
    assert usage["bySource"] == {"cli": 1}
    assert usage["failed"]["byAction"] == {"hash-encode.hash": 1}
    assert usage["byWorkspace"] == [["default", 1]]
    shown = [line.split() for line in invoke("usage").stdout.splitlines()]
    assert ["ACTION", "EXECUTIONS", "FAILED"] in shown
    assert ["hash-encode.hash", "0", "1"] in shown
    assert data(invoke, "usage", "--month", "2020-02")["usage"]["actions"] == 0
    assert invoke("usage", "--month", "february").exit_code == 2


def test_a_list_that_is_cut_says_so(invoke: Invoke) -> None:
    for number in range(3):
        data(invoke, "workspaces", "create", f"w{number}")
    done = invoke("workspaces", "list", "--limit", "2", "--json")
    assert len(json.loads(done.stdout)["workspaces"]) == 2
    assert done.stderr == "2 of 4 shown; give --limit for more\n"
