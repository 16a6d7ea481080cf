"""A field of every kind: its keys change its value, a lock keeps it, null is not an empty text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.console.form_app import (
    HOSTILE,
    TYPES,
    FormApp,
    prop,
)
from tests.console.forms.fields import KINDS, focus, settled
from weavz_tui.console.forms import Form, Given
from weavz_tui.model.properties import Property


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
