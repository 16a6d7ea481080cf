"""A line for a value of any type."""

from __future__ import annotations

from typing import Any

from weavz_tui.console.forms.convert import loose_text, loose_value, pair_of, pair_text
from weavz_tui.console.forms.line_field import LineField


class LooseField(LineField):
    """Items without a type: JSON where it is JSON, else text; `"5"` is the text 5."""

    def read(self, text: str) -> Any:
        """JSON or text."""
        return loose_value(text)

    def write(self, value: Any) -> str:
        """Text, or JSON where text would mean something else."""
        return loose_text(value)

    def help_word(self) -> str:
        """What may be written."""
        return 'text or JSON: 5 is a number, "5" a text'


class PairField(LineField):
    """One `key: value` of an object without known properties; its value is that pair."""

    def read(self, text: str) -> Any:
        """Key and value. Raises Unreadable."""
        return pair_of(text)

    def write(self, value: Any) -> str:
        """Key and value, quoted where needed; what is no pair, as it is."""
        return pair_text(*value) if isinstance(value, tuple) else str(value)

    def help_word(self) -> str:
        """What may be written."""
        return "key: value; the value is text or JSON"
