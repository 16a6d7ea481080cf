"""API keys, MCP servers, links for end users: from the command line, without any server."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tests.cli.conftest import Invoke
from weavz_tui.engine.local import open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import Unauthorized


def data(invoke: Invoke, *words: str) -> dict[str, Any]:
    """What a command prints as JSON; it must succeed."""
    done = invoke(*words, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def reach(key: str) -> frozenset[str] | None:
    """The workspaces that a key reaches, as the doors see it; raises Unauthorized."""

    async def ask() -> frozenset[str] | None:
        service = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
        try:
            return (await service.access.api_key(key)).workspace_ids
        finally:
            await service.close()

    return asyncio.run(ask())


def call_through(name: str) -> None:
    """A call of a tool of the server with that name."""

    async def call() -> None:
        service = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
        try:
            access = await service.access.mcp_local(await service.servers.get(name))
            await service.parts.shared.toolbox.call(access, "hash_encode__generate_uuid", {})
        finally:
            await service.close()

    asyncio.run(call())


def test_activity_tells_through_which_server_a_call_came(invoke: Invoke) -> None:
    for name in ("agents", "others"):
        data(invoke, "servers", "create", name, "-w", "default")
    call_through("agents")
    data(invoke, "run", "hash-encode.generate_uuid")
    (found,) = data(invoke, "activity", "list", "--server", "agents")["executions"]
    assert found["source"] == "mcp_tools"
    server = data(invoke, "servers", "show", "agents")["server"]["id"]
    assert found["serverId"] == server
    assert server in invoke("activity", "show", found["id"]).stdout
    assert data(invoke, "activity", "list", "--server", f"srv_{server}")["total"] == 1
    assert data(invoke, "activity", "list", "--server", "others")["total"] == 0
    assert data(invoke, "activity", "list")["total"] == 2
    assert invoke("activity", "list", "--server", "nothing").exit_code == 5


def test_the_first_key_needs_no_server(invoke: Invoke) -> None:
    made = invoke("keys", "create", "first")
    key = made.stdout.strip()
    assert key.startswith("wvz_")
    assert "shown this once" in made.stderr
    assert reach(key) is None
    listed = invoke("keys", "list")
    assert key[:8] in listed.stdout
    assert key not in listed.stdout + invoke("keys", "show", "first").stdout


def test_a_key_of_a_workspace_reaches_it_alone(invoke: Invoke) -> None:
    place = data(invoke, "workspaces", "show", "default")["workspace"]["id"]
    made = data(invoke, "keys", "create", "w", "-w", "default", "--expires-in", "1", "--approvals")
    assert made["apiKey"]["permissions"] == {
        "scope": "workspace",
        "workspaceIds": [place],
        "approvals": {"decide": True},
    }
    assert made["apiKey"]["expiresAt"] is not None
    assert reach(made["plainKey"]) == frozenset({place})
    assert invoke("keys", "create", "x", "-w", "nothing").exit_code == 5


def test_a_deleted_key_is_nobodys(invoke: Invoke) -> None:
    made = data(invoke, "keys", "create", "k")
    assert invoke("keys", "delete", "k").exit_code == 2
    data(invoke, "keys", "delete", made["apiKey"]["keyPrefix"], "--yes")
    with pytest.raises(Unauthorized):
        reach(made["plainKey"])
    assert invoke("keys", "delete", "k", "--yes").exit_code == 5


def test_of_two_keys_with_one_name_the_id_tells(invoke: Invoke) -> None:
    for _ in range(2):
        data(invoke, "keys", "create", "twin")
    done = invoke("keys", "delete", "twin", "--yes")
    assert done.exit_code == 2
    assert "give the id" in done.stderr


def test_a_server_from_making_to_deleting(invoke: Invoke) -> None:
    made = data(invoke, "servers", "create", "agents", "--description", "For agents")
    assert "bearerToken" not in made
    assert made["mcpEndpoint"].startswith("/mcp/srv_")
    changed = data(invoke, "servers", "update", "agents", "--auth", "bearer", "--mode", "code")
    assert changed["bearerToken"].startswith("mcp_")
    assert changed["server"]["mode"] == "CODE"
    shown = data(invoke, "servers", "show", "agents")
    assert len(shown["tools"]) == shown["server"]["toolCount"] > 0
    assert data(invoke, "servers", "list")["total"] == 1
    assert changed["bearerToken"] not in invoke("servers", "show", "agents").output
    data(invoke, "servers", "delete", "agents", "--yes")
    assert invoke("servers", "show", "agents").exit_code == 5


def test_tools_are_listed_changed_hidden_and_added(invoke: Invoke) -> None:
    data(invoke, "servers", "create", "s")
    tools = ("servers", "tools")
    names = [each["name"] for each in data(invoke, *tools, "list", "s")["tools"]]
    assert "hash_encode__hash" in names
    changed = data(
        invoke, *tools, "update", "s", "hash_encode__hash", "--title", "Digest", "--set", "text=x"
    )["tool"]
    assert (changed["displayName"], changed["inputDefaults"]) == ("Digest", {"text": "x"})
    assert invoke(*tools, "remove", "s", "hash-encode.hash").stderr == "Hid hash-encode.hash.\n"
    back = data(invoke, *tools, "add", "s", "hash-encode.hash")["tool"]
    assert back["id"] == changed["id"]
    added = data(invoke, *tools, "add", "s", "slack.list_users", "--alias", "chat")["tool"]
    assert added["integrationAlias"] == "chat"
    assert "chat__list_users" in invoke(*tools, "list", "s").stdout
    assert invoke(*tools, "add", "s", "slack").exit_code == 2
    assert invoke(*tools, "remove", "s", "nothing").exit_code == 5
    assert invoke(*tools, "add", "s", "hash-encode.hash").exit_code == 2


def test_tokens_are_made_listed_and_revoked(invoke: Invoke) -> None:
    first = data(invoke, "servers", "create", "s", "--auth", "oauth_and_bearer")["bearerToken"]
    assert invoke("servers", "token", "s").exit_code == 2
    renewed = invoke("servers", "token", "s", "--yes").stdout.strip()
    assert renewed.startswith("mcp_")
    assert renewed != first
    data(invoke, "end-users", "create", "u1")
    issued = data(invoke, "servers", "token", "s", "--end-user", "u1", "--scope", "mcp:tools")
    assert issued["token"]["scopes"] == ["mcp:tools"]
    oauth = invoke("servers", "token", "s", "--end-user", "u1", "--oauth", "--expires-in", "60")
    assert oauth.stdout.startswith("mcpo_")
    listed = data(invoke, "servers", "tokens", "list", "s")
    assert listed["total"] == 2
    assert issued["accessToken"] not in json.dumps(listed)
    data(invoke, "servers", "tokens", "revoke", "s", issued["token"]["id"])
    assert data(invoke, "servers", "tokens", "list", "s")["total"] == 1
    assert invoke("servers", "token", "s", "--oauth").exit_code == 2
    assert invoke("servers", "token", "s", "--end-user", "nobody").exit_code == 5
    assert invoke("servers", "token", "s", "--end-user", "u1", "--scope", "all").exit_code == 2


def test_a_link_for_an_end_user(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEAVZ_TUI_SERVE_PUBLIC_URL", "https://weavz.example/")
    data(invoke, "end-users", "create", "u1")
    data(invoke, "integrations", "create", "slack", "--alias", "chat")
    done = invoke("end-users", "connect-link", "u1", "--integration", "chat")
    assert done.stdout.startswith("https://weavz.example/connect/portal?token=eut_")
    assert "Valid until" in done.stderr
    assert invoke("end-users", "connect-link", "u1", "--expires-in", "5").exit_code == 2
    assert invoke("end-users", "connect-link", "nobody").exit_code == 5


@pytest.mark.parametrize("words", [("servers",), ("servers", "tools"), ("keys",)])
def test_help_names_every_command(invoke: Invoke, words: tuple[str, ...]) -> None:
    shown = invoke(*words, "--help")
    assert shown.exit_code == 0
    assert "list" in shown.stdout
