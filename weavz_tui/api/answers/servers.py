"""Answers about MCP servers and the vault."""

from __future__ import annotations

from typing import Any

from weavz_tui.api.answers.base import Answer, Listed
from weavz_tui.model.servers import ExposedTool, McpServer, McpServerRow, McpToken, McpTool
from weavz_tui.model.status import VaultStatus


class ServerSaved(Answer):
    """A server; `bearerToken` only when a new static one was made."""

    server: McpServer
    mcp_endpoint: str


class ServerDetail(Answer):
    server: McpServerRow
    tools: list[McpTool]


class ServerList(Listed):
    servers: list[McpServerRow]


class TokenRegenerated(Answer):
    bearer_token: str
    mcp_endpoint: str


class TokenIssued(Answer):
    access_token: str
    token: McpToken
    mcp_endpoint: str


class TokenList(Answer):
    tokens: list[McpToken]
    total: int


class ToolAnswer(Answer):
    tool: McpTool


class ToolList(Answer):
    tools: list[McpTool]
    total: int


class ExposedList(Answer):
    tools: list[ExposedTool]
    total: int


class CodeAnswer(Answer):
    content: list[dict[str, Any]]
    structured_content: dict[str, Any]
    is_error: bool


class DeclarationsAnswer(Answer):
    declarations: str


class VaultAnswer(Answer):
    vault: VaultStatus


class CountAnswer(Answer):
    count: int


class ServerRowAnswer(Answer):
    server: McpServerRow
