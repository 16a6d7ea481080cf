"""`weavz-tui serve` as a process: starting, stopping, logging, a vault that is locked."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.serving import CANARY, Server, environment, serving

EXECUTE = "/api/v1/actions/execute"
HASH = {
    "integrationName": "hash-encode",
    "actionName": "hash",
    "workspaceId": "default",
    "input": {"text": "hello", "algorithm": "sha256", "encoding": "hex"},
}


def slack(server: Server, url: str, external_id: str = "bot") -> None:
    """A Slack connection whose service stands at `url`."""
    body = {
        "type": "SECRET_TEXT",
        "externalId": external_id,
        "displayName": "Bot",
        "integrationName": "slack",
        "secretText": CANARY,
        "props": {"baseUrl": url},
    }
    with server.client() as client:
        assert client.post("/api/v1/connections", json=body).status_code == 201


def post(external_id: str = "bot") -> dict[str, object]:
    """A call of Slack."""
    return {
        "integrationName": "slack",
        "actionName": "list_channels",
        "workspaceId": "default",
        "connectionExternalId": external_id,
    }


def test_health_readiness_and_figures(server: Server) -> None:
    with httpx.Client(base_url=server.url) as client:
        assert client.get("/health").json() == {"status": "healthy"}
        assert client.get("/health", headers=server.headers).status_code == 200
        assert client.get("/ready").json()["status"] == "ready"
        figures = client.get("/metrics")
    assert figures.headers["content-type"].startswith("text/plain")
    assert 'weavz_tui_requests_total{method="GET",route="/health",status="200"}' in figures.text


def test_a_port_that_is_taken(server: Server, tmp_path: Path) -> None:
    port = server.url.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, "-m", "weavz_tui", "serve", "--port", port],
        capture_output=True,
        text=True,
        check=False,
        env=environment(tmp_path),
        timeout=60,
    )
    assert done.returncode == 1
    assert f"CANNOT_LISTEN: Cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr


def test_a_request_under_way_is_finished_before_the_server_is(
    tmp_path: Path, slack_url: str
) -> None:
    with serving(tmp_path) as server:
        slack(server, f"{slack_url}/slow")
        answers: list[httpx.Response] = []

        def call() -> None:
            with server.client() as client:
                answers.append(client.post(EXECUTE, json=post()))

        caller = threading.Thread(target=call)
        caller.start()
        wait_for_running(server)
        server.process.send_signal(signal.SIGTERM)
        caller.join(60)
        assert server.process.wait(60) == 0
    assert [each.status_code for each in answers] == [200]
    with serving(tmp_path) as again, again.client() as client:
        recorded = client.get("/api/v1/activity").json()["events"]
        assert [each["status"] for each in recorded] == ["success"]


def wait_for_running(server: Server) -> None:
    """Until the server counts the call beside the request that asks for the figures."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if "weavz_tui_requests_running 2.0" in httpx.get(f"{server.url}/metrics").text:
            return
    raise AssertionError("the call did not arrive")


def test_a_caller_who_leaves_costs_no_record(tmp_path: Path, slack_url: str) -> None:
    with serving(tmp_path) as server:
        slack(server, f"{slack_url}/slow")
        deadline = time.monotonic() + 30
        events: list[dict[str, Any]] = []
        while not events and time.monotonic() < deadline:
            # Who leaves very early may not have been heard at all.
            with server.client() as client, pytest.raises(httpx.ReadTimeout):
                client.post(EXECUTE, json=post(), timeout=0.3)
            with server.client() as client:
                events = client.get("/api/v1/activity").json()["events"]
        assert {each["integrationName"] for each in events} == {"slack"}


def test_a_stream_ends_when_the_server_does(tmp_path: Path) -> None:
    with serving(tmp_path) as server, server.client() as client:
        with client.stream("GET", "/api/v1/local/changes") as stream:
            lines = stream.iter_lines()
            assert next(lines) == ": following"
            begun = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            # That the key was used may still be told.
            assert [each for each in lines if each and "api_key_use" not in each] == []
        assert server.process.wait(60) == 0
        assert time.monotonic() - begun < 25


def test_a_locked_vault_stops_what_needs_it_and_nothing_else(
    tmp_path: Path, slack_url: str
) -> None:
    with serving(tmp_path) as server, server.client() as client:
        slack(server, slack_url)
        assert client.post(EXECUTE, json=post()).status_code == 200
        assert client.post("/api/v1/local/vault/lock").json()["vault"]["state"] == "locked"
        locked = client.post(EXECUTE, json=post())
        assert (locked.status_code, locked.json()["code"]) == (503, "VAULT_LOCKED")
        assert int(locked.headers["retry-after"]) > 0
        assert client.post(EXECUTE, json=HASH).status_code == 200
        assert client.get("/api/v1/connections").status_code == 200
        assert client.get("/ready").json()["vault"] == "locked"
        wrong = client.post("/api/v1/local/vault/unlock", json={"passphrase": "wrong"})
        assert wrong.status_code == 503
        text = server.output.read_text()
    assert "Traceback" not in text and "traceback" not in text


def test_what_is_logged_is_json_and_holds_no_secret(tmp_path: Path, slack_url: str) -> None:
    with serving(tmp_path) as server:
        slack(server, slack_url)
        with server.client() as client:
            client.post(EXECUTE, json=post())
            client.get("/api/v1/connections?search=a-query-with-a-word")
            link = client.post(
                "/api/v1/connect/token",
                json={
                    "integrationName": "slack",
                    "connectionName": "x",
                    "externalId": "x",
                    "workspaceId": "default",
                },
            ).json()
            client.get(link["connectUrl"])
            client.get("/nowhere/with-a-name")
    # A request is told after its answer, by the end of the server at the latest.
    told = server.log()
    text = server.output.read_text()
    routes = [each["route"] for each in told if each["logger"] == "weavz_tui.requests"]
    assert {EXECUTE, "/api/v1/connections", "/connect", "unmatched"} <= set(routes)
    done = next(each for each in told if each.get("route") == EXECUTE)
    assert {"requestId", "status", "milliseconds", "orgId", "keyId", "client"} <= set(done)
    logs = (tmp_path / "home" / "logs").glob("*")
    for hidden in (CANARY, server.key, link["token"], "a-query-with-a-word", "with-a-name"):
        assert hidden not in text
        assert all(hidden not in each.read_text() for each in logs)


def test_requests_are_not_logged_from_warning_on(tmp_path: Path) -> None:
    with serving(tmp_path, "--log-level", "warning") as server:
        httpx.get(f"{server.url}/health")
        assert server.log() == []


def test_a_half_sent_request_holds_nobody_up(server: Server) -> None:
    host, _, port = server.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as slow:
        slow.sendall(b"POST /api/v1/workspaces HTTP/1.1\r\nHost: localhost\r\nContent-Le")
        assert httpx.get(f"{server.url}/health", timeout=5).status_code == 200


def test_nothing_but_serve_imports_what_serves(home_path: Path) -> None:
    program = (
        "import json, sys\n"
        "import weavz_tui.cli.main, weavz_tui.cli.commands.run, weavz_tui.cli.commands.serve\n"
        "import weavz_tui.console.app, weavz_tui.engine.local\n"
        "print(json.dumps([name for name in sys.argv[1].split(',') if name in sys.modules]))\n"
    )
    heavy = "fastapi,starlette,uvicorn,jinja2,prometheus_client,mcp,weavz_tui.api"
    words = [sys.executable, "-c", program, heavy]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout) == []
