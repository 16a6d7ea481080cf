"""A workspace as a file: written, deleted, made again (`export` and `apply`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Invoke

SECRET = "xoxb-canary-9Tz41kQw"


def done(invoke: Invoke, *words: str, stdin: str = "") -> str:
    """What a command prints; it must succeed."""
    ran = invoke(*words, stdin=stdin)
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def connect(invoke: Invoke, external_id: str = "bot", integration: str = "slack") -> None:
    """A connection of the whole organisation."""
    done(
        invoke,
        *("connections", "create", "--integration", integration, "--external-id", external_id),
        stdin=SECRET,
    )


def furnish(invoke: Invoke) -> None:
    """A workspace with something of everything that a file holds."""
    connect(invoke)
    done(invoke, "workspaces", "create", "Acme Corp.", "--slug", "acme")
    place = ("--workspace", "acme")
    done(
        invoke,
        *("integrations", "create", "slack", "--alias", "slack_bot", *place),
        *("--strategy", "fixed", "--connection", "bot"),
        *("--action", "send_channel_message", "--action", "list_users"),
    )
    done(invoke, "integrations", "create", "github", "--strategy", "per_user", *place)
    done(invoke, "integrations", "create", "hash-encode", *place)
    done(invoke, "integrations", "create", "hash-encode", "--alias", "digests", *place)
    done(
        invoke,
        *("partials", "create", "loud", "--integration", "slack_bot", *place),
        *("--action", "send_channel_message", "--set", "text=first line\nsecond: line"),
        *("--set", "channel=2024-01-01", "--enforce", "channel", "--default"),
    )
    done(invoke, "partials", "create", "any", "--integration", "hash-encode", "--any-alias", *place)
    done(invoke, "end-users", "create", "u1", *place)
    done(invoke, "servers", "create", "agents", *place, "--mode", "CODE", "--description", "über")
    done(invoke, "servers", "create", "bound", *place, "--auth", "bearer", "--end-user", "u1")
    done(invoke, "servers", "tools", "remove", "agents", "digests.hash")
    done(
        invoke,
        *("servers", "tools", "update", "agents", "slack_bot.list_users"),
        *("--title", "People", "--set", "limit=5"),
    )
    done(invoke, "servers", "tools", "add", "agents", "openai.ask_chatgpt", "--alias", "gpt")
    done(
        invoke,
        *("servers", "tools", "update", "bound", "slack_bot.send_channel_message"),
        *("--alias", "chat", "--partial", "loud"),
    )


@pytest.fixture
def vault(passphrase_file: Path) -> None:
    """Secrets have a place to go."""


def test_export_delete_apply_export_gives_the_same_bytes(
    invoke: Invoke, vault: None, tmp_path: Path
) -> None:
    furnish(invoke)
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    done(invoke, "export", "acme", "-o", str(first))
    done(invoke, "workspaces", "delete", "acme", "--yes")
    done(invoke, "apply", str(first))
    done(invoke, "export", "acme", "-o", str(second))
    assert first.read_bytes() == second.read_bytes()
    found = yaml.safe_load(first.read_text())
    assert [each["alias"] for each in found["integrations"]] == [
        "digests",
        "github",
        "hash-encode",
        "slack_bot",
    ]
    assert found["partials"][1]["values"]["channel"] == "2024-01-01"
    assert SECRET not in first.read_text()


def test_applying_again_changes_nothing(invoke: Invoke, vault: None) -> None:
    furnish(invoke)
    text = done(invoke, "export", "acme")
    ran = invoke("apply", "-", stdin=text)
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert "is what the file says" in ran.stderr


def test_on_an_empty_home_it_waits_for_connections_and_finishes(
    invoke: Invoke, vault: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(invoke)
    file = tmp_path / "acme.yaml"
    done(invoke, "export", "acme", "-o", str(file))
    monkeypatch.setenv("WEAVZ_TUI_HOME", str(tmp_path / "another"))
    waiting = invoke("apply", str(file))
    assert waiting.exit_code == 3, waiting.output
    assert "waits for the slack connection 'bot'" in waiting.stderr
    assert "integration slack_bot: waits for" in waiting.stdout
    listed = json.loads(done(invoke, "integrations", "list", "-w", "acme", "--json"))
    assert {each["integrationAlias"] for each in listed["integrations"]} == {
        "digests",
        "github",
        "hash-encode",
    }
    assert invoke("apply", str(file)).exit_code == 3
    connect(invoke)
    done(invoke, "apply", str(file))
    assert done(invoke, "export", "acme") == file.read_text()


def test_a_dry_run_does_nothing(invoke: Invoke, vault: None) -> None:
    furnish(invoke)
    text = done(invoke, "export", "acme").replace("name: Acme Corp.", "name: Acme Inc.")
    ran = invoke("apply", "-", "--dry-run", stdin=text)
    assert ran.exit_code == 0
    assert "update  workspace acme: name" in ran.stdout
    assert (
        json.loads(done(invoke, "workspaces", "show", "acme", "--json"))["workspace"]["name"]
        == "Acme Corp."
    )
    plan = json.loads(done(invoke, "apply", "-", "--dry-run", "--json", stdin=text))
    assert plan["done"] is None
    assert plan["plan"]["steps"] == [
        {"verb": "update", "what": "workspace acme", "changes": ["name"]}
    ]


def test_what_the_file_does_not_have_stays_until_it_is_pruned(invoke: Invoke, vault: None) -> None:
    furnish(invoke)
    whole = yaml.safe_load(done(invoke, "export", "acme"))
    part: dict[str, Any] = {
        **whole,
        "integrations": [each for each in whole["integrations"] if each["alias"] == "slack_bot"],
        "partials": [],
        "servers": [{"name": "agents", "mode": "CODE", "description": "über"}],
    }
    text = yaml.safe_dump(part)
    kept = invoke("apply", "-", stdin=text)
    assert kept.exit_code == 0, kept.output
    assert "stays   integration github" in kept.stdout
    assert "stays   server bound" in kept.stdout
    assert "stays   tool gpt.ask_chatgpt of server agents" in kept.stdout
    done(invoke, "apply", "-", "--prune", stdin=text)
    after = yaml.safe_load(done(invoke, "export", "acme"))
    assert after == {key: value for key, value in part.items() if value}


def test_every_difference_converges(invoke: Invoke, vault: None) -> None:
    furnish(invoke)
    before = yaml.safe_load(done(invoke, "export", "acme"))
    wanted = json.loads(json.dumps(before))
    slack = next(each for each in wanted["integrations"] if each["alias"] == "slack_bot")
    slack |= {"strategy": "per_user_with_fallback", "displayName": "Bot", "sortOrder": 3}
    del slack["actions"]
    loud = next(each for each in wanted["partials"] if each["name"] == "loud")
    loud |= {"values": {"text": "other"}, "description": "quiet"}
    loud.pop("enforced")
    agents = wanted["servers"][0]
    agents["mode"] = "TOOLS"
    agents["tools"] = [
        {"alias": "digests", "action": "hash", "displayName": "Digest"},
        {"alias": "github", "action": "create_issue", "hidden": True},
    ]
    agents["tools"].append(
        {"alias": "gpt", "action": "ask_chatgpt", "integration": "openai", "added": True}
    )
    done(invoke, "apply", "-", stdin=yaml.safe_dump(wanted))
    after = yaml.safe_load(done(invoke, "export", "acme"))
    agents.pop("mode")
    assert after == wanted
    done(invoke, "apply", "-", stdin=yaml.safe_dump(before))
    assert yaml.safe_load(done(invoke, "export", "acme")) == before


def test_a_file_may_make_another_workspace(invoke: Invoke, vault: None) -> None:
    furnish(invoke)
    text = done(invoke, "export", "acme")
    done(invoke, "apply", "-", "-w", "copy", stdin=text)
    assert done(invoke, "export", "copy") == text.replace("slug: acme", "slug: copy")


def test_secrets_stay_out_and_stay_as_they_are(invoke: Invoke, vault: None) -> None:
    done(
        invoke,
        *("partials", "create", "authorised", "--integration", "http", "--action", "send_request"),
        *("--set-json", f'headers={{"Authorization": "Bearer {SECRET}"}}'),
        *("--set", "url=https://example.com"),
    )
    ran = invoke("export", "default")
    assert SECRET not in ran.output
    assert "left out of partial authorised" in ran.stderr
    text = ran.stdout.replace("https://example.com", "https://example.org")
    done(invoke, "apply", "-", stdin=text)
    found = json.loads(done(invoke, "partials", "show", "authorised", "--json"))["partial"]
    assert found["values"] == {
        "url": "https://example.org",
        "headers": {"Authorization": f"Bearer {SECRET}"},
    }
    done(invoke, "partials", "delete", "authorised", "--yes")
    lost = invoke("apply", "-", stdin=text)
    assert lost.exit_code == 1
    assert "made without headers" in lost.stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a workspace file"),
        ("[]", "not a workspace file"),
        ("weavz: 2\n", "has form 2"),
        ("weavz: 1\n", "workspace: Field required"),
        ("weavz: 1\nworkspace: {slug: A b, name: x}\n", "workspace.slug"),
        ("weavz: 1\nworkspace: {slug: a, name: x}\nextra: 1\n", "extra"),
        ("weavz: 1\nweavz: 1\n", "line 2: the key 'weavz' stands there twice"),
        ("a: [", "line 1"),
        ("a: !!python/object/apply:os.system [x]", "line 1"),
        ("? [a]\n: b\n", "is no text"),
        ("\x00", "not YAML"),
        (
            "weavz: 1\nworkspace: {slug: a, name: x}\nintegrations:\n"
            "  - {alias: h, integration: rss}\n  - {alias: h, integration: rss}\n",
            "h stands there twice",
        ),
    ],
)
def test_a_file_that_is_none_is_told_where(invoke: Invoke, text: str, message: str) -> None:
    ran = invoke("apply", "-", "--json", stdin=text)
    assert ran.exit_code == 2, ran.output
    assert json.loads(ran.stdout)["code"] == "VALIDATION_ERROR"
    assert message in ran.stderr
    assert invoke("workspaces", "show", "a").exit_code == 5


def test_what_cannot_be_is_held_and_the_rest_is_made(invoke: Invoke) -> None:
    text = (
        "weavz: 1\nworkspace: {slug: w, name: W}\n"
        "integrations:\n"
        "  - {alias: feed, integration: rss}\n"
        "  - {alias: gone, integration: no-such-thing}\n"
        "  - {alias: less, integration: hash-encode, actions: [fly]}\n"
        "partials:\n"
        "  - {name: p, integration: no-such-thing}\n"
        "servers:\n"
        "  - name: s\n    tools:\n      - {alias: gone, action: x, hidden: true}\n"
    )
    ran = invoke("apply", "-", stdin=text)
    assert ran.exit_code == 1
    for held in (
        "integration gone: there is no integration",
        "integration less: hash-encode has no action fly",
        "partial p of no-such-thing",
        "tool gone.x",
    ):
        assert held in ran.stdout
    assert "servers:" in done(invoke, "export", "w")
    assert "alias: feed" in done(invoke, "export", "w")


def test_an_alias_that_stands_for_another_is_replaced_by_pruning_alone(invoke: Invoke) -> None:
    done(invoke, "workspaces", "create", "W", "--slug", "w")
    done(invoke, "integrations", "create", "rss", "--alias", "x", "-w", "w")
    text = "weavz: 1\nworkspace: {slug: w, name: W}\nintegrations: [{alias: x, integration: xml}]\n"
    held = invoke("apply", "-", stdin=text)
    assert held.exit_code == 1
    assert "--prune replaces it" in held.stdout
    done(invoke, "apply", "-", "--prune", stdin=text)
    assert "integration: xml" in done(invoke, "export", "w")


def test_what_is_replaced_keeps_what_the_file_says_of_its_tools(invoke: Invoke) -> None:
    done(invoke, "workspaces", "create", "W", "--slug", "w")
    done(invoke, "integrations", "create", "http", "--alias", "x", "-w", "w")
    done(invoke, "servers", "create", "s", "-w", "w")
    catalogue = json.loads(done(invoke, "catalog", "show", "graphql", "--json"))
    action = catalogue["integration"]["actions"][0]["name"]
    wanted = {
        "weavz": 1,
        "workspace": {"slug": "w", "name": "W"},
        "integrations": [{"alias": "x", "integration": "graphql", "strategy": "fixed"}],
        "servers": [
            {"name": "s", "tools": [{"alias": "x", "action": action, "displayName": "Ask"}]}
        ],
    }
    done(invoke, "apply", "-", "--prune", stdin=yaml.safe_dump(wanted))
    assert yaml.safe_load(done(invoke, "export", "w")) == wanted


def test_an_unknown_workspace_cannot_be_exported(invoke: Invoke) -> None:
    assert invoke("export", "nothing").exit_code == 5


def test_a_file_that_is_not_there_is_told(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("apply", str(tmp_path / "none.yaml")).exit_code == 2
    assert invoke("export", "default", "-o", str(tmp_path / "no" / "x.yaml")).exit_code == 2
