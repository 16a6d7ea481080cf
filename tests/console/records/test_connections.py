"""Connections and end users."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.console.engine import SMALL, console, on, shown, type_in, until
from tests.console.records.slack import SECRET, with_slack
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.screens.connections.editor import ConnectionEditor
from weavz_tui.console.screens.connections.end_users import EndUsersScreen
from weavz_tui.console.screens.connections.screen import ConnectionsScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home


@pytest.mark.parametrize(("name", "key"), [("openai", "secretText"), ("slack", "accessToken")])
async def test_a_connection_is_made_and_its_secret_is_never_on_the_screen(
    home: Home, name: str, key: str
) -> None:
    async with console(home, "connections").run_test(size=SMALL) as pilot:
        screen = await on(pilot, ConnectionsScreen)
        await until(pilot, lambda: "n makes the first one" in shown(pilot))
        await pilot.press("n")
        editor = await on(pilot, ConnectionEditor)
        await until(pilot, lambda: pilot.app.focused is not None)
        await pilot.press("enter")
        await on(pilot, PickerScreen)
        await until(pilot, lambda: "openai" in shown(pilot))
        await type_in(pilot, name)
        await pilot.press("enter")
        await until(pilot, lambda: editor.form.field("external_id") is pilot.app.focused)
        if name == "slack":
            await editor.form.set_values({**editor.form.values(), "way": "oauth2"})
            editor.edited("way")
            await until(pilot, lambda: editor.form.field(f"secret__{key}"))
            await until(pilot, lambda: editor.form.field("external_id") is pilot.app.focused)
        await type_in(pilot, "bot-1")
        field = editor.form.field(f"secret__{key}")
        assert field is not None
        field.focus()
        await type_in(pilot, SECRET)
        assert SECRET not in shown(pilot) and "•" * 8 in shown(pilot)
        await pilot.press("ctrl+s")
        await on(pilot, ConnectionsScreen)
        await until(pilot, lambda: screen.row is not None)
        assert screen.row is not None and screen.row.external_id == "bot-1"
        assert SECRET not in shown(pilot)
        assert SECRET not in pilot.app.export_screenshot()
    for path in home.data.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path.name


async def test_deleting_a_connection_says_what_names_it(home: Home) -> None:
    await with_slack(home)
    async with console(home, "connections").run_test(size=SMALL) as pilot:
        screen = await on(pilot, ConnectionsScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("d")
        await on(pilot, Question)
        assert "1 integration" in shown(pilot) and "slack_bot" in shown(pilot)
        await pilot.press("y")
        await on(pilot, ConnectionsScreen)
        await until(pilot, lambda: screen.table.total == 0)


async def test_end_users_are_the_second_tab(home: Home) -> None:
    async with console(home, "connections").run_test(size=SMALL) as pilot:
        await on(pilot, ConnectionsScreen)
        await until(pilot, lambda: "n makes the first one" in shown(pilot))
        await pilot.press("right_square_bracket")
        screen = await on(pilot, EndUsersScreen)
        await until(pilot, lambda: "No end user" in shown(pilot))
        await pilot.press("n")
        await on(pilot, EditorScreen)
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await type_in(pilot, "user_42")
        await pilot.press("ctrl+s")
        await on(pilot, EndUsersScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("left_square_bracket")
        await on(pilot, ConnectionsScreen)
