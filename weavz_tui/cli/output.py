"""What commands write to standard output: data alone, as aligned columns or as JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import click

Item = TypeVar("Item")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Column(Generic[Item]):
    """A column of a list: its title and what it shows of an item."""

    title: str
    value: Callable[[Item], Any]


def clean(text: str) -> str:
    """A text in one line that cannot steer a terminal, wherever it came from."""
    return _CONTROL.sub(
        lambda match: " " if match[0] in "\n\t" else "\N{REPLACEMENT CHARACTER}", text
    )


def shown(value: Any) -> str:
    """A value as a person reads it in a column."""
    if value is None or value in ("", [], {}):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(" ", "seconds")[:19] + "Z"
    if isinstance(value, list | tuple):
        return clean(", ".join(str(each) for each in value))
    if isinstance(value, dict):
        return clean(json.dumps(value, ensure_ascii=False, default=str))
    return clean(str(value))


def print_json(value: Any) -> None:
    """Data as JSON; models as the wire has them."""
    click.echo(json.dumps(_plain(value), indent=2, ensure_ascii=False))


def print_table(columns: Sequence[Column[Item]], items: Iterable[Item]) -> None:
    """Items as aligned columns under their titles; the last column is not padded."""
    rows = [[each.title.upper() for each in columns]]
    rows += [[shown(each.value(item)) for each in columns] for item in items]
    widths = [max(map(_width, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        padded = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        click.echo("  ".join(padded).rstrip())


def print_fields(pairs: Iterable[tuple[str, Any]]) -> None:
    """One record: a line for each field that has a value."""
    kept = [(name, value) for name, value in pairs if value is not None]
    width = max((len(name) for name, _ in kept), default=0)
    for name, value in kept:
        click.echo(f"{name:<{width}}  {shown(value)}".rstrip())


def print_data(value: Any) -> None:
    """An action's output: text as it is, anything else as JSON."""
    if isinstance(value, str):
        click.echo("\n".join(clean(line) for line in value.splitlines()))
    else:
        print_json(value)


def note(text: str) -> None:
    """Something for the person, not for the program that reads the output."""
    click.echo(clean(text), err=True)


def _plain(value: Any) -> Any:
    from weavz_tui.model.base import Wire, iso

    if isinstance(value, Wire):
        return value.wire()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return iso(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def _width(text: str) -> int:
    """The cells that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )
