"""What a start brings in: nothing before the first paint, and little before the first rows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.console.engine import LARGE, SMALL, console
from weavz_tui.home import Home

# Runs the console as the command does, without a terminal, and prints which modules were there when
# title and footer stood and when the first row stood.
PROGRAM = """
import asyncio, json, sys
from weavz_tui.cli.session import open_home
from weavz_tui.console import base
from weavz_tui.console.app import ConsoleApp
from weavz_tui.model.enums import Source

home = open_home()
found = {}
base.STATUS_AFTER = 60  # what the top line reads comes after the rows, however slow these are here


def text():
    lines = app.screen._compositor.render_strips()
    return "".join(segment.text for line in lines for segment in line)


async def opener():
    found["shown"] = text()
    found["paint"] = sorted(sys.modules)
    from weavz_tui.engine.local import open_local

    return await open_local(home, source=Source.PLAYGROUND, tidy_after=60)


async def main():
    async with app.run_test(size=(120, 40)) as pilot:
        while "default" not in text().partition("slug")[2]:
            await pilot.pause()
        found["rows"] = sorted(sys.modules)


app = ConsoleApp(opener, home=home, first_place="workspaces")
asyncio.run(main())
print(json.dumps(found))
"""
NEVER = ("mcp", "fastapi", "uvicorn", "starlette", "keyring", "cryptography")
NOT_BEFORE_ROWS = (
    *NEVER,
    "httpx",
    "aiohttp",
    "sqlite_utils",
    "jsonschema",
    "weavz_tui.catalog",
    "weavz_tui.engine.actions",
    "weavz_tui.engine.calls.execution",
    "weavz_tui.engine.calls.planning",
    "weavz_tui.integrations",
    "weavz_tui.model.requests",
    "weavz_tui.net",
    "weavz_tui.store.entries",
    "weavz_tui.vault",
)
NOT_BEFORE_PAINT = (
    *NOT_BEFORE_ROWS,
    "pydantic",
    "pydantic_core",
    "sqlite3",
    "weavz_tui.engine",
    "weavz_tui.model.base",
    "weavz_tui.store",
)


@pytest.fixture
def modules(home: Home) -> dict[str, Any]:
    """The modules at the first paint (`paint`; `shown` is what stood there) and at the first rows
    (`rows`) of a fresh home."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=os.environ | {"WEAVZ_TUI_HOME": str(home.data)},
        cwd=Path(__file__).parents[2],
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_start_imports_no_more_than_it_shows(modules: dict[str, Any]) -> None:
    assert "1 Workspaces" in modules["shown"]
    assert "? more" in modules["shown"]
    assert [name for name in NOT_BEFORE_PAINT if name in modules["paint"]] == []
    assert [name for name in NOT_BEFORE_ROWS if name in modules["rows"]] == []
    assert "weavz_tui.store.sqlite" in modules["rows"]


@pytest.mark.parametrize(("size", "name"), [(SMALL, "-narrow"), (LARGE, "-wide")])
async def test_a_screen_is_laid_out_for_its_width_at_once(
    home: Home, size: tuple[int, int], name: str
) -> None:
    app = console(home)
    async with app.run_test(size=size):
        assert name in app.get_default_screen().classes
