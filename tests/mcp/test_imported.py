"""MCP servers of others as integrations: their tools are actions here and tools of our own door."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import pytest

from tests.fixtures.node import node_command
from tests.mcp.conftest import Served
from tests.mcp.serving import ERAS, HANDSHAKE, client, hearing
from weavz_tui.model.enums import ConnectionType, Source
from weavz_tui.model.errors import ActionFailed, ImportRefused, ScopeDenied
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.imports import ImportRequest
from weavz_tui.model.requests import ConnectionCreate

GROWING = (sys.executable, "-m", "tests.fixtures.growing_server")
EVERYTHING = "mcp-server-everything"
# What each tool of the server is called with.
INPUTS: dict[str, dict[str, Any]] = {
    "echo": {"message": "hello"},
    "get_annotated_message": {"messageType": "success"},
    "get_resource_links": {"count": 2},
    "get_resource_reference": {"resourceType": "Text", "resourceId": 1},
    "get_structured_content": {"location": "Chicago"},
    "get_sum": {"a": 2, "b": 3},
    "gzip_file_as_resource": {"name": "a.gz", "data": "data:text/plain,hello"},
    "trigger_long_running_operation": {"duration": 1, "steps": 1},
}


@contextmanager
def everything_over_http() -> Iterator[str]:
    """The server on a port of its own; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*node_command("@modelcontextprotocol/server-everything", EVERYTHING),
               "streamableHttp"]  # fmt: skip
    with subprocess.Popen(
        command,
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        try:
            assert any(str(port) in line for line in process.stderr), "it did not start"
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            process.terminate()


async def run(served: Served, integration: str, action: str, **given: Any) -> Any:
    """An action of an import, from the playground."""
    request = ExecuteRequest(
        integration_name=integration,
        action_name=action,
        workspace_id=served.workspace_id,
        input=given,
    )
    return (await served.service.actions.execute(request)).output


async def every_tool(served: Served, request: ImportRequest) -> None:
    """Import a server, run each of its tools here and through our own door."""
    report = await served.service.catalogue.import_(request)
    info = await served.service.catalogue.get(report.name)
    assert report.source == "mcp"
    assert [each.name for each in report.skipped] == ["simulate-research-query"]
    assert {each.name for each in info.actions} >= set(INPUTS)
    for each in info.actions:
        output = await run(served, report.name, each.name, **INPUTS.get(each.name, {}))
        assert output is not None, each.name
    await served.add(report.name, "all")
    async with client(served.url, served.token, HANDSHAKE) as connected:
        names = {each.name for each in (await connected.list_tools()).tools}
        for each in info.actions:
            assert f"all__{each.name}" in names
            called = await connected.call_tool(f"all__{each.name}", INPUTS.get(each.name, {}))
            assert not called.is_error, each.name


async def test_every_tool_of_a_server_over_stdio(served: Served) -> None:
    command = node_command("@modelcontextprotocol/server-everything", EVERYTHING)
    await every_tool(served, ImportRequest(command=(*command, "stdio"), name="everything"))
    assert (await run(served, "everything", "get_sum", a=2, b=3)) == "The sum of 2 and 3 is 5."


async def test_every_tool_of_a_server_over_http(served: Served) -> None:
    with everything_over_http() as url:
        await every_tool(served, ImportRequest(server_url=url, name="everything"))


@pytest.fixture
async def growing(served: Served) -> Served:
    """The workspace with the growing server and an account for it."""
    await served.service.catalogue.import_(
        ImportRequest(command=GROWING, name="growing", env=("TOKEN",))
    )
    made = await served.service.connections.create(
        ConnectionCreate(
            type=ConnectionType.CUSTOM_AUTH,
            external_id="mine",
            display_name="Mine",
            integration_name="growing",
            secret={"TOKEN": "canary-51c0"},
            workspace_id=served.workspace_id,
        )
    )
    await served.add("growing", "growing", connection_id=made.id)
    return served


@pytest.mark.parametrize("era", ERAS)
async def test_a_tool_that_is_added_upstream_appears_downstream(growing: Served, era: str) -> None:
    async with hearing(growing.url, growing.token, era) as (connected, ear):
        before = {each.name for each in (await connected.list_tools()).tools}
        assert "growing__later" not in before
        assert await run(growing, "growing", "grow", name="later") == {"result": "grown"}
        await ear.wait(1)
        after = {each.name for each in (await connected.list_tools()).tools}
        assert after - before == {"growing__later"}
        called = await connected.call_tool("growing__later", {"text": "indeed"})
        assert called.structured_content == {"result": "later indeed"}


async def test_a_connection_gives_the_server_its_secret_and_nobody_else(growing: Served) -> None:
    assert "canary" not in str(await run(growing, "growing", "secret"))
    record = (await growing.executions())[0]
    shown = await growing.service.activity.get(record.id)
    assert "canary" not in shown.model_dump_json()
    database = growing.service.parts.home.database.read_bytes()
    assert b"canary-51c0" not in database


async def test_what_a_tool_says_is_wrong_is_a_failure(growing: Served) -> None:
    with pytest.raises(ActionFailed) as caught:
        await run(growing, "growing", "fail")
    assert "on purpose" in caught.value.details["message"]


async def test_a_server_that_has_died_is_started_again(growing: Served) -> None:
    with pytest.raises(ActionFailed):
        await run(growing, "growing", "end")
    with anyio.fail_after(20):
        assert await run(growing, "growing", "secret")


async def test_a_preview_calls_no_tool(growing: Served) -> None:
    request = ExecuteRequest(
        integration_name="growing",
        action_name="grow",
        workspace_id=growing.workspace_id,
        input={"name": "never"},
    )
    shown = await growing.service.actions.preview(request)
    assert "calls the tool grow" in shown.description
    info = await growing.service.catalogue.get("growing")
    assert "never" not in {each.name for each in info.actions}


async def test_a_server_that_does_not_answer_is_refused_with_a_reason(served: Served) -> None:
    for request in (
        ImportRequest(command=("no-such-program",)),
        ImportRequest(command=(sys.executable, "-c", "pass")),
        ImportRequest(server_url="http://127.0.0.1:1/mcp"),
    ):
        with pytest.raises(ImportRefused) as caught:
            await served.service.catalogue.preview_import(request)
        assert caught.value.details["reason"] == "UNREACHABLE"


async def test_only_whoever_sits_here_starts_commands(served: Served) -> None:
    parts = served.service.parts
    far = served.service.acting(type(parts.principal)(parts.org_id, Source.REST))
    with pytest.raises(ScopeDenied):
        await far.catalogue.preview_import(ImportRequest(command=GROWING))
    with pytest.raises(ScopeDenied):
        await far.catalogue.preview_import(ImportRequest(source="/etc/hostname"))


async def test_sessions_end_with_the_engine(growing: Served) -> None:
    await run(growing, "growing", "secret")
    upstream = growing.service.parts.shared.upstream
    await upstream.close()
    assert not [each for each in asyncio.all_tasks() if "McpSession" in repr(each.get_coro())]


async def test_nothing_is_kept_of_an_opening_once_it_is_over(growing: Served) -> None:
    upstream = growing.service.parts.shared.upstream
    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(run, growing, "growing", "secret")
    assert len(upstream._sessions) == 1
    assert len(upstream._opening) == 0
