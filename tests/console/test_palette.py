"""The palette over every record, and the short words after a colon."""

from __future__ import annotations

import pytest

from tests.console.engine import SMALL, console, on, opened, shown, type_in, until
from tests.console.records.slack import with_slack
from weavz_tui.console.commands import BY_ID
from weavz_tui.console.frame.aliases import ALIASES
from weavz_tui.console.screens.activity.screen import ActivityScreen
from weavz_tui.console.screens.connections.end_users import EndUsersScreen
from weavz_tui.console.screens.connections.screen import ConnectionsScreen
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home
from weavz_tui.model.requests import EndUserCreate, WorkspaceCreate


def test_every_alias_stands_for_a_command() -> None:
    assert [each for each in ALIASES if each.command and each.command not in BY_ID] == []


def test_no_word_means_two_things() -> None:
    words = [word for alias in ALIASES for word in alias.words]
    assert sorted(words) == sorted(set(words))


async def with_users(home: Home, count: int) -> None:
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    for number in range(count):
        await service.end_users.create(
            EndUserCreate(workspace_id=workspace.id, external_id=f"user_{number:04}")
        )
    await service.close()


async def test_a_record_far_down_a_list_is_gone_to(home: Home) -> None:
    await with_users(home, 260)
    async with console(home, "activity").run_test(size=SMALL) as pilot:
        await on(pilot, ActivityScreen)
        await pilot.press("ctrl+p")
        await on(pilot, PickerScreen)
        await type_in(pilot, "user_0259")
        await until(pilot, lambda: "user_0259  end user" in shown(pilot))
        await pilot.press("enter")
        screen = await on(pilot, EndUsersScreen)
        await until(pilot, lambda: screen.row is not None and screen.row.external_id == "user_0259")
        assert screen.filter == "user_0259"


async def test_a_record_that_is_made_meanwhile_is_found(home: Home) -> None:
    async with console(home, "workspaces").run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("ctrl+p")
        await on(pilot, PickerScreen)
        await pilot.press("escape")
        service = screen.console.session.opened_service
        await service.workspaces.create(WorkspaceCreate(name="Acme", slug="acme"))
        await until(pilot, lambda: screen.table.total == 2)
        await pilot.press("ctrl+p")
        await on(pilot, PickerScreen)
        await type_in(pilot, "acme")
        await until(pilot, lambda: "Acme (acme)  workspace" in shown(pilot))


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        (":int", IntegrationsScreen),
        (":conn", ConnectionsScreen),
        (":act", ActivityScreen),
    ],
)
async def test_a_short_word_goes_to_a_screen(home: Home, word: str, kind: type) -> None:
    async with console(home, "workspaces").run_test(size=SMALL) as pilot:
        await on(pilot, WorkspacesScreen)
        await type_in(pilot, word)
        await pilot.press("enter")
        await on(pilot, kind)


async def test_ws_with_a_name_puts_that_workspace_in_force(home: Home) -> None:
    service = await opened(home)
    await service.workspaces.create(WorkspaceCreate(name="Acme", slug="acme"))
    await service.close()
    app = console(home, "integrations")
    async with app.run_test(size=SMALL) as pilot:
        await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: app.session.workspace is not None)
        await type_in(pilot, ":ws ac")
        await until(pilot, lambda: "put in force" in shown(pilot))
        await pilot.press("enter")
        await until(
            pilot,
            lambda: app.session.workspace is not None and app.session.workspace.slug == "acme",
        )
        assert isinstance(app.screen, IntegrationsScreen), "the screen stays"


async def test_conn_with_a_name_goes_to_that_connection(home: Home) -> None:
    await with_slack(home)
    async with console(home, "workspaces").run_test(size=SMALL) as pilot:
        await on(pilot, WorkspacesScreen)
        await type_in(pilot, ":conn slack")
        await until(pilot, lambda: "slack-bot-prod  connection" in shown(pilot))
        await pilot.press("enter")
        screen = await on(pilot, ConnectionsScreen)
        await until(
            pilot, lambda: screen.row is not None and screen.row.external_id == "slack-bot-prod"
        )


async def test_q_leaves(home: Home) -> None:
    app = console(home, "workspaces")
    async with app.run_test(size=SMALL) as pilot:
        await on(pilot, WorkspacesScreen)
        await type_in(pilot, ":q")
        await pilot.press("enter")
        await until(pilot, lambda: app.return_code == 0)
