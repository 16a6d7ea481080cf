"""What a field holds that is secret is on no screen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.console.form_app import (
    TYPES,
    FormApp,
    prop,
)
from tests.console.forms.fields import focus, settled
from weavz_tui.model.properties import Property


async def test_a_secret_is_never_painted() -> None:
    app = FormApp([prop("key", TYPES.SECRET_TEXT)], {"key": "hunter2"})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        focus(app, "key")
        assert "•••••••" in app.line("key")
        assert "hunter2" not in app.export_screenshot()


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
