"""Clients that others wrote: the inspector's command line and LangChain's adapters.

The adapters want a major version of `mcp` that we do not, and so have an environment of their own:
`.ci/tools/langchain`, or where WEAVZ_TUI_LANGCHAIN says.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.node import node_command
from tests.mcp.conftest import Served
from tests.real import need
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.requests import EndUserCreate
from weavz_tui.model.servers import TokenRequest

TEXT = {"text": "hello", "algorithm": "sha1", "encoding": "hex"}
INHERITED = ("WEAVZ_TUI_HOME", "WEAVZ_TUI_PASSPHRASE_FILE", "XDG_RUNTIME_DIR")
REPOSITORY = Path(__file__).parents[2]
AGENT = """
import asyncio, json, sys
from langchain_core.tools import ToolException
from langchain_mcp_adapters.client import MultiServerMCPClient

TEXT = {"text": "hello", "algorithm": "sha1", "encoding": "hex"}

async def main():
    client = MultiServerMCPClient({"weavz": json.loads(sys.argv[1])})
    tools = {each.name: each for each in await client.get_tools()}
    found = {"names": list(tools), "result": str(await tools["hash_encode__hash"].ainvoke(TEXT))}
    try:
        found["error"] = str(await tools["hash_encode__hash"].ainvoke({**TEXT, "algorithm": 7}))
    except ToolException as error:
        found["error"] = str(error)
    print(json.dumps(found))

asyncio.run(main())
"""
DIGEST = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"


async def inspect(*words: str) -> Any:
    """What the inspector prints, as JSON."""
    command = node_command("@modelcontextprotocol/inspector", "mcp-inspector")
    process = await asyncio.create_subprocess_exec(
        *(*command, "--cli", *words, "--quiet"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, complaint = await process.communicate()
    assert process.returncode == 0, (output + complaint).decode()
    return json.loads(output)


def over_http(served: Served) -> list[str]:
    header = f"Authorization: Bearer {served.token}"
    return [served.url, "--transport", "http", "--header", header]


def over_stdio(served: Served) -> list[str]:
    given = [word for name in INHERITED for word in ("-e", f"{name}={os.environ[name]}")]
    return [sys.executable, "-m", "weavz_tui", "mcp", "tools", *given]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The inspector keeps what it has seen; not in a person's own folder."""
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.mark.parametrize("era", ["legacy", "modern"])
@pytest.mark.parametrize("way", [over_http, over_stdio])
async def test_the_inspector_lists_and_calls(served: Served, way: Any, era: str) -> None:
    given = [*way(served), "--protocol-era", era, "--method"]
    listed = await inspect(*given, "tools/list")
    assert "hash_encode__hash" in {each["name"] for each in listed["tools"]}
    call = ["tools/call", "--tool-name", "hash_encode__hash", "--tool-args-json", json.dumps(TEXT)]
    result = await inspect(*given, *call)
    assert result["structuredContent"]["hash"] == DIGEST


async def test_the_inspector_finds_no_error_in_the_schemas_of_every_integration(
    served: Served,
) -> None:
    """Its check of how well schemas travel; it ends with 6 where one has an error."""
    for name in (each.name for each in await served.service.catalogue.list()):
        if name != "hash-encode":
            await served.add(name, connection_strategy=ConnectionStrategy.PER_USER)
    user = EndUserCreate(workspace_id=served.workspace_id, external_id="ann")
    await served.service.end_users.create(user)
    issued = await served.service.servers.issue_access_token(
        served.id, TokenRequest(end_user_id="ann")
    )
    served.token = issued.access_token
    listed = await inspect(*over_http(served), "--method", "tools/list", "--strict")
    assert len(listed["tools"]) > 200


async def langchain(connection: dict[str, Any]) -> dict[str, Any]:
    """What the adapters make of a connection: names of tools, a result, an error."""
    folder = Path(os.environ.get("WEAVZ_TUI_LANGCHAIN") or REPOSITORY / ".ci/tools/langchain")
    python = folder / "bin" / "python"
    need(python.is_file(), f"make an environment {folder} with langchain-mcp-adapters in it")
    process = await asyncio.create_subprocess_exec(
        *(str(python), "-c", AGENT, json.dumps(connection)), stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(output)
    return found


@pytest.mark.parametrize("transport", ["streamable_http", "stdio"])
async def test_langchain_lists_and_calls(served: Served, transport: str) -> None:
    connections: dict[str, dict[str, Any]] = {
        "streamable_http": {
            "url": served.url,
            "headers": {"Authorization": f"Bearer {served.token}"},
        },
        "stdio": {
            "command": sys.executable,
            "args": ["-m", "weavz_tui", "mcp", "tools"],
            "env": dict(os.environ),
        },
    }
    found = await langchain({"transport": transport, **connections[transport]})
    assert "hash_encode__hash" in found["names"]
    assert DIGEST in found["result"]
    assert "VALIDATION_ERROR" in found["error"]
