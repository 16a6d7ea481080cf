"""Statements with places for values, and names inside of them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from weavz_tui.catalog import (
    ValidationError,
)

# What is not closed reaches to the end, as the server reads it: nothing is looked through twice.
_PIECES = re.compile(
    r"""'(?:[^'\\]|\\.?|'')*+(?:'|\Z)|"(?:[^"\\]|\\.?|"")*+(?:"|\Z)|`[^`]*+(?:`|\Z)
    |--[ \t][^\n]*|\#[^\n]*|/\*.*?(?:\*/|\Z)|\?|%""",
    re.DOTALL | re.VERBOSE,
)


def with_places(statement: str, args: Sequence[Any]) -> str:
    """A statement with %s for each ?, as the driver has it; what is quoted or a comment stays.

    Raises ValidationError where there are not as many arguments as places.
    """
    places = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal places
        piece = match[0]
        if piece == "?":
            places += 1
            return "%s"
        return piece.replace("%", "%%")

    prepared = _PIECES.sub(replaced, statement)
    if places != len(args):
        raise ValidationError.of(args=f"there are {places} places (?) and {len(args)} arguments")
    return prepared


def quoted_name(text: str) -> str:
    """A table's or a column's name, quoted; `database.table` is two of them."""
    if not all(text.split(".")) or "\0" in text:
        raise ValidationError.of(table="a name must not be empty")
    return ".".join("`" + part.replace("`", "``") + "`" for part in text.split("."))


def literal(value: Any) -> Any:
    """A value as the driver takes it: objects and lists as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
