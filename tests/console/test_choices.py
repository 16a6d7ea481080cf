"""Choosing several of many, and knowing what there is to choose."""

from __future__ import annotations

from tests.console.form_app import TYPES, FormApp, choices, prop
from weavz_tui.console.forms.choices_field import ChoicesField

NAMES = ("send_message", "delete_message", "list_channels", "archive_channel")


def many() -> FormApp:
    each = prop("actions", TYPES.STATIC_MULTI_SELECT_DROPDOWN, options=choices(*NAMES))
    return FormApp([each], {"actions": []})


async def test_letters_narrow_the_list_and_backspace_widens_it() -> None:
    app = many()
    async with app.run_test(size=(80, 24)) as pilot:
        field = app.form.field("actions")
        assert isinstance(field, ChoicesField)
        field.focus()
        await pilot.press("enter", *"chan")
        assert [row.label for row in field.rows()] == ["list_channels", "archive_channel"]
        assert "/chan" in app.line("actions")
        await pilot.press("down", "space")
        assert app.form.values() == {"actions": ["archive_channel"]}
        await pilot.press(*["backspace"] * 4)
        assert len(field.rows()) == len(NAMES)
        assert app.form.values() == {"actions": ["archive_channel"]}


async def test_a_star_checks_what_is_shown_and_then_none_of_it() -> None:
    app = many()
    async with app.run_test(size=(80, 24)) as pilot:
        field = app.form.field("actions")
        assert field is not None
        field.focus()
        await pilot.press("enter", "*")
        assert app.form.values() == {"actions": list(NAMES)}
        await pilot.press(*"mess", "*")
        assert app.form.values() == {"actions": ["list_channels", "archive_channel"]}


async def test_the_help_follows_the_list_as_it_opens_and_closes() -> None:
    app = many()
    async with app.run_test(size=(80, 24)) as pilot:
        field = app.form.field("actions")
        assert field is not None
        field.focus()
        await pilot.pause()
        assert "enter opens" in str(app.form.help.render())
        await pilot.press("enter")
        await pilot.pause()
        assert "space checks" in str(app.form.help.render())
        await pilot.press("escape")
        await pilot.pause()
        assert "enter opens" in str(app.form.help.render())


async def test_the_help_of_a_short_list_names_its_choices() -> None:
    colours = choices("Red", "Green", "Blue")
    app = FormApp([prop("colour", TYPES.STATIC_DROPDOWN, required=True, options=colours)])
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field()
        await pilot.pause()
        assert "Red, Green, Blue" in str(app.form.help.render())
