"""Who calls, and which connection that means."""

from __future__ import annotations

from functools import partial

from tests.console.engine import SMALL, console, on, opened, shown, type_in, until
from tests.console.playground.slack import CANARY, Slack, seed
from tests.console.playground.steps import pick, playground, settled, showing
from weavz_tui.console.screens.connections.editor import ConnectionEditor
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.requests import (
    ConnectionCreate,
    EndUserCreate,
)


async def test_a_missing_connection_is_made_in_place_and_the_call_runs_again(
    home: Home, slack: Slack
) -> None:
    await seed(home, slack, connection_strategy=ConnectionStrategy.PER_USER, connection_id=None)
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        request = ExecuteRequest(
            integration_name="slack",
            integration_alias="slack_bot",
            action_name="send_channel_message",
            end_user_id="user_7",
            input={"channel": "C1", "text": "hi"},
        )
        await screen.load_request(request)
        await settled(pilot, screen)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "CONNECTION_REQUIRED" in shown(pilot))
        await until(pilot, lambda: "user_7 has no connection" in shown(pilot))
        await pilot.press("c")
        editor = await on(pilot, ConnectionEditor)
        await until(pilot, lambda: editor.info)
        service = await screen.console.session.service()
        await service.connections.create(
            ConnectionCreate(
                type=ConnectionType.SECRET_TEXT,
                external_id="theirs",
                display_name="theirs",
                integration_name="slack",
                workspace_id=screen.console.session.workspace_id,
                end_user_id="user_7",
                base_url=slack.url,
                secret={"secretText": CANARY},
            )
        )
        editor.dismiss(True)
        await until(pilot, lambda: screen.results.result)
        assert slack.messages == [{"channel": "C1", "text": "hi"}]


async def test_run_as_an_end_user_says_which_connection_before(home: Home, slack: Slack) -> None:
    await seed(home, slack, connection_strategy=ConnectionStrategy.PER_USER, connection_id=None)
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    await service.end_users.create(EndUserCreate(workspace_id=workspace.id, external_id="user_7"))
    await service.close()
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pick(pilot, screen, "slack_bot.send_channel_message")
        await pilot.press("escape", "a")
        await on(pilot, PickerScreen)
        await type_in(pilot, "user_7")
        await until(pilot, lambda: shown(pilot).count("user_7") > 1)
        await pilot.press("enter")
        await until(pilot, lambda: "user_7 → ✗ CONNECTION_REQUIRED" in shown(pilot))


async def test_an_explicit_connection_goes_over_the_strategy(home: Home, slack: Slack) -> None:
    await seed(home, slack, connection_strategy=ConnectionStrategy.PER_USER, connection_id=None)
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pick(pilot, screen, "slack_bot.send_channel_message")
        assert "CONNECTION_REQUIRED" in shown(pilot)
        await pilot.press("escape", "x")
        await on(pilot, PickerScreen)
        await type_in(pilot, "bot")
        await pilot.press("enter")
        await until(pilot, partial(showing, pilot, "nobody → bot"))
