"""The README tells the truth: its commands are run, its integration is tried."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from weavz_tui.catalog.integration import Integration
from weavz_tui.catalog.registry import Registry
from weavz_tui.cli import failures
from weavz_tui.engine.local import open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.execution import ExecuteRequest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    """The README's code blocks in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_every_example_prints_what_it_says(home_path: Path) -> None:
    (block,) = blocks("console")
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = example.partition("\n")
        done = subprocess.run(
            ["bash", "-c", command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            check=False,
            timeout=60,
        )
        assert done.stdout == expected, command


@pytest.fixture
def integration() -> Integration:
    """The integration of the README."""
    (source,) = blocks("python")
    module = ModuleType("acme_notes")
    exec(compile(source, "README.md", "exec"), module.__dict__)
    found = module.__dict__["integration"]
    assert isinstance(found, Integration)
    return found


async def test_the_integration_sends_what_it_says(
    integration: Integration, home_path: Path
) -> None:
    registry = Registry(plugins=False)
    registry.add(integration)
    service = await open_local(Home.find(), source=Source.CLI, registry=registry)
    try:
        workspace = await service.workspaces.get("default")
        request = ExecuteRequest(
            integration_name="acme-notes",
            action_name="add_note",
            workspace_id=workspace.id,
            input={"text": "Buy milk", "priority": "2"},
        )
        preview = await service.actions.preview(request)
        assert preview.request is not None
        assert preview.request.method == "POST"
        assert preview.request.url == "https://api.acme.example/v1/notes"
        sent = json.loads(preview.request.body or "")
        assert sent == {"text": "Buy milk", "colour": "yellow", "priority": 2}
        with pytest.raises(ValidationError) as caught:
            await service.actions.execute(
                request.model_copy(update={"input": {"text": "x", "priority": 9}})
            )
        assert caught.value.fields == {"priority": "must be at most 5"}
    finally:
        await service.close()


def test_the_commands_of_the_start_are_whole() -> None:
    console, tests = (block.strip() for block in blocks("sh")[:2])
    assert console.startswith("python3 -m venv .venv && ")
    assert console.endswith(".venv/bin/weavz-tui")
    script = (ROOT / ".ci" / "run").read_text()
    assert tests.split("&& ")[-1] in script


def test_every_exit_code_is_listed() -> None:
    codes = {*failures.EXIT_CODES.values(), failures.CRASHED, failures.INTERRUPTED, 0}
    assert [code for code in sorted(codes) if f"\n| {code} | " not in README] == []
