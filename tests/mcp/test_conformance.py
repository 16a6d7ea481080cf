"""The official conformance suite: the `server` scenarios of the handshake revisions."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from tests.fixtures.node import node_command
from tests.mcp.conformance import FixedNames, WithToken, registry
from tests.mcp.conftest import make_server
from tests.mcp.serving import listening
from weavz_tui.engine.local import open_local
from weavz_tui.home import Home
from weavz_tui.mcp.hub import Hub
from weavz_tui.model.enums import Source
from weavz_tui.model.requests import IntegrationCreate

PASSED = {
    "server-initialize",
    "ping",
    "tools-list",
    "tools-call-simple-text",
    "tools-call-image",
    "tools-call-audio",
    "tools-call-embedded-resource",
    "tools-call-mixed-content",
    "tools-call-error",
    "tools-call-with-progress",
    "json-schema-2020-12",
    "server-sse-multiple-streams",
    "dns-rebinding-protection",
}
SUMMARY = re.compile(r"^\S (\S+): (\d+) passed, (\d+) failed$", re.MULTILINE)
NO_LOGGING = "actions log into the record of their execution, not to the client"
NO_PROMPTS = "a workspace has actions; nothing in it is a prompt"
NO_RESOURCES = "a workspace has actions; nothing in it is a resource"
NO_QUESTIONS = "actions ask the client for nothing while they run"
NOT_APPLICABLE = {
    "logging-set-level": NO_LOGGING,
    "tools-call-with-logging": NO_LOGGING,
    "completion-complete": "completes arguments of prompts and resources, of which there are none",
    "tools-call-sampling": NO_QUESTIONS,
    "tools-call-elicitation": NO_QUESTIONS,
    "elicitation-sep1034-defaults": NO_QUESTIONS,
    "elicitation-sep1330-enums": NO_QUESTIONS,
    "resources-list": NO_RESOURCES,
    "resources-read-text": NO_RESOURCES,
    "resources-read-binary": NO_RESOURCES,
    "resources-templates-read": NO_RESOURCES,
    "resources-subscribe": NO_RESOURCES,
    "resources-unsubscribe": NO_RESOURCES,
    "server-sse-polling": "no stream can be taken up again, so the suite has nothing to check",
    "prompts-list": NO_PROMPTS,
    "prompts-get-simple": NO_PROMPTS,
    "prompts-get-with-args": NO_PROMPTS,
    "prompts-get-embedded-resource": NO_PROMPTS,
    "prompts-get-with-image": NO_PROMPTS,
}


async def run(*words: str) -> str:
    """What the suite says."""
    command = node_command("@modelcontextprotocol/conformance", "conformance")
    process = await asyncio.create_subprocess_exec(
        *command, *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    return output.decode()


async def test_every_scenario_of_the_suite_is_accounted_for() -> None:
    listed = re.findall(r"^\s+- (\S+) \[", await run("list", "--server"), re.MULTILINE)
    assert set(listed) == PASSED | set(NOT_APPLICABLE)


async def test_every_scenario_that_applies_passes(home_path: Path, passphrase_file: Path) -> None:
    service = await open_local(Home.find(), source=Source.CLI, registry=registry(), tidy_after=3600)
    try:
        workspace = await service.workspaces.get("default")
        data = IntegrationCreate(integration_name="conformance")
        await service.integrations.create(workspace.id, data)
        served = await make_server("", service, workspace.id)
        app = WithToken(Hub(FixedNames(service)), served.token)
        async with listening(app) as base:
            url = f"{base}/mcp/srv_{served.id}"
            said = await run("server", "--url", url, "--suite", "all")
    finally:
        await service.close()
    counts = {name: (int(passed), int(failed)) for name, passed, failed in SUMMARY.findall(said)}
    assert set(counts) == PASSED | set(NOT_APPLICABLE)
    assert {name for name, (passed, failed) in counts.items() if passed and not failed} == PASSED
