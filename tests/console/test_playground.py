"""The playground: pick, fill, preview, run, read, save."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from aiohttp import web
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.console.engine import HOSTILE, LARGE, SMALL, console, on, opened, shown, type_in, until
from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.screens.connections.editor import ConnectionEditor
from weavz_tui.console.screens.playground.copy_as import from_curl
from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.engine.local import LocalService
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.lists import ActivityQuery, PartialQuery
from weavz_tui.model.requests import (
    ConnectionCreate,
    EndUserCreate,
    IntegrationCreate,
    PartialCreate,
)

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
CANARY = "xoxb-canary-5Kd9"


class Slack:
    """A loopback server that answers as Slack does; `answer` is its next answer to a message."""

    def __init__(self) -> None:
        self.url = ""
        self.messages: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.answer: dict[str, Any] = {"ok": True, "ts": "1.2", "channel": "C1"}

    async def message(self, request: web.Request) -> web.Response:
        self.messages.append(dict(await request.post()))
        self.tokens.append(request.headers.get("Authorization", ""))
        return web.json_response(self.answer)

    async def channels(self, request: web.Request) -> web.Response:
        listed = [{"id": "C1", "name": "general"}, {"id": "C2", "name": "random"}]
        return web.json_response({"ok": True, "channels": listed})


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    found = Slack()
    app = web.Application()
    app.router.add_post("/chat.postMessage", found.message)
    app.router.add_route("*", "/conversations.list", found.channels)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server: Any = site._server
    found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield found
    await runner.cleanup()


async def seed(home: Home, slack: Slack, **fields: Any) -> None:
    """Slack in the `default` workspace, and nothing else beside what a new home has."""
    service = await opened(home)
    made = await connect(service, slack, "bot")
    await service.integrations.create(
        "default",
        IntegrationCreate(
            **{
                "integration_name": "slack",
                "integration_alias": "slack_bot",
                "connection_strategy": ConnectionStrategy.FIXED,
                "connection_id": made,
                **fields,
            }
        ),
    )
    await service.close()


async def connect(service: LocalService, slack: Slack, name: str) -> str:
    made = await service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id=name,
            display_name=name,
            integration_name="slack",
            base_url=slack.url,
            secret={"secretText": CANARY},
        )
    )
    return made.id


async def playground(pilot: Pilot[Any]) -> PlaygroundScreen:
    """The playground with its form, the focus in a field."""
    screen = await on(pilot, PlaygroundScreen)
    await settled(pilot, screen)
    return screen


async def settled(pilot: Pilot[Any], screen: PlaygroundScreen) -> None:
    """The form stands, who would be used is known, and the focus is in a field."""
    await until(pilot, lambda: screen.is_current and screen.form_pane.explanation)
    await until(pilot, lambda: screen.typing or not screen.form_pane.form_fields)
    await pilot.pause()


async def pick(pilot: Pilot[Any], screen: PlaygroundScreen, title: str) -> None:
    """Choose an action by typing its name."""
    await pilot.press("escape", "slash")
    await on(pilot, PickerScreen)
    await type_in(pilot, title)
    await until(pilot, lambda: title in shown(pilot).replace(title, "", 1))
    await pilot.press("enter")
    await until(pilot, lambda: screen.draft and screen.draft.title == title)
    await settled(pilot, screen)


def showing(pilot: Pilot[Any], words: str) -> bool:
    """Whether the words are on the screen."""
    return words in shown(pilot)


async def hello(pilot: Pilot[Any]) -> None:
    """Fill the form of `hash-encode.hash` as a newcomer does."""
    await type_in(pilot, "hello")
    await pilot.press("tab")
    for _ in range(2):
        await pilot.press("enter")
        await on(pilot, PickerScreen)
        await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count)
        await pilot.press("enter")
        await on(pilot, PlaygroundScreen)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_a_fresh_home_is_eight_keys_from_green(home: Home, size: tuple[int, int]) -> None:
    """tab, enter, enter, enter, enter, ctrl+r: six beside the letters of the text."""
    async with console(home, "").run_test(size=size) as pilot:
        screen = await playground(pilot)
        await hello(pilot)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.results.result)
        assert "✓ success" in shown(pilot)
        assert screen.results.value["hash"] == HELLO


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


async def test_fields_are_saved_as_a_partial_and_come_back_locked(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        form = screen.form_pane.form
        assert form is not None
        await form.set_values({"algorithm": "sha1", "encoding": "hex"})
        await pilot.press("ctrl+s")
        dialog = await on(pilot, FormDialog)
        await dialog.form.set_values({"name": "house", "locked": ["algorithm"], "default": True})
        await pilot.press("ctrl+s")
        await on(pilot, PlaygroundScreen)
        service = await screen.console.session.service()
        workspace_id = screen.console.session.workspace_id
        (saved,) = (await service.partials.list(PartialQuery(workspace_id=workspace_id))).items
        assert (saved.enforced_keys, saved.action_name) == (["algorithm"], "hash")
        await form.set_values({})
        screen.explain_now()
        await until(pilot, partial(showing, pilot, "house (1 value, 1 lock)"))
        assert "= locked house" in shown(pilot)


async def test_a_partial_can_be_loaded_and_let_go(home: Home) -> None:
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    await service.partials.create(
        PartialCreate(
            workspace_id=workspace.id,
            integration_name="hash-encode",
            name="house",
            values={"algorithm": "sha1"},
        )
    )
    await service.close()
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pilot.press("escape", "p")
        await on(pilot, PickerScreen)
        await type_in(pilot, "house")
        await until(pilot, lambda: shown(pilot).count("house") > 1)
        await pilot.press("enter")
        await until(pilot, lambda: "partial house" in shown(pilot))
        assert screen.draft is not None and screen.draft.partial_ids


async def test_json_and_form_are_two_views_of_one_input(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        form = screen.form_pane.form
        assert form is not None
        await form.set_values({"text": "ä\n", "encoding": "hex"})
        form.focus_field()
        await pilot.pause()
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "▸JSON" in shown(pilot))
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "▸Form" in shown(pilot))
        assert form.values() == {"text": "ä\n", "encoding": "hex"}


async def test_the_draft_comes_back_without_its_secrets(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pick(pilot, screen, "http.send_request")
        form = screen.form_pane.form
        assert form is not None
        await form.set_values(
            {
                "url": "https://example.com/",
                "method": "GET",
                "headers": {"Authorization": CANARY, "Accept": "text/plain"},
            }
        )
        screen.remember()
    saved = json.loads(home.state_file.read_text())
    assert CANARY not in home.state_file.read_text()
    assert home.state_file.stat().st_mode & 0o777 == 0o600
    assert saved["draft"]["values"]["headers"] == {"Accept": "text/plain"}
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        assert screen.draft is not None and screen.draft.title == "http.send_request"
        assert "https://example.com/" in shown(pilot)


async def test_copy_as_and_paste_are_each_others_inverse(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        draft = Draft(
            "hash-encode", "hash-encode", "hash", values={"text": "it's\n$HOME", "encoding": "hex"}
        )
        await screen.show_draft(draft)
        await settled(pilot, screen)
        await pilot.press("escape", "Y")
        await on(pilot, PickerScreen)
        await type_in(pilot, "curl")
        await until(pilot, lambda: "curl" in shown(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.clipboard)
        again = from_curl(pilot.app.clipboard)
        assert again.input == draft.values
        assert again.action_name == "hash"


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


async def test_the_actions_stand_open_where_there_is_room(home: Home) -> None:
    async with console(home, "playground").run_test(size=(160, 45)) as pilot:
        screen = await playground(pilot)
        await until(pilot, partial(showing, pilot, "Pick "))
        assert "1 Workspaces" in shown(pilot)
        await pilot.click("PickPane Input")
        await type_in(pilot, "generate_uuid")
        await pilot.press("enter")
        await until(pilot, lambda: screen.draft and screen.draft.action == "generate_uuid")
