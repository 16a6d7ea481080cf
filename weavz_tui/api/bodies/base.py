"""What all request bodies share: no value is taken for one of another type, unknown fields are
passed over, and where the wire has two names for one thing both are taken (wire A.3)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from weavz_tui.model.entities import ALIAS, ALIAS_LENGTH, SLUG
from weavz_tui.model.errors import ValidationError

LONGEST = 1000
LARGEST = 2**31 - 1

Text = Annotated[str, StringConstraints(max_length=LONGEST)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"\S")]
Slug = Annotated[str, StringConstraints(max_length=100, pattern=f"^{SLUG.pattern}$")]
Alias = Annotated[str, StringConstraints(max_length=ALIAS_LENGTH, pattern=f"^{ALIAS.pattern}$")]
Whole = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"}, max_length=64)]
Values = dict[str, Any]


class Body(BaseModel):
    """A JSON object with camelCase keys."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="ignore", strict=True, hide_input_in_errors=True
    )

    def given(self) -> dict[str, Any]:
        """What was sent, by snake_case name."""
        return {name: getattr(self, name) for name in self.model_fields_set}

    def either(self, values: dict[str, Any], seed: str, current: str) -> None:
        """Make one value under `seed` out of a pair of names; raises ValidationError when both
        were sent and differ."""
        if current not in values:
            return
        found = values.pop(current)
        if seed in values and values[seed] != found:
            first, second = to_camel(seed), to_camel(current)
            raise ValidationError.of(
                f"{first} and {second} differ",
                **{second: f"differs from {first}; give one of them"},
            )
        values[seed] = found
