"""A form turns a schema and an input into fields and gives the input back without loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.console.form_app import (
    HOSTILE,
    PLAYGROUND,
    PLAYGROUND_GIVEN,
    PLAYGROUND_VALUES,
    TYPES,
    FormApp,
    choices,
    prop,
)
from weavz_tui.console.forms import Form, Given
from weavz_tui.console.forms.field import Field
from weavz_tui.model.properties import Property


async def settled(pilot: Pilot[None]) -> None:
    """Until every message and worker is done."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def focus(app: FormApp, key: str) -> Field:
    """The field of a key, with the focus."""
    field = app.form.field(key)
    assert field is not None
    field.focus()
    return field


KINDS: list[tuple[Property, Any, tuple[str, ...], Any]] = [
    (prop("text", TYPES.SHORT_TEXT), "old", ("end", "!"), "old!"),
    (prop("secret", TYPES.SECRET_TEXT), "s3cret", ("end", "!"), "s3cret!"),
    (prop("number", TYPES.NUMBER), 41, ("up",), 42),
    (prop("number", TYPES.NUMBER), 1.5, ("down",), 0.5),
    (prop("flag", TYPES.CHECKBOX), False, ("space",), True),
    (prop("flag", TYPES.CHECKBOX), True, ("n",), False),
    (prop("long", TYPES.LONG_TEXT), "a\nb", ("enter", "x"), "xa\nb"),
    (prop("mark", TYPES.MARKDOWN), "# a", ("enter", "x"), "x# a"),
    (prop("json", TYPES.JSON), [1], ("enter", "end", "backspace", ",", "2", "]"), None),
    (prop("date", TYPES.DATE_TIME), "2026-12-01", ("end", "T", "0", "9"), "2026-12-01T09"),
    (
        prop("color", TYPES.STATIC_DROPDOWN, options=choices("Red", "Blue")),
        "red",
        ("down", "B", "enter"),
        "blue",
    ),
    (
        prop("colors", TYPES.STATIC_MULTI_SELECT_DROPDOWN, options=choices("Red", "Blue")),
        ["blue"],
        ("enter", "space"),
        ["blue", "red"],
    ),
    (prop("tags", TYPES.ARRAY, item_type=TYPES.SHORT_TEXT), ["a"], ("enter", "end", "b"), ["ab"]),
    (prop("pairs", TYPES.OBJECT), {"a": 1}, ("enter", "end", "2"), {"a": 12}),
    (
        prop("group", TYPES.OBJECT, properties=(prop("inner", TYPES.SHORT_TEXT),)),
        {"inner": "a", "other": 1},
        ("tab", "end", "b"),
        {"inner": "ab", "other": 1},
    ),
]


@pytest.mark.parametrize(
    ("each", "value"), [(k[0], k[1]) for k in KINDS], ids=[str(k[0].type) for k in KINDS]
)
async def test_an_untouched_value_comes_back_as_it_was(each: Property, value: Any) -> None:
    app = FormApp([each], {each.name: value})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, each.name)
        await pilot.press("tab")
        await settled(pilot)
        assert app.form.values() == {each.name: value}
        assert app.messages == []


@pytest.mark.parametrize(
    ("each", "value", "keys", "expected"),
    [kind for kind in KINDS if kind[3] is not None],
    ids=[str(kind[0].type) for kind in KINDS if kind[3] is not None],
)
async def test_keys_change_the_value(
    each: Property, value: Any, keys: tuple[str, ...], expected: Any
) -> None:
    app = FormApp([each], {each.name: value})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, each.name)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        assert app.form.values() == {each.name: expected}
        assert any(isinstance(m, Form.Changed) and m.key == each.name for m in app.messages)


@pytest.mark.parametrize(
    ("each", "value"), [(k[0], k[1]) for k in KINDS], ids=[str(k[0].type) for k in KINDS]
)
async def test_a_locked_field_takes_the_focus_and_no_typing(each: Property, value: Any) -> None:
    app = FormApp([each], {}, {each.name: Given(value, "crm", locked=True)})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        field = focus(app, each.name)
        await pilot.press("x", "space", "up", "backspace", "delete", "ctrl+k", "enter", "z")
        await settled(pilot)
        assert field.in_force == value
        assert app.form.values() == {}
        assert app.form.effective() == {each.name: value}
        assert "= locked crm" in app.line(each.name)
        assert not field.check_consume_key("x", "x")


@pytest.mark.parametrize("each", [k[0] for k in KINDS], ids=[str(k[0].type) for k in KINDS])
@pytest.mark.parametrize("value", [None, ""], ids=["null", "empty"])
async def test_null_and_empty_text_are_kept_apart(each: Property, value: Any) -> None:
    app = FormApp([each], {each.name: value})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.form.values() == {each.name: value}
        await app.form.set_values({})
        assert app.form.values() == {}


async def test_backspace_goes_through_what_an_empty_line_may_mean() -> None:
    app = FormApp([prop("text", TYPES.SHORT_TEXT)], {"text": "a"})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, "text")
        seen: list[Mapping[str, Any]] = []
        for _ in range(4):
            await pilot.press("end", "backspace")
            await settled(pilot)
            seen.append(app.form.values())
        assert seen == [{}, {"text": ""}, {"text": None}, {}]


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


async def test_json_text_and_back_loses_nothing() -> None:
    values = {"unknown": [1, 1.0, True, None], **PLAYGROUND_VALUES, "when": "", "color": None}
    app = FormApp(PLAYGROUND, values, PLAYGROUND_GIVEN)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        focus(app, "amount")
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert not app.form.body.display
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert app.form.mode == "form"
        assert app.form.values() == values
        assert list(app.form.values()) == list(values)


async def test_text_that_is_no_json_stays_open_and_says_where() -> None:
    app = FormApp([prop("a", TYPES.SHORT_TEXT)], {})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, "a")
        await pilot.press("ctrl+t", "x", "ctrl+t")
        await settled(pilot)
        assert app.form.mode == "json"
        assert "✗ line 1, column 1" in str(app.form.help.render())


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


@pytest.mark.parametrize("kind", list(TYPES), ids=str)
async def test_hostile_text_is_shown_and_kept(kind: Any) -> None:
    each = prop("key", kind, HOSTILE, description=HOSTILE)
    app = FormApp([each], {"key": HOSTILE}, {})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, "key")
        await settled(pilot)
        assert "[/eu] [red]x[/]" in app.line("key")
        assert "\x1b" not in app.line("key")
        assert app.form.values() == {"key": HOSTILE}


async def test_a_secret_is_never_painted() -> None:
    app = FormApp([prop("key", TYPES.SECRET_TEXT)], {"key": "hunter2"})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, "key")
        assert "•••••••" in app.line("key")
        assert "hunter2" not in app.export_screenshot()


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
