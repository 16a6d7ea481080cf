"""The frame: screens by key, the way back, palette, help, what is saved."""

from __future__ import annotations

import json

import pytest
from textual.widgets import Input

from tests.console.engine import LARGE, SMALL, console, on, opened, shown, type_in, until
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.frame.failure import OpenFailed
from weavz_tui.console.frame.help import HelpScreen
from weavz_tui.console.frame.jump import JumpScreen
from weavz_tui.console.places import PLACES
from weavz_tui.console.screens.activity.screen import ActivityScreen
from weavz_tui.console.screens.catalogue.screen import CatalogueScreen
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.screens.playground.form_pane import FormPane
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.engine.service import Service
from weavz_tui.home import Home
from weavz_tui.model.errors import StoreError
from weavz_tui.model.requests import WorkspaceCreate


async def test_opens_on_real_rows_with_title_and_footer(home: Home) -> None:
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await until(pilot, lambda: "vault not checked" in shown(pilot))
        top, *_, foot = shown(pilot).split("\n")
        assert "1 Workspaces" in top and "local" in top and "default" in top
        assert "enter open" in foot and "n new" in foot and foot.endswith("? more")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.id)
@pytest.mark.parametrize("key", ["digit", "function"])
async def test_every_screen_is_one_key_away(home: Home, place: object, key: str) -> None:
    digit, title = getattr(place, "digit"), getattr(place, "title")  # noqa: B009
    async with console(home, "settings").run_test(size=LARGE) as pilot:
        await pilot.press(digit if key == "digit" else f"f{digit}")
        await until(pilot, lambda: pilot.app.screen.query("TopBar"))
        assert f"{digit} {title}" in shown(pilot)
        assert getattr(pilot.app.screen, "PLACE") == getattr(place, "id")  # noqa: B009


async def test_a_screen_from_inside_a_field_is_escape_and_its_digit(home: Home) -> None:
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("slash")
        await type_in(pilot, "2")
        assert screen.filter == "2", "a digit is a letter while typing"
        assert "TYPING" in shown(pilot) and "esc keys" in shown(pilot)
        await pilot.press("escape", "2")
        await on(pilot, IntegrationsScreen)


async def test_a_function_key_leaves_a_field_at_once(home: Home) -> None:
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("n")
        await on(pilot, EditorScreen)
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await pilot.press("f8")
        await on(pilot, CatalogueScreen)
        await pilot.press("1")
        await on(pilot, EditorScreen)


async def test_escape_climbs_one_step_at_a_time(home: Home) -> None:
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("n")
        editor = await on(pilot, EditorScreen)
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await type_in(pilot, "Acme")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.focused is None)
        assert pilot.app.screen is editor
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await pilot.press("escape", "escape")
        await on(pilot, Question)
        assert "not saved" in shown(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is editor)
        await pilot.press("escape")
        await on(pilot, Question)
        await pilot.press("d")
        await on(pilot, WorkspacesScreen)


async def test_the_palette_finds_commands_and_records(home: Home) -> None:
    service = await opened(home)
    await service.workspaces.create(WorkspaceCreate(name="Acme", slug="acme"))
    await service.close()
    async with console(home, "catalogue").run_test(size=SMALL) as pilot:
        await on(pilot, CatalogueScreen)
        await pilot.press("ctrl+p")
        await type_in(pilot, "go to activity")
        await until(pilot, lambda: "Go to Activity" in shown(pilot))
        await pilot.press("enter")
        await on(pilot, ActivityScreen)
        await pilot.press("colon")
        await type_in(pilot, "acme")
        await until(pilot, lambda: "Acme (acme)" in shown(pilot))
        await pilot.press("enter")
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None and screen.row.slug == "acme")


async def test_enter_in_the_palette_means_what_is_written_not_what_stood_there(home: Home) -> None:
    async with console(home, "workspaces").run_test(size=SMALL) as pilot:
        await on(pilot, WorkspacesScreen)
        await pilot.press("ctrl+p", *"catal", "enter")
        await on(pilot, CatalogueScreen)


async def test_help_shows_the_keys_in_force_after_remapping(home: Home) -> None:
    async with console(home, keymap={"new": "insert"}).run_test(size=LARGE) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("question_mark")
        await on(pilot, HelpScreen)
        line = next(row for row in shown(pilot).split("\n") if "Make a new one" in row)
        assert "insert" in line
        await pilot.press("escape", "insert")
        await on(pilot, EditorScreen)


async def test_read_only_refuses_what_writes_everywhere(home: Home) -> None:
    async with console(home, read_only=True).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await until(pilot, lambda: "READ ONLY" in shown(pilot))
        await pilot.press("n", "d", "e")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert "n new" not in shown(pilot)


async def test_jump_mode_puts_the_focus_by_a_letter(home: Home) -> None:
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("ctrl+o")
        await on(pilot, JumpScreen)
        await pilot.press("b")
        await until(pilot, lambda: pilot.app.screen is screen)
        await until(pilot, lambda: getattr(pilot.app.focused, "id", "") == "detail")


async def test_the_place_the_filter_and_the_sort_come_back(home: Home) -> None:
    async with console(home).run_test(size=SMALL) as pilot:
        await on(pilot, WorkspacesScreen)
        await pilot.press("2")
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("slash")
        await type_in(pilot, "kv")
        await pilot.press("enter", "s")
        await until(pilot, lambda: screen.table.total == 1)
    saved = json.loads(home.state_file.read_text())
    assert saved["place"] == "integrations"
    async with console(home, "").run_test(size=SMALL) as pilot:
        again = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: again.table.total == 1)
        assert (again.filter, again.sort) == ("kv", "-integration_alias")
        assert "Integrations  kv  1" in shown(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: again.table.total > 1)


async def test_quitting_during_a_run_asks_once(home: Home) -> None:
    app = console(home)
    async with app.run_test(size=SMALL) as pilot:
        await on(pilot, WorkspacesScreen)
        app.runs.add("slack_bot.send_channel_message")
        await pilot.press("ctrl+q")
        await on(pilot, Question)
        assert "slack_bot.send_channel_message is still running" in shown(pilot)
        await pilot.press("escape")
        await on(pilot, WorkspacesScreen)
        await pilot.press("ctrl+q")
        await on(pilot, Question)
        await pilot.press("y")
        await pilot.pause()
    assert app.return_code == 0


async def test_an_engine_that_does_not_open_says_why_and_is_tried_again(home: Home) -> None:
    tries = []

    async def opener() -> Service:
        tries.append(1)
        if len(tries) == 1:
            raise StoreError("The disk is [full]", hint="make room")
        return await opened(home)

    app = console(home)
    app.session._opener = opener
    async with app.run_test(size=SMALL) as pilot:
        await on(pilot, OpenFailed)
        assert "STORAGE_ERROR" in shown(pilot) and "The disk is [full]" in shown(pilot)
        assert "make room" in shown(pilot)
        await pilot.press("r")
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)


async def test_what_another_process_changes_appears_without_a_key(home: Home) -> None:
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        other = await opened(home)
        await other.workspaces.create(WorkspaceCreate(name="Elsewhere", slug="elsewhere"))
        await until(pilot, lambda: screen.table.total == 2)
        assert "Elsewhere" in shown(pilot)
        assert screen.row is not None and screen.row.slug == "default", "the cursor stays"
        await other.close()


async def test_a_change_while_the_console_is_taken_down_is_passed_over(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[bool] = []

    def leave(screen: PlaygroundScreen) -> None:
        left.append(bool(screen.query(FormPane)))
        screen.console.changed("*")

    monkeypatch.setattr(PlaygroundScreen, "on_unmount", leave, raising=False)
    async with console(home, "playground").run_test(size=LARGE) as pilot:
        screen = await on(pilot, PlaygroundScreen)
        await until(pilot, lambda: screen.form_pane.explanation)
    assert left == [False], "its parts go first"
