"""A form turns a schema and an input into fields and gives the input back without loss."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
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
from weavz_tui.console.forms.line_field import LineField
from weavz_tui.model.errors import ValidationError
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


async def test_a_long_text_closes_when_it_is_left() -> None:
    app = FormApp([prop("long", TYPES.LONG_TEXT), prop("next", TYPES.SHORT_TEXT)], {"long": "a"})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await app.form.unfold()
        field = focus(app, "long")
        await pilot.press("enter", "x", "tab")
        await settled(pilot)
        assert not field.opened  # type: ignore[attr-defined]
        assert isinstance(app.focused, Field)
        assert app.focused.prop.name == "next"
        assert app.form.values() == {"long": "xa"}


async def test_json_is_checked_and_formatted_on_leaving() -> None:
    app = FormApp([prop("json", TYPES.JSON), prop("next", TYPES.SHORT_TEXT)], {"json": [1]})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await app.form.unfold()
        focus(app, "json")
        await pilot.press("enter", "down", "down", "end", "backspace", "tab")
        await settled(pilot)
        assert app.line("json").endswith(" ✗ not JSON ")
        assert app.form.values() == {"json": "[\n  1\n"}
        focus(app, "json")
        await pilot.press("enter", "down", "down", "end", ",", "2", "]", "tab")
        await settled(pilot)
        assert app.form.values() == {"json": [1, 2]}
        assert app.line("json")[19:25] == "[1, 2]"


async def test_a_file_shows_size_and_type_and_is_read_when_wanted(tmp_path: Path) -> None:
    (tmp_path / "offer.txt").write_text("x" * 2_000)
    path = str(tmp_path / "offer.txt")
    app = FormApp([prop("file", TYPES.FILE), prop("gone", TYPES.FILE)], {"file": {"path": path}})
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        assert app.line("file").endswith(" 2 kB typed ")
        focus(app, "file")
        await settled(pilot)
        assert "text/plain" in str(app.form.help.render())
        sent = await app.form.collected()
        assert sent["file"]["filename"] == "offer.txt"
        assert await app.form.check() == {}
        await app.form.set_values({"gone": {"path": f"{path}.missing"}})
        await settled(pilot)
        assert app.line("gone").endswith(" ✗ no such file ")
        with pytest.raises(ValidationError) as raised:
            await app.form.collected()
        assert "No such file" in raised.value.fields["gone"]


async def test_a_path_is_completed(tmp_path: Path) -> None:
    (tmp_path / "offers").mkdir()
    app = FormApp([prop("file", TYPES.FILE, required=True)])
    async with app.run_test(size=(120, 24)) as pilot:
        await settled(pilot)
        focus(app, "file")
        await pilot.press(*f"{tmp_path}/of")
        await settled(pilot)
        await pilot.press("right")
        await settled(pilot)
        assert app.form.values() == {"file": {"path": f"{tmp_path}/offers/"}}


async def test_words_for_a_moment_become_it_on_leaving() -> None:
    app = FormApp([prop("when", TYPES.DATE_TIME, required=True)])
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, "when")
        await pilot.press(*"now", "enter")
        await settled(pilot)
        value = app.form.values()["when"]
        assert app.line("when")[19:39] == value
        assert datetime.fromisoformat(value).tzinfo is not None


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


SECRETS: list[tuple[Property, Any]] = [
    (prop("key", TYPES.SECRET_TEXT), "hunter2"),
    (prop("key", TYPES.SHORT_TEXT, secret=True), "hunter2"),
    (prop("key", TYPES.LONG_TEXT, secret=True), "hunter2\nhunter2"),
    (prop("key", TYPES.JSON, secret=True), {"private": "hunter2"}),
    (prop("key", TYPES.ARRAY, item_type=TYPES.SECRET_TEXT), ["hunter2"]),
    (prop("key", TYPES.ARRAY, secret=True), ["hunter2"]),
    (prop("key", TYPES.OBJECT, secret=True), {"a": "hunter2"}),
    (
        prop("key", TYPES.BASIC_AUTH, properties=(prop("password", TYPES.SECRET_TEXT),)),
        {"password": "hunter2"},
    ),
]


@pytest.mark.parametrize(
    ("each", "value"), SECRETS, ids=[f"{s[0].type}-{n}" for n, s in enumerate(SECRETS)]
)
async def test_secrets_are_on_no_screen_and_come_back(each: Property, value: Any) -> None:
    app = FormApp([each], {"key": value})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "hunter2" not in app.export_screenshot()
        focus(app, "key")
        for keys in ("enter", "escape", "ctrl+t"):
            await pilot.press(keys)
            await settled(pilot)
            assert "hunter2" not in app.export_screenshot()
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert app.form.values() == {"key": value}


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
