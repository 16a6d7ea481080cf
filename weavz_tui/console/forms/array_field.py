"""A list of values or of groups."""

from __future__ import annotations

from typing import Any

from weavz_tui.console.forms.field import Field
from weavz_tui.console.forms.kinds import make_field
from weavz_tui.console.forms.loose_field import LooseField
from weavz_tui.console.forms.masks import MASK, is_secret
from weavz_tui.console.forms.rows_field import RowsField
from weavz_tui.console.forms.summary import listed
from weavz_tui.model.enums import PropertyType


class ArrayField(RowsField):
    """ARRAY: one row per item; an item is a field of the item's type, or a group."""

    def items_of(self, value: Any) -> list[Any] | None:
        """The list itself."""
        return list(value) if isinstance(value, list | tuple) else None

    def value_from(self, items: list[Any]) -> Any:
        """The list itself."""
        return items

    def words(self, value: Any) -> str:
        """The items after each other."""
        items = self.items_of(value)
        if is_secret(self.prop):
            return MASK
        return listed([value] if items is None else items, self.prop)

    def make_row(self, position: int) -> Field:
        """A group for rows of properties, a field of the item's type, else any value."""
        depth = self.depth + 1
        if self.prop.properties:
            each = self.row_property(position, type=PropertyType.OBJECT)
            return make_field(each, depth)
        if self.prop.item_type is None:
            each = self.row_property(position, type=PropertyType.SHORT_TEXT)
            return LooseField(each, depth, password=is_secret(self.prop))
        each = self.row_property(position, type=self.prop.item_type, item_type=None)
        return make_field(each, depth)
