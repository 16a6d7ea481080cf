"""Counts as a line of small bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weavz_tui.model.status import HourOfUse

HOURS = 24
NOTHING, _LEVELS = "▁", "▂▃▄▅▆▇█"


def sparkline(values: Sequence[int]) -> str:
    """A character for each value, as high as it is beside the highest; nothing stays at the ground,
    and one is more than nothing."""
    most = max(values, default=0)
    return "".join(
        _LEVELS[-(-value * len(_LEVELS) // most) - 1] if value else NOTHING for value in values
    )


def last_hours(hours: Sequence[HourOfUse], moment: datetime) -> tuple[int, ...]:
    """Executions of the 24 hours up to a moment, the oldest first; empty where they were not in
    more than one of these hours, since that shows no course."""
    present = moment.replace(minute=0, second=0, microsecond=0)
    begun = {each.hour: each.runs + each.failed for each in hours}
    counts = tuple(begun.get(present - timedelta(hours=n), 0) for n in reversed(range(HOURS)))
    return counts if sum(map(bool, counts)) > 1 else ()
