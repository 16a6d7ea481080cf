"""What a key may reach from a server that others reach."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.api.serving import serving
from weavz_tui.cli.commands.serve import guard_network
from weavz_tui.engine.network import network
from weavz_tui.home import Home


@pytest.mark.parametrize(
    ("host", "public", "given", "allowed"),
    [
        ("127.0.0.1", None, None, True),
        ("localhost", None, None, True),
        ("::1", None, None, True),
        ("0.0.0.0", None, None, False),
        ("::", None, None, False),
        ("192.168.1.5", None, None, False),
        ("127.0.0.1", "https://weavz.example", None, False),
        ("0.0.0.0", None, "true", True),
        ("127.0.0.1", None, "false", False),
    ],
)
def test_a_server_that_others_reach_keeps_to_public_addresses(
    home_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    public: str | None,
    given: str | None,
    allowed: bool,
) -> None:
    for name, value in (("SERVE_PUBLIC_URL", public), ("NETWORK_ALLOW_PRIVATE", given)):
        if value is not None:
            monkeypatch.setenv(f"WEAVZ_TUI_{name}", value)
    home = Home.find()
    assert guard_network(home, host) is not (allowed or given is not None)
    assert network(home).policy.allow_private is allowed


def test_a_key_does_not_reach_the_machine_of_a_shared_server(tmp_path: Path) -> None:
    body = {"integrationName": "http", "actionName": "send_request", "workspaceId": "default"}
    with serving(tmp_path, "--host", "0.0.0.0") as server, server.client() as api:
        sent = {**body, "input": {"method": "GET", "url": f"{server.url}/health"}}
        answer = api.post("/api/v1/actions/execute", json=sent)
        port = httpx.URL(server.url).port
        sent = {**body, "input": {"method": "GET", "url": f"http://localhost:{port}/health"}}
        named = api.post("/api/v1/actions/execute", json=sent)
        told = server.output.read_text()
    for each in (answer, named):
        assert each.json()["code"] == "ACTION_FAILED", each.text
        assert "not a public address" in each.text
        assert "network.allow_private" in each.text
    assert "Actions reach public addresses alone" in told
