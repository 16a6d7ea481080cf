"""The documentation, through Microsoft Learn's MCP server over streamable HTTP."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from weavz_tui import __version__
from weavz_tui.catalog import ActionFailed, Context, Effect, Prop, Response
from weavz_tui.integrations._public import message_at
from weavz_tui.integrations.microsoft_learn.service import integration

PROTOCOL = "2025-06-18"

Language = Literal[
    "csharp",
    "javascript",
    "typescript",
    "python",
    "powershell",
    "azurecli",
    "sql",
    "java",
    "kusto",
    "cpp",
    "go",
    "rust",
    "ruby",
    "php",
]


@integration.action("list_mcp_tools", effect=Effect.READ, title="List MCP tools")
async def list_mcp_tools(ctx: Context) -> Any:
    """List the tools of Microsoft Learn's MCP server."""
    return await _ask(ctx, "tools/list", {})


@integration.action(effect=Effect.READ, title="Search documentation")
async def search_docs(ctx: Context, query: str) -> Any:
    """Search the documentation; gives passages with their addresses.

    Args:
        query: A question or words.
    """
    return await _call(ctx, "microsoft_docs_search", {"query": query})


@integration.action(effect=Effect.READ, title="Read documentation page")
async def fetch_docs_page(ctx: Context, url: Annotated[str, Prop(title="URL")]) -> Any:
    """Read a page of the documentation as Markdown.

    Args:
        url: Address of the page on learn.microsoft.com.
    """
    return await _call(ctx, "microsoft_docs_fetch", {"url": url})


@integration.action(effect=Effect.READ)
async def search_code_samples(ctx: Context, query: str, language: Language | None = None) -> Any:
    """Search the code of the documentation.

    Args:
        query: What the code is to do.
        language: Only code in this language.
    """
    wanted = {"query": query, **({"language": language} if language else {})}
    return await _call(ctx, "microsoft_code_sample_search", wanted)


async def _call(ctx: Context, tool: str, arguments: dict[str, Any]) -> Any:
    """What a tool answers: its structured content, else its texts, parsed where they are JSON."""
    result = await _ask(ctx, "tools/call", {"name": tool, "arguments": arguments})
    texts = [each.get("text", "") for each in result.get("content", [])]
    if result.get("isError"):
        raise _failed("\n".join(texts) or f"{tool} failed")
    if "structuredContent" in result:
        return result["structuredContent"]
    read = [_read(each) for each in texts]
    return {"results": read[0] if len(read) == 1 else read}


async def _ask(ctx: Context, method: str, params: dict[str, Any]) -> Any:
    """One request of the protocol, with the greeting that a server may want before it."""
    client = {"name": "weavz-tui", "version": __version__}
    greeting = {"protocolVersion": PROTOCOL, "capabilities": {}, "clientInfo": client}
    greeted = await _send(ctx, {"id": 1, "method": "initialize", "params": greeting}, {})
    headers = {"MCP-Protocol-Version": PROTOCOL}
    if session := greeted.headers.get("mcp-session-id"):
        headers["Mcp-Session-Id"] = session
    await _send(ctx, {"method": "notifications/initialized"}, headers)
    answer = _message(await _send(ctx, {"id": 2, "method": method, "params": params}, headers), 2)
    if (error := message_at(answer, "error", "message")) is not None:
        raise _failed(error)
    return answer.get("result") or {}


async def _send(ctx: Context, message: dict[str, Any], headers: dict[str, str]) -> Response:
    return await ctx.request(
        "POST",
        "/mcp",
        json={"jsonrpc": "2.0", **message},
        headers={"Accept": "application/json, text/event-stream", **headers},
    )


def _message(response: Response, id: int) -> dict[str, Any]:
    """The answer with an id, from JSON or from a stream of events."""
    found = [response.text]
    if response.content_type == "text/event-stream":
        lines = response.text.splitlines()
        found = [line.removeprefix("data:") for line in lines if line.startswith("data:")]
    for each in found:
        message = _read(each)
        if isinstance(message, dict) and message.get("id") == id:
            return message
    raise _failed("the MCP server gave no answer")


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _failed(message: str) -> ActionFailed:
    details = {"message": message, "statusCode": 200}
    return ActionFailed("Action execution failed", details=details)
