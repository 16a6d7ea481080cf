"""A line with a moment in it."""

from __future__ import annotations

from datetime import datetime

from weavz_tui.console.forms.line_field import LineField
from weavz_tui.console.forms.words import moment_of


class DateField(LineField):
    """DATE_TIME: ISO 8601, or words (`now`, `tomorrow`, `+2h`) that become it on leaving."""

    def settle(self) -> None:
        """Words become the moment they meant when they were written."""
        if self.value and moment_of(self.value, datetime.now().astimezone()) is not None:
            self.put(self.typed)
        super().settle()

    def help_word(self) -> str:
        """What may be written."""
        return super().help_word() or "now, tomorrow, friday, +2h, 3 days ago"
