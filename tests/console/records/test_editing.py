"""What every editor does while it is typed in."""

from __future__ import annotations

import pytest

from tests.console.engine import LARGE, SMALL, console, on, shown, type_in, until
from tests.console.records.slack import with_slack
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.screens.connections.editor import ConnectionEditor
from weavz_tui.console.screens.connections.screen import ConnectionsScreen
from weavz_tui.console.screens.integrations.editor import IntegrationEditor
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home


async def test_a_record_begins_where_something_can_be_changed(home: Home) -> None:
    await with_slack(home)
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: "slack_bot" in shown(pilot))
        await pilot.press("slash", *"slack_bot", "enter", "e")
        await on(pilot, IntegrationEditor)
        await until(pilot, lambda: "▌Alias *" in shown(pilot))
        assert "cannot change" in shown(pilot)
        assert " typed " not in shown(pilot)


async def test_a_filled_choice_says_the_key_that_opens_it(home: Home) -> None:
    async with console(home, "connections").run_test(size=SMALL) as pilot:
        await on(pilot, ConnectionsScreen)
        await pilot.press("n")
        await on(pilot, ConnectionEditor)
        await until(pilot, lambda: "enter opens the choices" in shown(pilot))
        await type_in(pilot, "github")
        await on(pilot, PickerScreen)
        await until(pilot, lambda: shown(pilot).count("github") == 2)
        await pilot.press("enter")
        await until(pilot, lambda: "▌External id" in shown(pilot))
        await pilot.press("up")
        await until(pilot, lambda: "down opens the choices" in shown(pilot))
        assert "in the browser" in shown(pilot)
        await pilot.press("down")
        await on(pilot, PickerScreen)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_the_footer_offers_another_pane_where_one_is_seen(
    home: Home, size: tuple[int, int]
) -> None:
    await with_slack(home)
    async with console(home, "integrations").run_test(size=size) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("n")
        await on(pilot, IntegrationEditor)
        await until(pilot, lambda: "TYPING" in shown(pilot))
        assert "next pane" not in shown(pilot)
        await pilot.press("escape", "escape")
        await on(pilot, IntegrationsScreen)
        screen.mark_record("slack_bot", "slack_bot")
        await until(pilot, lambda: screen.row and screen.row.integration_alias == "slack_bot")
        await pilot.press("e")
        editor = await on(pilot, IntegrationEditor)
        await until(pilot, lambda: "ctrl+n next pane" in shown(pilot))
        await until(pilot, lambda: "if you save" in shown(pilot))
        await pilot.press("ctrl+n")
        await until(pilot, lambda: editor.focused is editor.query_one(DetailPane))


async def test_an_opened_list_of_choices_is_seen_whole(home: Home) -> None:
    await with_slack(home)
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.row is not None)
        screen.mark_record("slack_bot", "slack_bot")
        await until(pilot, lambda: screen.row and screen.row.integration_alias == "slack_bot")
        await pilot.press("e")
        editor = await on(pilot, IntegrationEditor)
        await until(pilot, lambda: editor.form.field("allowed_actions") is not None)
        actions = editor.form.field("allowed_actions")
        assert actions is not None
        actions.focus()
        await until(pilot, lambda: editor.focused is actions)
        await pilot.press("enter")
        await until(pilot, lambda: shown(pilot).count("[x] ") == 8)


async def test_what_is_typed_while_the_form_grows_is_kept(home: Home) -> None:
    await with_slack(home)
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        await on(pilot, IntegrationsScreen)
        await pilot.press("n")
        screen = await on(pilot, IntegrationEditor)
        await type_in(pilot, "slack")
        await on(pilot, PickerScreen)
        await until(pilot, lambda: shown(pilot).count("slack") == 2)
        await pilot.press("enter")
        await until(pilot, lambda: "▌Alias *" in shown(pilot))
        await pilot.press("tab")
        strategy = screen.form.field("connection_strategy")
        await pilot.press("up")
        await until(pilot, lambda: screen.form.field("connection_id"))
        assert screen.form.field("connection_strategy") is strategy is screen.focused
        names = [field.prop.name for field in screen.form.fields]
        assert names == [
            "integration_name",
            "integration_alias",
            "connection_strategy",
            "connection_id",
            "allowed_actions",
        ]
        alias = screen.form.field("integration_alias")
        assert alias is not None
        alias.focus()
        await pilot.press("end", "_", "b")
        screen._rebuild("integration_alias")
        await pilot.press("o", "t")
        await until(pilot, lambda: "slack_bot" in str(screen.form.values()["integration_alias"]))
