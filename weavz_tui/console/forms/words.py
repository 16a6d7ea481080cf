"""Moments in words: `now`, `tomorrow`, `in 2 hours`, `3 days ago`, `+90m`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_SPELLED = {"second": "s", "sec": "s", "minute": "m", "min": "m", "hour": "h", "day": "d"}
_SPELLED |= {"week": "w", "hr": "h"}
_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SIGNED = re.compile(r"(?P<sign>[+-]) ?(?P<count>\d{1,6}) ?(?P<unit>[a-z]+)")
_AHEAD = re.compile(r"in (?P<count>\d{1,6}) ?(?P<unit>[a-z]+)")
_AGO = re.compile(r"(?P<count>\d{1,6}) ?(?P<unit>[a-z]+) ago")


def moment_of(words: str, present: datetime) -> datetime | None:
    """The moment that `words` mean at `present` (aware), or None when they mean none.

    Days begin at midnight of `present`'s own zone; a weekday is the next one after today.
    """
    said = " ".join(words.lower().split())
    if said == "now":
        return present.replace(microsecond=0)
    midnight = present.replace(hour=0, minute=0, second=0, microsecond=0)
    if said in _DAYS:
        return midnight + timedelta(days=_DAYS[said])
    if said.removeprefix("next ") in _WEEKDAYS:
        ahead = (_WEEKDAYS.index(said.removeprefix("next ")) - present.weekday()) % 7 or 7
        return midnight + timedelta(days=ahead)
    for pattern in (_SIGNED, _AHEAD, _AGO):
        if found := pattern.fullmatch(said):
            back = pattern is _AGO or found.groupdict().get("sign") == "-"
            return _shifted(present, int(found["count"]), found["unit"], back)
    return None


def _shifted(present: datetime, count: int, unit: str, back: bool) -> datetime | None:
    name = unit.removesuffix("s") if len(unit) > 1 else unit
    step = _UNITS.get(_SPELLED.get(name, name))
    if step is None:
        return None
    try:
        return (present - count * step if back else present + count * step).replace(microsecond=0)
    except OverflowError:
        return None


def iso_of(moment: datetime) -> str:
    """ISO 8601 in UTC to the second, with `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
