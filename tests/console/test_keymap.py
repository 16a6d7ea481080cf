"""Keys of one's own: what is refused, what takes effect, and the list of keys in force."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

from tests.console.engine import LARGE, SMALL, console, on, shown, type_in, until
from weavz_tui.console import keymap, screens
from weavz_tui.console.commands import TABLE
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.console.frame.help import HelpScreen
from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.keymap import check_keys, conflicts
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.home import Home
from weavz_tui.model.errors import ValidationError

FILE = Path("config.toml")


def every_screen(kind: type[FramedScreen] = FramedScreen) -> set[type[FramedScreen]]:
    """Every framed screen there is, with its modules imported."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)
    found = set()
    for each in kind.__subclasses__():
        found |= {each} | every_screen(each)
    return found


def test_the_table_itself_gives_no_key_to_two_commands_of_one_screen() -> None:
    # In the playground the pane with the focus decides which of the two is meant.
    apart = {("pick", "search")}
    told = [(one.id, other.id) for _, one, other in conflicts({})]
    assert set(told) <= apart


def test_which_kinds_of_screens_a_place_has_is_known() -> None:
    for screen in every_screen():
        if not screen.__module__.startswith("weavz_tui.") or not screen.PLACE:
            continue
        for kind in screen.CONTEXTS - {screen.PLACE}:
            if any(kind in command.where for command in TABLE):
                assert screen.PLACE in keymap.SCREENS[kind], f"{screen.__name__} is a {kind}"


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"new": "e"}, "e is the key of edit too"),
        ({"test": "d"}, "d is the key of delete too"),
        ({"zoom": "n"}, "n is the key of"),
        ({"new": "x", "columns": "x"}, "x is the key of"),
        ({"sort": "j"}, "j moves the cursor"),
        ({"execute": "x"}, "x is a character"),
        ({"palette": "?"}, "question_mark is a character"),
        ({"delte": "x"}, "did you mean delete"),
        ({"new": " "}, "is empty"),
    ],
)
def test_keys_that_cannot_be_are_refused_by_name(keys: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError) as raised:
        check_keys(keys, FILE)
    assert told in raised.value.message
    assert "none" in raised.value.hint


@pytest.mark.parametrize(
    "keys",
    [
        {"new": "insert"},
        {"new": "e", "edit": "n"},
        {"delete": "none", "new": "d"},
        {"test": "ctrl+t"},
        {"replay": "x", "export": "p"},
        {"help": "f10"},
    ],
)
def test_keys_that_meet_nothing_are_taken(keys: dict[str, str]) -> None:
    check_keys(keys, FILE)


async def test_the_other_commands_of_a_key_keep_it(home: Home) -> None:
    app = console(home, "integrations", keymap={"export": "X"})
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "enter open" in shown(pilot))
        keys = {command.id: key for command, key in app.keys_in_force()}
        assert keys["run"] == "x"


async def test_a_command_without_a_key_is_not_run_and_not_shown(home: Home) -> None:
    async with console(home, keymap={"new": "none"}).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await until(pilot, lambda: "enter open" in shown(pilot))
        assert "new" not in shown(pilot).splitlines()[-1]
        await pilot.press("n")
        assert pilot.app.screen is screen
        await pilot.press("question_mark")
        await on(pilot, HelpScreen)
        assert "Make a new one" not in shown(pilot)


async def test_two_commands_change_their_keys(home: Home) -> None:
    async with console(home, keymap={"new": "e", "edit": "n"}).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("e")
        editor = await on(pilot, EditorScreen)
        assert editor.title_shown() == "New workspace"


async def test_the_help_finds_while_one_types(home: Home) -> None:
    async with console(home, keymap={"sort": "O"}).run_test(size=LARGE) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("question_mark")
        await on(pilot, HelpScreen)
        await type_in(pilot, "sort by")
        await until(pilot, lambda: "Sort by the next column" in shown(pilot))
        text = shown(pilot)
        assert "Make a new one" not in text
        line = next(row for row in text.splitlines() if "Sort by" in row)
        assert "O" in line.split("Sort")[0], "the key in force"
        await type_in(pilot, "zzz")
        await until(pilot, lambda: "No key here says" in shown(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "Make a new one" in shown(pilot))
        await pilot.press("escape")
        await on(pilot, WorkspacesScreen)
