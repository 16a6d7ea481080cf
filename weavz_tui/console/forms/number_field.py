"""A line with a number in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.line_field import LineField
from weavz_tui.model.validation import Invalid, convert


class NumberField(LineField):
    """NUMBER: `up` and `down` step by one within the property's limits."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(1)", show=False),
        Binding("down", "step(-1)", show=False),
    ]
    EMPTY_MEANS: ClassVar[tuple[Any, ...]] = (ABSENT, None)

    def action_step(self, step: int) -> None:
        """One more or less; an unset number begins at its default, its minimum or 0."""
        number = self.in_force
        if self.locked or isinstance(number, str | bool):
            return
        if not isinstance(number, int | float):
            least = self.prop.minimum
            stepped: int | float = 0 if least is None else _exact(Decimal(str(least)))
        else:
            stepped = _exact(Decimal(str(number)) + step)
        try:
            convert(self.prop, stepped)
        except Invalid:
            return
        self.put(stepped)
        self.cursor_position = len(self.value)
        self.changed(stepped)


def _exact(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
