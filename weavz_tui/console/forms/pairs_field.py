"""An object whose keys nobody knows beforehand."""

from __future__ import annotations

from typing import Any

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.field import Field, Problem
from weavz_tui.console.forms.loose_field import PairField
from weavz_tui.console.forms.masks import MASK, is_secret
from weavz_tui.console.forms.rows_field import RowsField
from weavz_tui.console.forms.summary import scalar
from weavz_tui.model.enums import PropertyType


class PairsField(RowsField):
    """OBJECT without known properties: a row per `key: value`."""

    def items_of(self, value: Any) -> list[Any] | None:
        """Pairs of key and value."""
        return list(value.items()) if isinstance(value, dict) else None

    def value_from(self, items: list[Any]) -> Any:
        """The object; rows that are no pair yet are left out, the last of a key counts."""
        return dict(item for item in items if isinstance(item, tuple))

    def words(self, value: Any) -> str:
        """The object as JSON, which is short where the object is."""
        return MASK if is_secret(self.prop) else scalar(value)

    def make_row(self, position: int) -> Field:
        """A line for a pair."""
        each = self.row_property(position, type=PropertyType.SHORT_TEXT, properties=())
        return PairField(each, self.depth + 1, password=is_secret(self.prop))

    def label_at(self, position: int) -> str:
        """Rows have no names but their keys."""
        return "key: value" if position == 0 else ""

    def paths(self) -> dict[str, Field]:
        """Rows by their key."""
        pairs = [(row.own_value, row) for row in self.rows if row.own_value is not ABSENT]
        return {str(value[0]): row for value, row in pairs if isinstance(value, tuple)}

    def settle(self) -> None:
        """A key that comes twice is told where it comes the second time."""
        seen: set[str] = set()
        for row in self.rows:
            value = row.own_value
            if isinstance(value, tuple):
                if value[0] in seen:
                    row.fault({"": Problem("key twice", f"The key {value[0]} comes twice.")})
                seen.add(value[0])
