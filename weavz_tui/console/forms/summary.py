"""A value in a few words, for the row of a field that opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from weavz_tui.console.forms.json_text import to_line
from weavz_tui.model.properties import Property

_LONGEST = 200


def counted(count: int, word: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def scalar(value: Any) -> str:
    """A value on one line: a text as it is, anything else as JSON."""
    return (value if isinstance(value, str) else to_line(value))[:_LONGEST]


def listed(values: Sequence[Any], each: Property) -> str:
    """Items after each other, labels where the property has them."""
    labels: dict[str, str] = {}
    if each.options is not None:
        labels = {to_line(option.value): option.label for option in each.options.options}
    words = [labels.get(to_line(value), scalar(value)) for value in values[:20]]
    return ", ".join(words)[:_LONGEST]


def of_object(value: Any, each: Property) -> str:
    """How many of an object's fields are filled, and which."""
    if not isinstance(value, dict):
        return scalar(value)
    known = {sub.name: sub.display_name for sub in each.properties}
    names = ", ".join(str(known.get(key, key)) for key in value)
    return f"{counted(len(value), 'field')}: {names}"[:_LONGEST] if value else ""
