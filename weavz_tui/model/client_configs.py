"""How MCP clients are told of a server: ready texts for their configuration files.

The shapes are those that the clients document; a token never stands in one, only the place where
the client asks for it or takes it from its environment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from weavz_tui.model.servers import McpServer

TOKEN = "WEAVZ_MCP_TOKEN"
# Where `weavz-tui serve` listens unless it is told otherwise.
HERE = "http://127.0.0.1:3000"


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """The text for one client over one transport, and the file that it belongs into."""

    client: str
    transport: Literal["stdio", "http"]
    file: str
    text: str

    @property
    def title(self) -> str:
        """`Cursor, over http`."""
        return f"{self.client}, over {self.transport}"


def endpoint(server: McpServer) -> str:
    """The whole address of a server, also where only its path is known."""
    return HERE + server.mcp_endpoint if server.mcp_endpoint[:1] == "/" else server.mcp_endpoint


def client_configs(server: McpServer) -> list[ClientConfig]:
    """Every client and transport that we know, stdio first: it needs no running server."""
    name = _name(server.name)
    command: dict[str, Any] = {"command": "weavz-tui", "args": ["mcp", server.id]}
    url = endpoint(server)
    bearer = {"Authorization": f"Bearer ${{env:{TOKEN}}}"}
    asked = {
        "servers": {
            name: {
                "type": "http",
                "url": url,
                "headers": {"Authorization": "Bearer ${input:weavz-token}"},
            }
        },
        "inputs": [
            {
                "id": "weavz-token",
                "type": "promptString",
                "description": f"Token of the MCP server {server.name}",
                "password": True,
            }
        ],
    }
    return [
        ClientConfig(
            "Claude Desktop",
            "stdio",
            "claude_desktop_config.json",
            _json({"mcpServers": {name: command}}),
        ),
        ClientConfig("Cursor", "stdio", ".cursor/mcp.json", _json({"mcpServers": {name: command}})),
        ClientConfig(
            "VS Code",
            "stdio",
            ".vscode/mcp.json",
            _json({"servers": {name: {"type": "stdio", **command}}}),
        ),
        ClientConfig(
            "Cursor",
            "http",
            ".cursor/mcp.json",
            _json({"mcpServers": {name: {"url": url, "headers": bearer}}}),
        ),
        ClientConfig("VS Code", "http", ".vscode/mcp.json", _json(asked)),
        ClientConfig(
            "Claude Code",
            "http",
            "a shell",
            f"claude mcp add --transport http {name} {url} \\\n"
            f'  --header "Authorization: Bearer ${TOKEN}"',
        ),
    ]


def _name(text: str) -> str:
    """A server's name as clients take it: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "weavz"


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
