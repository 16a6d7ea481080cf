"""The form in which the fields of a call become a partial."""

from __future__ import annotations

from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Option, Options, Property


def partial_properties(keys: list[str]) -> list[Property]:
    """The form of a new partial."""
    options = Options(options=tuple(Option(label=key, value=key) for key in keys))
    multi = PropertyType.STATIC_MULTI_SELECT_DROPDOWN
    return [
        Property(
            name="name",
            type=PropertyType.SHORT_TEXT,
            display_name="Name",
            required=True,
            description="at most 100 characters",
        ),
        Property(
            name="keys",
            type=multi,
            display_name="Fields",
            options=options,
            default_value=keys,
            description="which of the inputs are kept",
        ),
        Property(
            name="locked",
            type=multi,
            display_name="Locked",
            options=options,
            description="callers cannot change these",
        ),
        Property(
            name="default",
            type=PropertyType.CHECKBOX,
            display_name="Default",
            description="applies to every call of this action that names no partial",
        ),
    ]
