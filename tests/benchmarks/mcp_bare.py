"""A bare server of the SDK, tuned as far as it goes, whose one tool computes a digest.

Run `python -m tests.benchmarks.mcp_bare`, which prints its address. JSON answers,
`get_tool_input_schema`, httptools, the garbage collector frozen after start.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import socket
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp_types import CallToolResult, ListToolsResult, TextContent, Tool
from starlette.applications import Starlette
from starlette.routing import Route

NAME = "hash_encode__hash"
SCHEMA = {
    "type": "object",
    "properties": {each: {"type": "string"} for each in ("text", "algorithm", "encoding")},
    "required": ["text", "algorithm", "encoding"],
}


async def list_tools(ctx: Any, params: Any) -> ListToolsResult:
    """The one tool."""
    return ListToolsResult(tools=[Tool(name=NAME, input_schema=SCHEMA)])


async def call(ctx: Any, params: Any) -> CallToolResult:
    """The digest of a text."""
    given = params.arguments
    digest = hashlib.new(given["algorithm"], given["text"].encode()).hexdigest()
    output = {"hash": digest, "algorithm": given["algorithm"], "encoding": given["encoding"]}
    content = TextContent(type="text", text=json.dumps(output))
    return CallToolResult(content=[content], structured_content=output)


def app() -> Starlette:
    """The server as an ASGI app."""
    server = Server(
        "bare",
        version="1",
        on_list_tools=list_tools,
        on_call_tool=call,
        get_tool_input_schema={NAME: SCHEMA}.get,
    )
    manager = StreamableHTTPSessionManager(server, json_response=True)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with manager.run():
            gc.collect()
            gc.freeze()
            yield

    return Starlette(
        routes=[Route("/mcp", endpoint=StreamableHTTPASGIApp(manager))], lifespan=lifespan
    )


if __name__ == "__main__":
    # With its protocol named, asyncio turns Nagle's algorithm off; it costs 40 ms a call.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as bound:
        bound.bind(("127.0.0.1", 0))
        print(f"http://127.0.0.1:{bound.getsockname()[1]}", flush=True)  # noqa: T201
        config = uvicorn.Config(app(), log_level="warning", http="httptools")
        uvicorn.Server(config).run([bound])
