"""Fill, preview, run, and read what came of it."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from tests.console.engine import HOSTILE, LARGE, SMALL, console, on, opened, shown, until
from tests.console.playground.slack import CANARY, Slack, seed
from tests.console.playground.steps import hello, pick, playground, showing
from weavz_tui.console.app import ConsoleApp
from weavz_tui.console.frame.help import HelpScreen
from weavz_tui.console.screens.connections.screen import ConnectionsScreen
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.engine.service import Service
from weavz_tui.home import Home
from weavz_tui.model.lists import ActivityQuery

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_a_fresh_home_is_eight_keys_from_green(home: Home, size: tuple[int, int]) -> None:
    """tab, enter, enter, enter, enter, enter, ctrl+r: seven beside the letters of the text."""
    async with console(home, "").run_test(size=size) as pilot:
        screen = await playground(pilot)
        await hello(pilot)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.results.result)
        assert "✓ success" in shown(pilot)
        assert screen.results.value["hash"] == HELLO
        await until(pilot, lambda: " 1 run " in shown(pilot).splitlines()[0] + " ")


async def test_run_with_errors_goes_to_the_first_one_and_sends_nothing(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "✗ required" in shown(pilot))
        assert screen.results.result is None
        service = await screen.console.session.service()
        assert (await service.activity.list(ActivityQuery())).total == 0


async def test_a_preview_shows_the_request_and_sends_nothing(home: Home, slack: Slack) -> None:
    await seed(home, slack)
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pick(pilot, screen, "slack_bot.send_channel_message")
        form = screen.form_pane.form
        assert form is not None
        await form.set_values({"channel": "C1", "text": "hi"})
        await pilot.press("ctrl+g")
        await until(pilot, lambda: "Authorization" in shown(pilot))
        assert "Bearer •••" in shown(pilot) and "channel=C1&text=hi" in shown(pilot)
        assert slack.messages == []


async def test_a_result_has_output_request_resolution_and_timing(home: Home, slack: Slack) -> None:
    await seed(home, slack)
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pick(pilot, screen, "slack_bot.send_channel_message")
        form = screen.form_pane.form
        assert form is not None
        await form.set_values({"channel": "C1", "text": "hi"})
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.results.result)
        assert slack.messages == [{"channel": "C1", "text": "hi"}]
        assert slack.tokens == [f"Bearer {CANARY}"]
        seen = ""
        for words in ("ts", "Authorization", "fixed: whoever calls", "credential"):
            await until(pilot, partial(showing, pilot, words))
            seen += shown(pilot)
            await pilot.press("right_square_bracket")
        assert CANARY not in seen
        assert CANARY not in pilot.app.export_screenshot()


async def test_an_error_of_the_service_says_what_it_said(home: Home, slack: Slack) -> None:
    await seed(home, slack)
    slack.answer = {"ok": False, "error": "channel_not_found"}
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pick(pilot, screen, "slack_bot.send_channel_message")
        form = screen.form_pane.form
        assert form is not None
        await form.set_values({"channel": "C1", "text": "hi"})
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "ACTION_FAILED" in shown(pilot))
        assert "channel_not_found" in shown(pilot)


async def test_hostile_texts_stay_texts(home: Home, slack: Slack) -> None:
    await seed(home, slack)
    slack.answer = {"ok": False, "error": HOSTILE}
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pick(pilot, screen, "slack_bot.send_channel_message")
        form = screen.form_pane.form
        assert form is not None
        await form.set_values({"channel": HOSTILE, "text": HOSTILE})
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "ACTION_FAILED" in shown(pilot))
        assert "[bold]x[/] prod [/eu]" in shown(pilot)
        assert "\x1b" not in shown(pilot)


async def test_an_error_is_no_preview_and_stays_while_one_is_looked_at(
    home: Home, slack: Slack
) -> None:
    await seed(home, slack)
    slack.answer = {"ok": False, "error": "channel_not_found"}
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pick(pilot, screen, "slack_bot.send_channel_message")
        form = screen.form_pane.form
        assert form is not None
        await form.set_values({"channel": "C1", "text": "hi"})
        await pilot.press("ctrl+g")
        await until(pilot, partial(showing, pilot, "a preview: nothing was sent"))
        await pilot.press("ctrl+r")
        await until(pilot, partial(showing, pilot, "channel_not_found"))
        await pilot.press("right_square_bracket")
        await until(pilot, partial(showing, pilot, "a preview of the next run"))
        await pilot.press("right_square_bracket")
        await until(pilot, partial(showing, pilot, "3 fixed"))
        assert "preview" not in shown(pilot).splitlines()[2]
        for _ in range(2):
            await pilot.press("left_square_bracket")
        await until(pilot, partial(showing, pilot, "channel_not_found"))
        assert "nothing was sent" not in shown(pilot)


async def test_the_keys_that_mend_an_error_work_beside_the_form_too(
    home: Home, slack: Slack
) -> None:
    await seed(home, slack)
    slack.answer = {"ok": False, "error": "channel_not_found"}
    async with console(home, "playground").run_test(size=LARGE) as pilot:
        screen = await playground(pilot)
        await pick(pilot, screen, "slack_bot.send_channel_message")
        form = screen.form_pane.form
        assert form is not None
        await form.set_values({"channel": "C1", "text": "hi"})
        await pilot.press("ctrl+r")
        await until(pilot, lambda: len(slack.messages) == 1 and screen.results.error)
        await until(pilot, lambda: screen.on_results)
        await pilot.press("r")
        await until(pilot, lambda: len(slack.messages) == 2)
        assert form.values()["text"] == "hi"
        await until(pilot, lambda: screen.on_results)
        await pilot.press("escape")
        await until(pilot, lambda: screen.typing)
        await pilot.press("ctrl+n", "enter")
        await until(pilot, lambda: screen.typing)


async def test_all_tabs_can_be_walked_by_one_key(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pilot.press("escape")
        for name in ("JSON", "Output", "Request", "Resolution", "Timing", "Form", "JSON"):
            await pilot.press("right_square_bracket")
            await until(pilot, partial(showing, pilot, f"▸{name}"))
            await until(pilot, lambda: not screen.typing)
        await pilot.press("enter")
        await until(pilot, lambda: screen.typing)


async def test_the_footer_names_the_way_to_the_answer_and_back(home: Home) -> None:
    async with console(home, "playground").run_test(size=LARGE) as pilot:
        screen = await playground(pilot)
        await hello(pilot)
        assert "ctrl+n answer" in shown(pilot).splitlines()[-1]
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.results.result)
        assert screen.typing
        assert shown(pilot).splitlines()[-1].strip().startswith("TYPING   ctrl+n answer")
        await pilot.press("ctrl+n")
        await until(pilot, lambda: screen.on_results)
        await until(pilot, lambda: shown(pilot).splitlines()[-1].startswith(" ctrl+n form"))
        await pilot.press("ctrl+n")
        await until(pilot, lambda: screen.typing)


async def test_the_keys_of_the_head_say_that_a_field_has_the_letters(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        await playground(pilot)
        await until(pilot, partial(showing, pilot, "esc p load"))
        assert "esc / change" in shown(pilot) and "esc a other" in shown(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "esc p load" not in shown(pilot))
        assert "p load" in shown(pilot)


async def test_keys_are_answered_while_the_catalogue_is_still_being_read(home: Home) -> None:
    gate = asyncio.Event()

    async def open_late() -> Service:
        await gate.wait()
        return await opened(home)

    app = ConsoleApp(open_late, home=home, first_place="playground")
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, PlaygroundScreen)
        assert screen.draft is None and "ctrl+r run" not in shown(pilot)
        await pilot.press("question_mark")
        await on(pilot, HelpScreen)
        await pilot.press("escape", "f3")
        await on(pilot, ConnectionsScreen)
        gate.set()
        await until(pilot, partial(showing, pilot, "n makes the first one"))
        await pilot.press("f4")
        await playground(pilot)
