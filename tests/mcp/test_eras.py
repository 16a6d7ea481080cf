"""Listing and calling tools with the official client, in both eras."""

from __future__ import annotations

import asyncio
from typing import Any

import anyio
import pytest
from aiohttp import web
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS, TextContent

from tests.mcp.conftest import Served
from tests.mcp.serving import ERAS, MODERN, PATIENCE, client
from tests.net.servers import head, http, raw
from weavz_tui.model.enums import ExecutionStatus, Source
from weavz_tui.model.requests import EndUserCreate
from weavz_tui.model.servers import TokenRequest
from weavz_tui.store import organisations

TEXT = {"text": "hello", "algorithm": "sha1", "encoding": "hex"}
DIGEST = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"


def text_of(result: Any) -> str:
    """The text blocks of a result."""
    return "\n".join(each.text for each in result.content if isinstance(each, TextContent))


@pytest.mark.parametrize("era", ERAS)
async def test_tools_are_listed_as_the_workspace_has_them(served: Served, era: str) -> None:
    async with client(served.url, served.token, era) as made:
        tools = {each.name: each for each in (await made.list_tools()).tools}
    assert set(tools) == {
        "hash_encode__hash",
        "hash_encode__encode",
        "hash_encode__decode",
        "hash_encode__generate_uuid",
        "weavz_property_options",
    }
    tool = tools["hash_encode__hash"]
    schema = tool.input_schema
    assert schema["required"] == ["text", "algorithm", "encoding"]
    assert {"const": "sha1", "title": "SHA-1"} in schema["properties"]["algorithm"]["oneOf"]
    assert tool.annotations is not None
    assert (tool.annotations.read_only_hint, tool.annotations.destructive_hint) == (True, False)


@pytest.mark.parametrize("era", ERAS)
async def test_a_call_gives_structured_content_and_the_same_as_text(
    served: Served, era: str
) -> None:
    async with client(served.url, served.token, era) as made:
        result = await made.call_tool("hash_encode__hash", TEXT)
    assert result.is_error is False
    assert result.structured_content == {"hash": DIGEST, "algorithm": "sha1", "encoding": "hex"}
    assert DIGEST in text_of(result)
    latest = (await served.executions())[0]
    assert (latest.source, latest.status) == (Source.MCP_TOOLS, ExecutionStatus.SUCCESS)
    assert latest.server_id == served.id
    assert (result.meta or {})["weavz/executionId"] == latest.id


@pytest.mark.parametrize("era", ERAS)
async def test_wrong_input_is_an_error_that_a_model_can_mend(served: Served, era: str) -> None:
    wrong = {"text": "x", "algorithm": "md5", "encoding": 7}
    async with client(served.url, served.token, era) as made:
        result = await made.call_tool("hash_encode__hash", wrong)
    assert result.is_error is True
    assert result.structured_content is not None
    assert result.structured_content["code"] == "VALIDATION_ERROR"
    assert set(result.structured_content["details"]["fields"]) == {"algorithm", "encoding"}
    assert "algorithm" in text_of(result)


@pytest.mark.parametrize("era", ERAS)
async def test_a_tool_that_is_not_there_is_a_protocol_error(served: Served, era: str) -> None:
    async with client(served.url, served.token, era) as made:
        with pytest.raises(MCPError) as caught:
            await made.call_tool("hash_encode__nothing", {})
    assert caught.value.error.code == INVALID_PARAMS


@pytest.mark.parametrize("era", ERAS)
async def test_a_missing_account_is_an_error_with_a_link(served: Served, era: str) -> None:
    await served.service.end_users.create(
        EndUserCreate(workspace_id=served.workspace_id, external_id="ann")
    )
    await served.add("slack")
    issued = await served.service.servers.issue_access_token(
        served.id, TokenRequest(end_user_id="ann")
    )
    async with client(served.url, issued.access_token, era) as made:
        result = await made.call_tool("slack__send_channel_message", {"channel": "C1", "text": "x"})
    assert result.is_error is True
    assert result.structured_content is not None
    assert result.structured_content["code"] == "CONNECTION_REQUIRED"
    link = result.structured_content["details"]["connectUrl"]
    assert link.startswith(f"{served.base}/connect/portal?token=eut_")
    assert link in text_of(result)


async def test_calls_over_the_rate_limit_say_when_to_come_back(served: Served) -> None:
    org_id = served.service.parts.org_id
    found = await served.service.parts.directory.organisation(org_id)
    limited = found.model_copy(update={"rate_limit": 2})
    await served.service.parts.write(lambda rows: organisations.update(rows, limited))
    async with client(served.url, served.token, MODERN) as made:
        results = [await made.call_tool("hash_encode__hash", TEXT) for _ in range(3)]
    assert [each.is_error for each in results] == [False, False, True]
    refused = results[2].structured_content
    assert refused is not None
    assert refused["code"] == "RATE_LIMITED"
    assert 0 < refused["details"]["retryAfter"] <= 60


@pytest.mark.parametrize("era", ERAS)
async def test_a_long_call_reports_its_progress_to_who_asked(served: Served, era: str) -> None:
    await served.add("http")
    seen: list[float] = []
    go = anyio.Event()

    async def slow(request: web.Request) -> web.Response:
        await go.wait()
        return web.json_response({"ok": True})

    async def heard(progress: float, total: float | None, message: str | None) -> None:
        seen.append(progress)
        if len(seen) == 2:
            go.set()

    async with http(slow) as upstream, client(served.url, served.token, era) as made:
        given = {"method": "GET", "url": upstream}
        with anyio.fail_after(PATIENCE):
            result = await made.call_tool("http__send_request", given, progress_callback=heard)
    assert result.is_error is False
    assert seen[0] < 0.5 <= seen[1] == sorted(seen)[1]


@pytest.mark.parametrize("era", ERAS)
async def test_cancelling_a_call_closes_its_request(served: Served, era: str) -> None:
    await served.add("http")
    began, closed = anyio.Event(), anyio.Event()

    async def hanging(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await head(reader)
        began.set()
        await reader.read()
        closed.set()
        writer.close()

    async with raw(hanging) as upstream, client(served.url, served.token, era) as made:
        given = {"method": "GET", "url": upstream}
        record = served.recorded()
        async with anyio.create_task_group() as group:

            async def call() -> None:
                await made.call_tool("http__send_request", given)

            with anyio.fail_after(PATIENCE):
                group.start_soon(call)
                await began.wait()
                group.cancel_scope.cancel()
                with anyio.CancelScope(shield=True):
                    await closed.wait()
                    assert (await record()).status is ExecutionStatus.CANCELED
