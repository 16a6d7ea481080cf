"""Microsoft Learn's documentation against a server of the official SDK, with tools of its names."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

import pytest
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from tests.integrations.contexts import run
from tests.mcp.serving import listening
from weavz_tui.catalog import ActionFailed
from weavz_tui.integrations.microsoft_learn import integration
from weavz_tui.net import Client, NetSettings


def _server() -> MCPServer:
    server = MCPServer("learn")

    @server.tool()
    def microsoft_docs_search(query: str) -> dict[str, list[str]]:
        return {"results": [f"about {query}"]}

    @server.tool()
    def microsoft_docs_fetch(url: str) -> str:
        raise ToolError(f"no page at {url}")

    @server.tool()
    def microsoft_code_sample_search(query: str, language: str | None = None) -> str:
        return f"{query} in {language}"

    return server


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """The real client."""
    made = Client(NetSettings())
    yield made
    await made.close()


@pytest.mark.parametrize("stateless", [True, False])
@pytest.mark.parametrize("plain", [True, False])
async def test_the_documentation_is_read_through_its_tools(
    client: Client, stateless: bool, plain: bool
) -> None:
    app = _server().streamable_http_app(stateless_http=stateless, json_response=plain)
    async with listening(app) as url:
        act = partial(run, integration, transport=client, base_url=url)
        tools = (await act("list_mcp_tools"))["tools"]
        assert {each["name"] for each in tools} == {
            "microsoft_docs_search",
            "microsoft_docs_fetch",
            "microsoft_code_sample_search",
        }
        found = await act("search_docs", {"query": "blobs"})
        assert found == {"results": ["about blobs"]}
        sample = await act("search_code_samples", {"query": "upload", "language": "go"})
        assert "upload in go" in str(sample)
        with pytest.raises(ActionFailed) as failed:
            await act("fetch_docs_page", {"url": "https://x.test/"})
    assert "no page at https://x.test/" in failed.value.details["message"]
