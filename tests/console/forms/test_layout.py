"""Which fields a form shows, in which order, and what they say."""

from __future__ import annotations

import pytest
from textual.geometry import Region

from tests.console.form_app import (
    PLAYGROUND,
    PLAYGROUND_GIVEN,
    PLAYGROUND_VALUES,
    TYPES,
    FormApp,
    choices,
    prop,
)
from tests.console.forms.fields import focus, settled
from weavz_tui.console.editing.fields import RadioField, Way
from weavz_tui.console.forms.absent import Given
from weavz_tui.console.forms.field import Field
from weavz_tui.console.forms.line_field import LineField
from weavz_tui.console.forms.text_editor import TextEditor


async def test_the_playground_stands_as_it_was_drawn() -> None:
    app = FormApp(PLAYGROUND, PLAYGROUND_VALUES, PLAYGROUND_GIVEN)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, "amount")
        await app.form.check()
        await settled(pilot)
        assert app.line("spreadsheet").split("  ")[0] == " Spreadsheet *"
        assert app.line("spreadsheet").endswith(" ▾ typed ")
        assert app.line("sheet").endswith(" ▾ partial crm ")
        assert app.line("values").endswith(" ▾ dynamic ")
        assert app.line("amount")[19:28] == "12.400,00"
        assert app.line("amount").startswith("▌Amount")
        assert app.line("amount").endswith(" ✗ not a number ")
        assert app.line("notes").endswith(" 2 lines ▸ ")
        assert "(•) off  ( ) on  ( ) unset" in app.line("first_row")
        assert app.line("first_row").endswith(" default ")
        assert app.line("tags")[19:].startswith("enterprise, q4 ")
        assert app.line("tags").endswith(" 2 rows ▸ ")
        assert app.line("metadata").startswith("=Metadata ")
        assert app.line("metadata").endswith(" = locked crm ")
        help_text = str(app.form.help.render())
        assert help_text.startswith("✗ 12.400,00 is not a number. Write 12400 or 12400.5\namount")
        assert all(len(app.line(key)) == 78 for key in ("amount", "tags", "values", "first_row"))


async def test_optional_fields_wait_behind_a_line() -> None:
    properties = [prop("needed", TYPES.SHORT_TEXT, required=True)]
    properties += [prop(f"extra_{n}", TYPES.SHORT_TEXT) for n in range(40)]
    app = FormApp(properties, {"extra_3": "kept"})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert [f.prop.name for f in app.form.fields] == ["needed", "extra_3"]
        assert app.form.folded == 39
        await app.form.unfold()
        assert len(app.form.fields) == 41
        assert app.form.values() == {"extra_3": "kept"}


async def test_required_fields_come_first() -> None:
    app = FormApp(
        [
            prop("second", TYPES.SHORT_TEXT, default_value="x"),
            prop("first", TYPES.SHORT_TEXT, required=True),
        ]
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert [f.prop.name for f in app.form.fields] == ["first", "second"]


async def test_a_default_shows_and_is_not_sent() -> None:
    app = FormApp([prop("limit", TYPES.NUMBER, default_value=25)])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.line("limit")[19:21] == "25"
        assert app.line("limit").endswith(" default ")
        assert app.form.values() == {}
        assert app.form.effective() == {"limit": 25}
        focus(app, "limit")
        await pilot.press("right", "0")
        await settled(pilot)
        assert app.form.values() == {"limit": 250}


async def test_focus_error_goes_to_the_first_one_wherever_it_is() -> None:
    group = prop("group", TYPES.OBJECT, required=True, properties=(prop("n", TYPES.NUMBER),))
    app = FormApp([prop("fine", TYPES.SHORT_TEXT), group], {"fine": "a", "group": {"n": "x"}})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert await app.form.check()
        assert await app.form.focus_error()
        await settled(pilot)
        focused = app.focused
        assert isinstance(focused, Field)
        assert focused.prop.name == "n"


async def test_an_error_comes_out_of_the_fold() -> None:
    properties = [prop("a", TYPES.SHORT_TEXT, required=True)]
    properties += [prop(f"x{n}", TYPES.NUMBER) for n in range(20)]
    app = FormApp(properties, {"a": "b"})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.form.model.put("x7", "no")
        assert set(await app.form.check()) == {"x7"}
        assert app.form.field("x7") is not None


async def test_no_color_reaches_what_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = FormApp([prop("text", TYPES.SHORT_TEXT)], {"text": "a"})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        field = focus(app, "text")
        await settled(pilot)
        (strip,) = field.render_lines(field.outer_size.region)
        for segment in strip:
            assert segment.style is not None
            color = segment.style.color
            if color is not None and color.triplet is not None:
                assert len(set(color.triplet)) == 1, segment


async def test_nothing_is_painted_while_nothing_changes() -> None:
    app = FormApp(PLAYGROUND, PLAYGROUND_VALUES, PLAYGROUND_GIVEN)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, "amount")
        await settled(pilot)
        field = app.form.field("amount")
        assert isinstance(field, LineField)
        assert not field.cursor_blink
        assert not [node for node in app.screen.walk_children() if node.auto_refresh]


async def test_a_row_just_taken_away_can_be_painted_once_more() -> None:
    app = FormApp([prop("color", TYPES.STATIC_DROPDOWN, options=choices("Red"))])
    async with app.run_test() as pilot:
        radio = RadioField(prop("way", TYPES.SHORT_TEXT), [Way("fixed", "one for all", "fixed")])
        field = focus(app, "color")
        editor = TextEditor("{}", json=True)
        await app.form.body.mount(radio, editor)
        await pilot.pause()
        assert radio.render_lines(Region(0, 0, 60, 1))[0].text.startswith(" Way")
        for row in (field, radio, editor):
            await row.remove()
            assert [strip.text for strip in row.render_lines(Region(0, 0, 6, 2))] == [" " * 6] * 2


async def test_the_arrows_go_from_row_to_row() -> None:
    app = FormApp([prop(name, TYPES.SHORT_TEXT, required=True) for name in ("one", "two", "three")])
    async with app.run_test(size=(80, 24)) as pilot:
        focus(app, "one")
        for key, name in (("down", "two"), ("down", "three"), ("down", "three"), ("up", "two")):
            await pilot.press(key)
            assert app.form.current is not None and app.form.current.prop.name == name
        assert app.form.values() == {}


async def test_a_long_label_gives_way_before_its_star() -> None:
    app = FormApp([prop("pat", TYPES.SHORT_TEXT, "Personal access token", required=True)])
    async with app.run_test(size=(80, 24)):
        assert app.line("pat")[:20] == "▌Personal acces… *  "


async def test_a_locked_row_names_its_partial_whole_where_there_is_room_for_one_of_both() -> None:
    given = {"one": Given("a", "only ops", locked=True), "two": Given("b", "crm", locked=True)}
    app = FormApp([prop(name, TYPES.SHORT_TEXT) for name in given], {}, given)
    async with app.run_test(size=(80, 24)):
        assert app.line("one").endswith(" = only ops ")
        assert app.line("two").endswith(" = locked crm ")
