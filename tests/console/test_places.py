"""Activity, catalogue, settings, and names that look like markup on every screen."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.console.engine import HOSTILE, LARGE, SMALL, console, on, opened, shown, type_in, until
from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.places import PLACES
from weavz_tui.console.screens.activity.filter import query_of
from weavz_tui.console.screens.activity.screen import ActivityScreen
from weavz_tui.console.screens.catalogue.screen import ActionsScreen, CatalogueScreen
from weavz_tui.console.screens.integrations.editor import IntegrationEditor
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.screens.settings.screen import SettingsScreen
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionType, ExecutionStatus, Source
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.requests import (
    ConnectionCreate,
    EndUserCreate,
    PartialCreate,
    WorkspaceCreate,
    WorkspaceUpdate,
)


def request(workspace_id: str, text: str) -> ExecuteRequest:
    """A run that needs no account."""
    return ExecuteRequest(
        integration_name="hash-encode",
        integration_alias="hash-encode",
        workspace_id=workspace_id,
        action_name="hash",
        input={"text": text, "algorithm": "sha256", "encoding": "hex"},
    )


async def with_runs(home: Home, *texts: str) -> None:
    """One good run for each text, and one that failed."""
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    for text in texts:
        await service.actions.execute(request(workspace.id, text))
    wrong = request(workspace.id, "x").model_copy(
        update={"action_name": "decode", "input": {"text": "%%%", "encoding": "base64"}}
    )
    with pytest.raises(WeavzError):
        await service.actions.execute(wrong)
    await service.close()


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("status:failed", {"status": ExecutionStatus.ERROR}),
        ("source:console", {"source": Source.PLAYGROUND}),
        ("alias:slack_bot oops", {"integration_alias": "slack_bot", "search": "oops"}),
        ("status:nonsense", {"status": None, "search": "status:nonsense"}),
        ("source:", {"source": None, "search": ""}),
        ("http://x y", {"search": "http://x y"}),
    ],
)
def test_the_filter_of_the_activity_is_read(text: str, held: dict[str, object]) -> None:
    query = query_of(text, "w")
    assert {name: getattr(query, name) for name in held} == held


def test_a_span_of_time_is_counted_back_from_now() -> None:
    assert query_of("since:2h", "w").since is not None
    assert query_of("since:never", "w").search == "since:never"


async def test_the_activity_shows_runs_and_keeps_up(home: Home) -> None:
    await with_runs(home, "one")
    async with console(home, "activity").run_test(size=SMALL) as pilot:
        screen = await on(pilot, ActivityScreen)
        await until(pilot, lambda: screen.table.total >= 1)
        before = screen.table.total
        service = pilot.app.session.opened_service  # type: ignore[attr-defined]
        workspace = await service.workspaces.get("default")
        await service.actions.execute(request(workspace.id, "two"))
        await until(pilot, lambda: screen.table.total == before + 1)
        assert "live" in shown(pilot)
        await pilot.press("g", "right_square_bracket")
        await until(pilot, lambda: '"text": "two"' in shown(pilot))
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "hash" in screen.query_one(DetailPane).text(2).plain)


async def test_the_activity_is_filtered_and_exported(home: Home) -> None:
    await with_runs(home, "one", "two")
    async with console(home, "activity").run_test(size=SMALL) as pilot:
        screen = await on(pilot, ActivityScreen)
        await until(pilot, lambda: screen.table.total >= 2)
        await pilot.press("slash")
        await type_in(pilot, "status:ok")
        await pilot.press("enter")
        await until(pilot, lambda: screen.table.total == 2)
        assert "status:ok  2" in shown(pilot)
        await pilot.press("x")
        await until(pilot, lambda: list((home.data / "exports").glob("*.jsonl")))
        (path,) = (home.data / "exports").glob("*.jsonl")
        await until(pilot, lambda: len(path.read_text().splitlines()) == 2)
        assert json.loads(path.read_text().splitlines()[0])["status"] == "success"
        assert path.stat().st_mode & 0o077 == 0


async def test_a_run_is_replayed_in_the_playground_and_nothing_is_sent(home: Home) -> None:
    await with_runs(home, "one")
    async with console(home, "activity").run_test(size=LARGE) as pilot:
        screen = await on(pilot, ActivityScreen)
        await until(pilot, lambda: screen.table.total >= 1)
        await pilot.press("slash")
        await type_in(pilot, "status:ok")
        await pilot.press("enter")
        await until(pilot, lambda: screen.row is not None and screen.row.action_name == "hash")
        await pilot.press("p")
        await on(pilot, PlaygroundScreen)
        await until(pilot, lambda: "hash-encode.hash" in shown(pilot))
        service = pilot.app.session.opened_service  # type: ignore[attr-defined]
        assert (await service.usage()).actions <= 2


async def test_the_catalogue_leads_to_actions_and_into_the_workspace(home: Home) -> None:
    async with console(home, "catalogue").run_test(size=SMALL) as pilot:
        screen = await on(pilot, CatalogueScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("slash")
        await type_in(pilot, "slack")
        await pilot.press("enter")
        await until(pilot, lambda: screen.table.total == 1)
        await pilot.press("enter")
        actions = await on(pilot, ActionsScreen)
        await until(pilot, lambda: actions.table.total == 42)
        await until(pilot, lambda: "inputs" in shown(pilot))
        await pilot.press("escape")
        await on(pilot, CatalogueScreen)
        await pilot.press("i")
        editor = await on(pilot, IntegrationEditor)
        await until(pilot, lambda: editor.form.field("integration_alias") is not None)
        assert editor.form.values()["integration_alias"] == "slack"


async def test_the_settings_ask_the_vault_only_when_told(home: Home) -> None:
    service = await opened(home)
    await service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id="openai-1",
            display_name="OpenAI",
            integration_name="openai",
            secret={"secretText": "sk-0000"},
        )
    )
    await service.close()
    async with console(home, "settings").run_test(size=SMALL) as pilot:
        await on(pilot, SettingsScreen)
        await until(pilot, lambda: "counted" in shown(pilot))
        assert "vault not checked" in shown(pilot)
        await pilot.press("t")
        await until(pilot, lambda: "vault not checked" not in shown(pilot))
        await until(pilot, lambda: "encrypted vault" in shown(pilot))


async def test_hostile_names_are_shown_as_they_are_everywhere(home: Home) -> None:
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    await service.workspaces.update(workspace.id, WorkspaceUpdate(name=HOSTILE))
    await service.workspaces.create(WorkspaceCreate(name="[/]", slug="other"))
    await service.end_users.create(
        EndUserCreate(workspace_id=workspace.id, external_id="[red]u", display_name=HOSTILE)
    )
    await service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id="[bold]c[/x]",
            display_name=HOSTILE,
            integration_name="openai",
            secret={"secretText": "sk-0000"},
        )
    )
    await service.partials.create(
        PartialCreate(
            workspace_id=workspace.id,
            integration_name="hash-encode",
            action_name="hash",
            name=HOSTILE,
            description="[@click=app.quit]x[/]",
            values={"text": HOSTILE},
        )
    )
    await service.actions.execute(request(workspace.id, HOSTILE))
    await service.close()
    async with console(home).run_test(size=SMALL, notifications=True) as pilot:
        for place in PLACES:
            await pilot.press(f"f{place.digit}")
            await until(
                pilot,
                lambda place=place: (  # type: ignore[misc]
                    isinstance(pilot.app.screen, FramedScreen)
                    and place.id == pilot.app.screen.PLACE
                ),
            )
            await until(pilot, lambda: "default" in shown(pilot))
            await pilot.pause()
            assert "\x1b" not in shown(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: "[bold]x[/]" in shown(pilot))
        await pilot.press("f3")
        await until(pilot, lambda: "[bold]c[/x]" in shown(pilot))
        await pilot.press("t", "right_square_bracket")
        await until(pilot, lambda: "[red]u" in shown(pilot))
        await pilot.press("5")
        await until(pilot, lambda: "[@click=app.quit]x[/]" in shown(pilot))
        await pilot.press("ctrl+p")
        await type_in(pilot, "bold")
        await pilot.pause()


@pytest.mark.parametrize("what", ["import", "rows"])
def test_nothing_heavy_is_imported_before_it_is_needed(home: Home, what: str) -> None:
    script = """
import asyncio, sys
from weavz_tui.console.app import ConsoleApp
late = {"httpx", "aiohttp", "sqlite_utils"} & set(sys.modules)
async def main():
    from tests.console.engine import console, on, until
    from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
    from weavz_tui.home import Home
    from pathlib import Path
    home = Path(sys.argv[1])
    async with console(Home(home, home)).run_test() as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
if sys.argv[2] == "rows":
    asyncio.run(main())
never = {"mcp", "fastapi", "uvicorn", "keyring", "cryptography"} & set(sys.modules)
print(sorted(late), sorted(never))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(home.data), what],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "[] []"


async def test_a_fault_leaves_a_report_and_no_local_variables(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    app = console(home)

    def fault() -> None:
        held = "canary-value-of-a-local"
        raise ZeroDivisionError(len(held) * 0)

    with pytest.raises(ZeroDivisionError):
        async with app.run_test(size=SMALL) as pilot:
            app.call_later(fault)
            await pilot.pause()
            await pilot.pause()
    told = capsys.readouterr()
    assert "ZeroDivisionError" in told.err + told.out
    assert "canary-value-of-a-local" not in told.err + told.out
    (report,) = home.logs.glob("crash-*.txt")
    text = report.read_text()
    assert "ZeroDivisionError" in text and report.stat().st_mode & 0o077 == 0
