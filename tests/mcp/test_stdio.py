"""`weavz-tui mcp`: a client starts the command and speaks over its standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.mcp.conftest import Served
from tests.mcp.serving import ERAS, HANDSHAKE, MODERN, PATIENCE, Ear, message
from weavz_tui.engine.local import LocalService
from weavz_tui.model.requests import EndUserCreate

TEXT = {"text": "hello", "algorithm": "sha1", "encoding": "hex"}
DIGEST = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"


@asynccontextmanager
async def connected(era: str, *words: str, **options: Any) -> AsyncIterator[Client]:
    """A client that started the command on the test's home."""
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "weavz_tui", "mcp", *words], env=dict(os.environ)
    )
    async with Client(stdio_client(server), mode=era, **options) as made:
        yield made


@asynccontextmanager
async def started(*words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The command as a bare process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "weavz_tui", "mcp", *words),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ask(process: asyncio.subprocess.Process, *lines: bytes) -> dict[str, Any]:
    """Write lines, and read the next one."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"".join(each + b"\n" for each in lines))
    with anyio.fail_after(PATIENCE):
        found: dict[str, Any] = json.loads(await process.stdout.readline())
    return found


INITIALIZE = json.dumps(
    message(
        "initialize",
        {
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "plain", "version": "1"},
        },
    )
).encode()


@pytest.mark.parametrize(
    ("ref", "era"),
    [("tools", HANDSHAKE), ("tools", MODERN), ("Tools", MODERN), ("srv_{id}", HANDSHAKE)],
)
async def test_a_workspace_or_a_server_is_served_without_any_server_process(
    served: Served, ref: str, era: str
) -> None:
    """The workspace is named by its slug, the server by its name or id."""
    async with connected(era, ref.format(id=served.id)) as made:
        names = [each.name for each in (await made.list_tools()).tools]
        result = await made.call_tool("hash_encode__hash", TEXT)
    assert "hash_encode__hash" in names
    assert result.structured_content is not None
    assert result.structured_content["hash"] == DIGEST
    latest = (await served.executions())[0]
    assert latest.server_id == (None if ref == "tools" else served.id)


@pytest.mark.parametrize("era", ERAS)
async def test_changes_of_another_process_are_announced(served: Served, era: str) -> None:
    ear = Ear()
    async with connected(era, "tools", message_handler=ear.message) as made:
        await made.list_tools()
        if era == HANDSHAKE:
            await served.add("datetime")
            await ear.wait(1)
        else:
            async with made.listen(tools_list_changed=True) as stream:
                await served.add("datetime")
                with anyio.fail_after(PATIENCE):
                    await anext(aiter(stream))
        listed = await made.list_tools(cache_mode="bypass")
    assert any(each.name.startswith("datetime__") for each in listed.tools)


async def test_calls_are_made_for_the_end_user(served: Served) -> None:
    await served.service.end_users.create(
        EndUserCreate(workspace_id=served.workspace_id, external_id="ann")
    )
    async with connected(MODERN, "tools", "--end-user", "ann") as made:
        await made.call_tool("hash_encode__hash", TEXT)
    assert (await served.executions())[0].end_user_id == "ann"


async def test_a_workspace_can_be_served_as_code(served: Served) -> None:
    async with connected(MODERN, "tools", "--code") as made:
        names = [each.name for each in (await made.list_tools()).tools]
        code = "return (await weavz.hash_encode.encode(text='a', encoding='hex'))['encoded']"
        result = await made.call_tool("weavz_execute", {"code": code})
    assert len(names) == 3
    assert (result.structured_content or {})["output"] == "61"


async def test_nothing_but_the_protocol_is_written_to_standard_output(served: Served) -> None:
    async with started("tools") as process:
        begun = await ask(process, b"this is no JSON", b"[]", b"", INITIALIZE)
        while "result" not in begun:
            begun = await ask(process)
        assert begun["result"]["capabilities"]["tools"]["listChanged"] is True
        assert process.stdin is not None
        process.stdin.close()
        with anyio.fail_after(PATIENCE):
            rest, complaints = await process.communicate()
    assert all(json.loads(line) for line in rest.splitlines())
    assert complaints == b""
    assert process.returncode == 0


async def test_a_call_can_be_cancelled(served: Served) -> None:
    async with connected(HANDSHAKE, "tools") as made:
        with anyio.move_on_after(0):
            await made.call_tool("hash_encode__hash", TEXT)
        assert (await made.call_tool("hash_encode__hash", TEXT)).is_error is False


async def test_a_signal_ends_it(served: Served) -> None:
    async with started("tools") as process:
        await ask(process, INITIALIZE)
        process.send_signal(signal.SIGTERM)
        with anyio.fail_after(PATIENCE):
            assert await process.wait() == 130


async def test_a_client_that_is_gone_is_no_fault(served: Served) -> None:
    reading, writing = os.pipe()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "weavz_tui", "mcp", "tools"),
        stdin=asyncio.subprocess.PIPE,
        stdout=writing,
        stderr=asyncio.subprocess.PIPE,
    )
    os.close(writing)
    os.close(reading)
    with anyio.fail_after(PATIENCE):
        _, complaints = await process.communicate(INITIALIZE + b"\n" + INITIALIZE + b"\n")
    assert (process.returncode, complaints) == (0, b"")


async def test_it_ends_when_its_server_is_deleted(served: Served) -> None:
    async with started(served.id) as process:
        await ask(process, INITIALIZE)
        await served.service.servers.delete(served.id)
        with anyio.fail_after(PATIENCE):
            assert await process.wait() == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere"], 5, "No MCP server and no workspace is named 'nowhere'"),
        (["tools", "--end-user", "nobody"], 5, "END_USER_NOT_FOUND"),
        (["Tools", "--code"], 2, "is in TOOLS mode"),
    ],
)
async def test_what_cannot_be_served_is_said_on_standard_error(
    served: Served, service: LocalService, words: list[str], code: int, said: str
) -> None:
    async with started(*words) as process:
        with anyio.fail_after(PATIENCE):
            output, complaint = await process.communicate()
    assert (output, process.returncode) == (b"", code)
    assert said in complaint.decode()
