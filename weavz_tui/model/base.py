"""The base of every model that crosses a door."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer
from pydantic.alias_generators import to_camel


# The moments of a connection or an instance are written with every call that uses it.
@lru_cache(maxsize=4096)
def iso(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and `Z` (wire A, conventions)."""
    there = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return there.isoformat(timespec="milliseconds")[:-6] + "Z"


def now() -> datetime:
    """The present moment in UTC, cut to the milliseconds that the wire carries."""
    return datetime.fromtimestamp(time.time_ns() // 1_000_000 / 1000, UTC)


Moment = Annotated[datetime, PlainSerializer(iso, return_type=str, when_used="json")]


class Wire(BaseModel):
    """snake_case inside, camelCase on the wire; unknown fields are passed over."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="ignore", defer_build=True
    )

    def wire(self) -> dict[str, Any]:
        """This object as the wire has it: camelCase, JSON types, nulls kept."""
        return self.model_dump(mode="json", by_alias=True)


class Frozen(Wire):
    """A model that is shared and never changes."""

    model_config = ConfigDict(frozen=True)
