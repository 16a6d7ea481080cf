"""Fields of a form under test: reached, settled, and one of every kind."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from tests.console.form_app import (
    TYPES,
    FormApp,
    choices,
    prop,
)
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
