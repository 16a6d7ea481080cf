"""Fields that hold others: groups, rows, choices that a service knows."""

from __future__ import annotations

from tests.console.form_app import (
    PLAYGROUND,
    PLAYGROUND_VALUES,
    TYPES,
    FormApp,
    choices,
    prop,
)
from tests.console.forms.fields import focus, settled
from weavz_tui.console.forms import Given


async def test_dynamic_fields_keep_what_was_typed_by_key() -> None:
    app = FormApp(PLAYGROUND, PLAYGROUND_VALUES)
    async with app.run_test(size=(80, 40)) as pilot:
        await settled(pilot)
        field = app.form.field("values")
        assert field is not None
        app.columns = [prop("close", TYPES.DATE_TIME, "Close date"), prop("new", TYPES.NUMBER)]
        field.ask()  # type: ignore[attr-defined]
        await settled(pilot)
        assert app.form.values()["values"] == {"company": "Hooli GmbH", "close": "2026-12-01"}
        labels = [f.label for f in field.fields]  # type: ignore[attr-defined]
        assert labels == ["Close date", "New"]


async def test_options_of_the_service_show_their_label() -> None:
    app = FormApp([prop("sheet", TYPES.DROPDOWN)])
    app.options = choices("Deals", "Offers [/eu]")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, "sheet")
        await pilot.press("down")
        await settled(pilot)
        await pilot.press("o", "f", "enter")
        await settled(pilot)
        assert app.form.values() == {"sheet": "offers [/eu]"}
        assert app.line("sheet")[19:31] == "Offers [/eu]"


async def test_rows_are_added_moved_and_removed() -> None:
    app = FormApp([prop("tags", TYPES.ARRAY, item_type=TYPES.SHORT_TEXT)], {"tags": ["a", "b"]})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, "tags")
        await pilot.press("enter")
        await settled(pilot)
        assert app.form.move_row(1)
        await settled(pilot)
        assert app.form.values() == {"tags": ["b", "a"]}
        await pilot.press("tab", "enter", "c")
        await settled(pilot)
        assert app.form.values() == {"tags": ["b", "a", "c"]}
        await pilot.press("backspace", "delete")
        await settled(pilot)
        assert app.form.values() == {"tags": ["b", "a"]}


async def test_esc_closes_what_is_open_and_nothing_else() -> None:
    properties = [
        prop("long", TYPES.LONG_TEXT),
        prop("tags", TYPES.ARRAY, item_type=TYPES.SHORT_TEXT),
        prop("group", TYPES.OBJECT, properties=(prop("inner", TYPES.SHORT_TEXT),)),
        prop("colors", TYPES.STATIC_MULTI_SELECT_DROPDOWN, options=choices("Red", "Blue")),
    ]
    values = {"long": "a", "tags": ["a"], "group": {"inner": "b"}, "colors": []}
    app = FormApp(properties, values)
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        for key in ("long", "tags", "colors"):
            field = focus(app, key)
            await pilot.press("enter")
            await settled(pilot)
            assert field.opened  # type: ignore[attr-defined]
            await pilot.press("escape")
            await settled(pilot)
            assert not field.opened  # type: ignore[attr-defined]
            assert app.focused is field
            assert not await app.form.climb()
        group = focus(app, "group")
        await pilot.press("tab", "escape")
        await settled(pilot)
        assert group.opened  # type: ignore[attr-defined]
        assert app.form.values() == values


async def test_what_a_partial_brings_does_not_disturb_typing() -> None:
    app = FormApp([prop("tags", TYPES.ARRAY, item_type=TYPES.NUMBER)], {"tags": [1]})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, "tags")
        await pilot.press("enter", "end", ".")
        await settled(pilot)
        await app.form.set_given({"other": Given("x", "partial")})
        await settled(pilot)
        await pilot.press("5")
        await settled(pilot)
        assert app.form.values() == {"tags": [1.5]}
