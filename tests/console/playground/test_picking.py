"""Picking an action, and choices that the service knows."""

from __future__ import annotations

from functools import partial

from textual.widgets import OptionList

from tests.console.engine import SMALL, console, on, shown, type_in, until
from tests.console.playground.slack import Slack, seed
from tests.console.playground.steps import pick, playground, settled, showing
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home


async def test_choices_are_fetched_from_the_service(home: Home, slack: Slack) -> None:
    await seed(home, slack)
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pick(pilot, screen, "slack_bot.send_channel_message")
        await until(pilot, lambda: screen.typing)
        await pilot.press("down")
        await on(pilot, PickerScreen)
        await until(pilot, lambda: "general" in shown(pilot))
        await type_in(pilot, "rand")
        await pilot.press("enter")
        await on(pilot, PlaygroundScreen)
        form = screen.form_pane.form
        assert form is not None
        assert form.values()["channel"] == "C2"


async def test_the_actions_stand_open_where_there_is_room(home: Home) -> None:
    async with console(home, "playground").run_test(size=(160, 45)) as pilot:
        screen = await playground(pilot)
        await until(pilot, partial(showing, pilot, "Pick "))
        assert "1 Workspaces" in shown(pilot)
        await pilot.click("PickPane Input")
        await type_in(pilot, "generate_uuid")
        await pilot.press("enter")
        await until(pilot, lambda: screen.draft and screen.draft.action == "generate_uuid")


async def test_what_a_marked_action_does_can_be_read(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        await playground(pilot)
        await pilot.press("escape", "slash")
        await on(pilot, PickerScreen)
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count)
        row = pilot.app.screen.query_one(OptionList).render_line(0)
        styles = {segment.style.color for segment in row if segment.style and segment.text.strip()}
        assert "Digest of a text." in row.text and len(styles) == 1


async def test_the_action_that_is_there_keeps_what_was_typed(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        form = screen.form_pane.form
        assert form is not None and screen.draft is not None
        await form.set_values({"text": "hello"})
        await pilot.press("escape", "slash")
        await on(pilot, PickerScreen)
        await type_in(pilot, screen.draft.title)
        choices = pilot.app.screen.query_one(OptionList)
        await until(pilot, lambda: choices.option_count == 1)
        await pilot.press("enter")
        await on(pilot, PlaygroundScreen)
        await settled(pilot, screen)
        assert screen.form_pane.form is form
        assert form.values()["text"] == "hello"
