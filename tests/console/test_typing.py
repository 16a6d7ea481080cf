"""Keys that come faster than the console opens what they are for."""

from __future__ import annotations

import asyncio

import pytest
from textual import events
from textual.pilot import Pilot

from tests.console.engine import SMALL, console, on, opened, shown, until
from weavz_tui.console import type_ahead
from weavz_tui.console.editing.fields import PickField
from weavz_tui.console.forms.field import Field
from weavz_tui.console.screens.activity.screen import ActivityScreen
from weavz_tui.console.screens.integrations.editor import IntegrationEditor
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.screens.playground import actions
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home
from weavz_tui.model.lists import PageQuery


async def test_letters_typed_in_a_burst_are_one_search_in_one_list(home: Home) -> None:
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        await on(pilot, IntegrationsScreen)
        await pilot.press("n")
        editor = await on(pilot, IntegrationEditor)
        await until(pilot, lambda: isinstance(pilot.app.focused, PickField))
        field = editor.form.field("integration_name")
        assert isinstance(field, PickField)

        for letter in "slack":
            field.post_message(events.Key(letter, letter))
        picker = await on(pilot, PickerScreen)
        await until(pilot, lambda: picker.picker.line.value == "slack")
        await pilot.press("enter")

        await until(pilot, lambda: pilot.app.screen is editor)
        await until(pilot, lambda: editor.form.values().get("integration_name") == "slack")
        assert "slack" in shown(pilot)


async def test_an_end_user_that_is_not_there_yet_is_made_where_one_is_chosen(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.focused, Field))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.focused, Field))
        await pilot.press("a")
        picker = await on(pilot, PickerScreen)
        await until(pilot, lambda: "nobody" in shown(pilot))
        await pilot.press("u", "1", "enter")
        await until(pilot, lambda: picker is not pilot.app.screen and "u1 → " in shown(pilot))
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    page = await service.end_users.list(workspace.id, PageQuery())
    assert [row.external_id for row in page.items] == ["u1"]
    await service.close()


async def test_letters_typed_before_the_form_is_there_are_typed_into_it(home: Home) -> None:
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: "hash-encode" in shown(pilot))
        pilot.app.post_message(events.Key("n", "n"))
        for _ in range(10_000):
            if isinstance(pilot.app.screen, IntegrationEditor):
                break
            await asyncio.sleep(0)
        for letter in "wyzslack":
            pilot.app.post_message(events.Key(letter, letter))
        picker = await on(pilot, PickerScreen)
        await until(pilot, lambda: picker.picker.line.value == "wyzslack")
        assert isinstance(pilot.app.screen_stack[-2], IntegrationEditor)


async def test_a_choice_typed_and_entered_before_its_list_shows_is_made(home: Home) -> None:
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        await on(pilot, IntegrationsScreen)
        await pilot.press("n")
        editor = await on(pilot, IntegrationEditor)
        await until(pilot, lambda: isinstance(pilot.app.focused, PickField))
        field = editor.form.field("integration_name")
        assert isinstance(field, PickField)
        for letter in "slack":
            field.post_message(events.Key(letter, letter))
        field.call_later(field.action_submit)
        await until(pilot, lambda: editor.form.values().get("integration_name") == "slack")


def at_once(pilot: Pilot[int], *keys: str) -> None:
    """Keys as a terminal sends a whole line: all of them before the first is answered."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_a_line_of_the_palette_typed_at_once_is_one_command(home: Home) -> None:
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.row is not None)
        at_once(pilot, "colon", *"activity", "enter")
        await on(pilot, ActivityScreen)


async def test_a_filter_typed_at_once_is_typed_into_its_line(home: Home) -> None:
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.row is not None)
        at_once(pilot, "slash", *"hash")
        await until(pilot, lambda: screen.filter == "hash")
        await until(pilot, lambda: screen.table.total == 1)


async def test_a_search_typed_at_once_waits_for_the_dialog_that_is_read_first(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await on(pilot, PlaygroundScreen)
        await until(pilot, lambda: screen.typing)
        await pilot.press("escape")
        await until(pilot, lambda: not screen.typing)
        at_once(pilot, "slash", *"generate_uuid", "enter")
        await until(pilot, lambda: screen.draft and screen.draft.action == "generate_uuid")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_a_dialog_that_takes_too_long_does_not_hold_the_keys(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asyncio.Event()

    async def never(*given: object) -> None:
        asked.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(actions, "pick_end_user", never)
    monkeypatch.setattr(type_ahead, "WAIT_SECONDS", 0.2)
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await on(pilot, PlaygroundScreen)
        await until(pilot, lambda: screen.typing)
        await pilot.press("escape")
        await until(pilot, lambda: not screen.typing)
        at_once(pilot, "a", "1")
        await until(pilot, asked.is_set)
        await until(pilot, lambda: not screen.console._early and screen.console._coming is None)
        assert screen.is_current, "what was typed for the dialog is no command"
        await pilot.press("2")
        await on(pilot, IntegrationsScreen)
