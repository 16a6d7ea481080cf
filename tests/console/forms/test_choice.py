"""A choice from a list: where one is afterwards, and what `tab` and `enter` do then."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot

from tests.console.form_app import TYPES, FormApp, choices, prop
from tests.console.forms.fields import focus, settled
from weavz_tui.console.forms.field import Field
from weavz_tui.console.widgets.picker_screen import PickerScreen

FIELDS = (
    prop("color", TYPES.STATIC_DROPDOWN, options=choices("Red", "Blue")),
    prop("size", TYPES.STATIC_DROPDOWN, options=choices("Small", "Large")),
    prop("name", TYPES.SHORT_TEXT),
)


async def _chosen(pilot: Pilot[None], app: FormApp) -> Field:
    await app.form.unfold()
    await settled(pilot)
    field = focus(app, "color")
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(app.screen, PickerScreen)
    await pilot.press("enter")
    await settled(pilot)
    return field


@pytest.mark.parametrize("key", ["tab", "enter"])
async def test_after_a_choice_the_next_field_is_one_key_away(key: str) -> None:
    app = FormApp(FIELDS)
    async with app.run_test(size=(80, 24)) as pilot:
        field = await _chosen(pilot, app)
        assert app.focused is field
        assert app.form.values() == {"color": "red"}
        await pilot.press(key)
        await settled(pilot)
        assert app.focused is app.form.field("size")


async def test_a_field_that_was_left_moves_nobody_on() -> None:
    app = FormApp(FIELDS)
    async with app.run_test(size=(80, 24)) as pilot:
        field = await _chosen(pilot, app)
        name = focus(app, "name")
        await settled(pilot)
        field.post_message(Field.Done(field))
        await settled(pilot)
        assert app.focused is name


async def test_the_help_is_about_the_field_with_the_focus_whoever_tells_late() -> None:
    app = FormApp(FIELDS)
    async with app.run_test(size=(80, 24)) as pilot:
        left = await _chosen(pilot, app)
        name = focus(app, "name")
        await settled(pilot)
        left.post_message(events.DescendantFocus(left))
        await settled(pilot)
        assert app.form.current is name
