"""What a person does at the playground."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.console.engine import on, shown, type_in, until
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen


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


async def take_first(pilot: Pilot[Any]) -> None:
    """Choose the first one of the choices of the field with the focus."""
    await pilot.press("enter")
    await on(pilot, PickerScreen)
    await until(pilot, lambda: pilot.app.screen.query_one(OptionList).option_count)
    await pilot.press("enter")
    await on(pilot, PlaygroundScreen)


async def hello(pilot: Pilot[Any]) -> None:
    """Fill the form of `hash-encode.hash` as a newcomer does."""
    await type_in(pilot, "hello")
    await pilot.press("tab")
    await take_first(pilot)
    await pilot.press("enter")
    await take_first(pilot)
