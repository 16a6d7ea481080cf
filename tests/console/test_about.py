"""The help says what the screen and the focused thing are, and only keys that are bound."""

from __future__ import annotations

import pytest
from textual.widget import Widget

from tests.console.engine import SMALL, console, on, shown, until
from weavz_tui.console.forms.add_row import AddRow
from weavz_tui.console.forms.fold import FoldLine
from weavz_tui.console.frame.about import EDITOR, KINDS, SCREENS
from weavz_tui.console.frame.help import HelpScreen
from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.places import PLACES
from weavz_tui.console.screens.playground.head import HeadRow
from weavz_tui.console.screens.playground.result_pane import TextScroll
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.screens.workspaces.editor import WorkspaceEditor
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.console.widgets.json_lines import JsonLines
from weavz_tui.console.widgets.window_table import WindowTable
from weavz_tui.home import Home

WIDGETS: tuple[type[Widget], ...] = (
    AddRow, DetailPane, FoldLine, HeadRow, JsonLines, TextScroll, WindowTable,
)  # fmt: skip


def test_every_screen_and_kind_is_one_that_there_is() -> None:
    assert {place.id for place in PLACES} == set(SCREENS)
    assert {each.__name__ for each in WIDGETS} == set(KINDS)


@pytest.mark.parametrize("kind", WIDGETS, ids=lambda kind: kind.__name__)
def test_the_keys_told_are_bound(kind: type[Widget]) -> None:
    bound = {key for each in kind.__mro__ for key in _keys(each)}
    assert {key for key, _ in KINDS[kind.__name__].keys} <= bound


def _keys(kind: type) -> set[str]:
    found = set()
    for binding in kind.__dict__.get("BINDINGS", ()):
        keys = binding[0] if isinstance(binding, tuple) else binding.key
        found |= {each.strip() for each in keys.split(",")}
    return found


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.id)
async def test_the_help_begins_with_what_the_screen_is(home: Home, place: object) -> None:
    found = next(each for each in PLACES if each is place)
    app = console(home, found.id)
    async with app.run_test(size=SMALL) as pilot:
        await app.session.service()
        await on(pilot, FramedScreen)
        await pilot.press("escape", "question_mark")
        await on(pilot, HelpScreen)
        assert SCREENS[found.id] in shown(pilot)


async def test_the_help_follows_the_focus(home: Home) -> None:
    app = console(home)
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row)
        await pilot.press("question_mark")
        await on(pilot, HelpScreen)
        assert KINDS["WindowTable"].sentence in shown(pilot)
        await pilot.press("escape")
        await pilot.press("n")
        await on(pilot, WorkspaceEditor)
        await pilot.press("escape", "question_mark")
        await on(pilot, HelpScreen)
        assert EDITOR in shown(pilot)
        assert "Name  SHORT_TEXT, required" in shown(pilot)


async def test_the_help_tells_an_input_whole(home: Home) -> None:
    app = console(home, "playground")
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, PlaygroundScreen)
        await until(pilot, lambda: screen.form_pane.explanation and screen.typing)
        await pilot.press("escape", "question_mark")
        await on(pilot, HelpScreen)
        field = screen.form_pane.form
        assert field is not None and field.current is not None
        assert field.current.prop.type.value in shown(pilot)
        assert field.current.prop.description[:60] in shown(pilot)


@pytest.mark.parametrize(
    "sentence", [*SCREENS.values(), EDITOR, *(k.sentence for k in KINDS.values())]
)
def test_a_sentence_has_room_in_one_line(sentence: str) -> None:
    assert len(sentence) <= 68
