"""Which field a property gets."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from weavz_tui.console.forms.field import Field
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Property

KINDS: Mapping[PropertyType, str] = {
    PropertyType.SHORT_TEXT: "line_field.LineField",
    PropertyType.LONG_TEXT: "long_text_field.LongTextField",
    PropertyType.MARKDOWN: "long_text_field.LongTextField",
    PropertyType.NUMBER: "number_field.NumberField",
    PropertyType.CHECKBOX: "check_field.CheckField",
    PropertyType.DROPDOWN: "dropdown_field.DropdownField",
    PropertyType.STATIC_DROPDOWN: "dropdown_field.DropdownField",
    PropertyType.MULTI_SELECT_DROPDOWN: "choices_field.ChoicesField",
    PropertyType.STATIC_MULTI_SELECT_DROPDOWN: "choices_field.ChoicesField",
    PropertyType.DYNAMIC: "dynamic_field.DynamicField",
    PropertyType.ARRAY: "array_field.ArrayField",
    PropertyType.OBJECT: "group_field.GroupField",
    PropertyType.JSON: "json_field.JsonField",
    PropertyType.FILE: "file_field.FileField",
    PropertyType.DATE_TIME: "date_field.DateField",
    PropertyType.SECRET_TEXT: "secret_field.SecretField",
    PropertyType.BASIC_AUTH: "group_field.GroupField",
    PropertyType.CUSTOM_AUTH: "group_field.GroupField",
    PropertyType.OAUTH2: "group_field.GroupField",
}
"""Modules are imported with the first field of their kind."""

_SECRET = "secret_field.SecretField"
_PAIRS = "pairs_field.PairsField"
_GROUP = "group_field.GroupField"


def kind_of(each: Property) -> str:
    """The field of a property: by type, but a secret is masked whatever text it is, and an object
    without known properties has rows."""
    kind = KINDS[each.type]
    if each.secret and kind == "line_field.LineField":
        return _SECRET
    return _PAIRS if kind == _GROUP and not each.properties else kind


def make_field(each: Property, depth: int = 0) -> Field:
    """A new field for a property."""
    module, _, name = kind_of(each).partition(".")
    made = getattr(import_module(f"weavz_tui.console.forms.{module}"), name)
    field: Field = made(each, depth)
    return field
