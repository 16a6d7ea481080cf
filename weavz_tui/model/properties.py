"""The property schema of an action: what may be put in, and how a form shows it (wire A.2, C.4)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from weavz_tui.model.base import Frozen
from weavz_tui.model.enums import PropertyType


class Option(Frozen):
    """One choice: `label` is read by people, `value` is sent."""

    label: str
    value: Any


class Options(Frozen):
    """The choices of a select. `disabled` with `placeholder` says which input is missing."""

    options: tuple[Option, ...] = ()
    disabled: bool = False
    placeholder: str = ""


class Property(Frozen):
    """One input of an action, or one field of a credential.

    `properties` are the sub-properties of an OBJECT, or of each row of an ARRAY; an ARRAY without
    them holds scalars of `item_type`. `refreshers` are the sibling keys that its options (or its
    shape, for DYNAMIC) depend on. `default_value` None means that there is no default.
    """

    name: str
    type: PropertyType
    display_name: str
    description: str = ""
    required: bool = False
    refreshers: tuple[str, ...] = ()
    default_value: Any = None
    options: Options | None = None
    properties: tuple[Property, ...] = ()
    item_type: PropertyType | None = None
    minimum: float | None = None
    maximum: float | None = None
    searchable: bool = Field(default=False, description="options are searched by the service")
    secret: bool = False
    takes_file: bool = Field(
        default=False, exclude=True, description="a text that may also be a file opened here"
    )

    @property
    def holds_secret(self) -> bool:
        """Whether it or one of its sub-properties is a secret."""
        is_secret = self.secret or self.type is PropertyType.SECRET_TEXT
        return is_secret or any(each.holds_secret for each in self.properties)

    @property
    def is_select(self) -> bool:
        """Whether one of several choices is taken."""
        return self.type in {PropertyType.DROPDOWN, PropertyType.STATIC_DROPDOWN}

    @property
    def is_multi_select(self) -> bool:
        """Whether several of several choices are taken."""
        return self.type in {
            PropertyType.MULTI_SELECT_DROPDOWN,
            PropertyType.STATIC_MULTI_SELECT_DROPDOWN,
        }

    @property
    def fetches_options(self) -> bool:
        """Whether its choices come from the service when asked for."""
        return self.type in {PropertyType.DROPDOWN, PropertyType.MULTI_SELECT_DROPDOWN}
