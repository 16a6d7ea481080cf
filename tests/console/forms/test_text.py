"""Texts, JSON and moments: opened, left, and turned into one another without loss."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.console.form_app import (
    PLAYGROUND,
    PLAYGROUND_GIVEN,
    PLAYGROUND_VALUES,
    TYPES,
    FormApp,
    prop,
)
from tests.console.forms.fields import focus, settled
from weavz_tui.console.forms.field import Field


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
