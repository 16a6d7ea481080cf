"""JSON, coloured, checked and formatted on leaving."""

from __future__ import annotations

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.field import Problem
from weavz_tui.console.forms.json_text import NotJson, from_text, to_line, to_text
from weavz_tui.console.forms.long_text_field import LongTextField


class JsonField(LongTextField):
    """JSON: one row at rest, an editor when open. Text that is no JSON stays as it was written."""

    IS_JSON = True

    def text(self) -> str:
        """The value formatted, or what was written when that could not be read."""
        if self.unreadable is not None and isinstance(self.typed, str):
            return self.typed
        value = self.in_force
        return "" if value is ABSENT else to_text(value)

    def at_rest(self) -> str:
        """The value on one line."""
        value = self.in_force
        if value is ABSENT or self.unreadable is not None:
            return super().at_rest()
        return to_line(value)

    def take(self, text: str) -> None:
        """Read at every change, told when it is left."""
        if not text.strip():
            self.changed(ABSENT)
            return
        try:
            value = from_text(text)
        except NotJson as error:
            self.changed(text, Problem("not JSON", f"This is not JSON: {error}."))
        else:
            self.changed(value)
