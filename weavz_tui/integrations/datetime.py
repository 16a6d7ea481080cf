"""Dates and times: reading, writing, calculating."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop, ValidationError

WORK_DAYS = (1, 2, 3, 4, 5)
_DAYS = tuple(name.lower() for name in calendar.day_name)
_FORMATS = {
    "us": "{0:%m/%d/%Y}",
    "eu": "{0:%d/%m/%Y}",
    "long": "{1}, {2} {0.day}, {0.year}",
    "short": "{3} {0.day}, {0.year}",
    "time": "{0:%H:%M:%S}",
    "datetime": "{0:%Y-%m-%d %H:%M:%S}",
}
_UNITS = (
    ("year", 365.25 * 86400),
    ("month", 30.4375 * 86400),
    ("week", 7 * 86400),
    ("day", 86400),
    ("hour", 3600),
    ("minute", 60),
)

Timezone = Annotated[
    str, Prop(title="Time zone", description="IANA name such as Europe/Paris; UTC when absent.")
]

integration = Integration(
    "datetime",
    title="Datetime",
    description="Read, write and calculate with dates and times, computed on this machine.",
    categories=[Category.DEVELOPER_TOOLS],
)


@integration.action(effect=Effect.READ)
async def parse_date(
    ctx: Context,
    date_string: Annotated[str, Prop(key="dateString", title="Date")],
    timezone: Timezone | None = None,
) -> Any:
    """Read a date in any usual spelling.

    Args:
        date_string: ISO 8601, `May 3, 2026 5pm`, seconds or milliseconds since 1970, `now`,
            `today`, `tomorrow` or `yesterday`. Without an offset it is in the time zone.
    """
    return _described(_moment(date_string, _zone(timezone), "dateString"))


@integration.action(effect=Effect.READ)
async def format_date(
    ctx: Context,
    date: str,
    format: Annotated[
        Literal["iso", "us", "eu", "long", "short", "time", "datetime", "relative"],
        Prop(
            labels={
                "iso": "ISO 8601",
                "us": "11/22/2026",
                "eu": "22/11/2026",
                "long": "Sunday, November 22, 2026",
                "short": "Nov 22, 2026",
                "time": "15:04:05",
                "datetime": "2026-11-22 15:04:05",
                "relative": "3 days ago",
            }
        ),
    ],
    timezone: Timezone | None = None,
) -> Any:
    """Write a date.

    Args:
        date: In any spelling that Parse date reads.
        format: How it is written; `relative` is seen from now.
    """
    moment = _moment(date, _zone(timezone), "date")
    if format == "iso":
        written = moment.isoformat()
    elif format == "relative":
        written = relative((moment - datetime.now(UTC)).total_seconds())
    else:
        written = _FORMATS[format].format(
            moment,
            calendar.day_name[moment.weekday()],
            calendar.month_name[moment.month],
            calendar.month_abbr[moment.month],
        )
    return {"formatted": written, "format": format, "iso": moment.isoformat()}


@integration.action(effect=Effect.READ)
async def date_math(
    ctx: Context,
    date: str,
    operation: Literal["add", "subtract"],
    amount: float,
    unit: Literal["seconds", "minutes", "hours", "days", "weeks", "months", "years"],
    timezone: Timezone | None = None,
) -> Any:
    """Add to a date or subtract from it.

    Days and longer keep the time of day over a change of clocks; a month after 31 January is the
    last of February.

    Args:
        date: In any spelling that Parse date reads.
        amount: How many; whole ones for months and years.
    """
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - only this action needs it

    zone = _zone(timezone)
    moment = _moment(date, zone, "date")
    signed = amount if operation == "add" else -amount
    try:
        if unit in {"seconds", "minutes", "hours"}:
            step = timedelta(**{unit: signed})
            result = (moment.astimezone(UTC) + step).astimezone(zone)
        elif unit in {"days", "weeks"}:
            result = moment + timedelta(**{unit: signed})
        elif float(signed).is_integer():
            result = moment + relativedelta(**{unit: int(signed)})
        else:
            raise ValidationError.of(amount=f"must be a whole number of {unit}")
    except (OverflowError, ValueError) as error:
        raise ValidationError.of(amount="leads out of the years 1 to 9999") from error
    return {"original": moment.isoformat(), **_described(result)}


@integration.action(effect=Effect.READ)
async def is_business_hours(
    ctx: Context,
    date: str | None = None,
    timezone: Timezone | None = None,
    start_hour: Annotated[float, Prop(key="startHour", minimum=0, maximum=24)] = 9,
    end_hour: Annotated[float, Prop(key="endHour", minimum=0, maximum=24)] = 17,
    work_days: Annotated[list[Any], Prop(key="workDays")] | None = None,
) -> Any:
    """Whether a moment is within working hours.

    Args:
        date: In any spelling that Parse date reads; now when absent.
        start_hour: When work begins; 9.5 is half past nine.
        end_hour: When work ends; an end before the start is on the next day.
        work_days: Numbers, 0 and 7 for Sunday to 6 for Saturday, or names such as `mon`. Monday
            to Friday when absent.
    """
    moment = _moment(date or "now", _zone(timezone), "date")
    hour = moment.hour + moment.minute / 60 + moment.second / 3600
    days = sorted({_day(each) for each in work_days}) if work_days else list(WORK_DAYS)
    shift = moment
    if end_hour <= start_hour and hour < end_hour:
        shift = moment - timedelta(days=1)
    overnight = end_hour <= start_hour and (hour >= start_hour or hour < end_hour)
    within = overnight or start_hour <= hour < end_hour
    is_work_day = shift.isoweekday() % 7 in days
    return {
        "isBusinessHours": within and is_work_day,
        "isWorkDay": is_work_day,
        "isWithinHours": within,
        "dayOfWeek": calendar.day_name[moment.weekday()],
        "date": moment.isoformat(),
        "workDays": days,
    }


def relative(seconds: float) -> str:
    """A span from now in words: `in 3 days`, `2 hours ago`, `just now`."""
    size = abs(seconds)
    for name, length in _UNITS:
        if (count := round(size / length)) and size >= length * 0.99:
            words = f"{count} {name}{'s' if count > 1 else ''}"
            return f"in {words}" if seconds > 0 else f"{words} ago"
    return "just now"


def _described(moment: datetime) -> dict[str, Any]:
    return {
        "iso": moment.isoformat(),
        "utc": moment.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "timestamp": int(moment.timestamp() // 1),
        "timestampMs": int(moment.timestamp() * 1000 // 1),
        "date": moment.date().isoformat(),
        "time": moment.time().isoformat(timespec="seconds"),
        "year": moment.year,
        "month": moment.month,
        "day": moment.day,
        "hour": moment.hour,
        "minute": moment.minute,
        "second": moment.second,
        "dayOfWeek": calendar.day_name[moment.weekday()],
        "week": moment.isocalendar().week,
        "dayOfYear": moment.timetuple().tm_yday,
        "timezone": str(moment.tzinfo),
    }


def _zone(name: str | None) -> tzinfo:
    if not name or name.upper() in {"UTC", "Z", "GMT"}:
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError.of(
            f"There is no time zone {name!r}", timezone="an IANA name such as Europe/Paris"
        ) from error


def _moment(text: str, zone: tzinfo, field: str) -> datetime:
    """The moment that a text means, in the zone; raises ValidationError naming the field."""
    try:
        found = _read(text.strip(), zone)
        moment = found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)
        moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ValidationError.of(
            f"{text!r} is no date that can be read",
            **{field: "write it as 2026-11-22T15:04:05Z, for example"},
        ) from error
    return moment


def _read(text: str, zone: tzinfo) -> datetime:
    today = datetime.combine(datetime.now(zone).date(), time())
    words = {
        "now": datetime.now(zone),
        "today": today,
        "tomorrow": today + timedelta(days=1),
        "yesterday": today - timedelta(days=1),
    }
    if text.lower() in words:
        return words[text.lower()]
    digits = text.removeprefix("-")
    if digits.replace(".", "", 1).isdecimal() and len(digits.partition(".")[0]) >= 9:
        number = float(text)
        return datetime.fromtimestamp(number / 1000 if abs(number) >= 1e11 else number, UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        from dateutil import parser  # noqa: PLC0415 - 20 ms that ISO dates do not need

        found: datetime = parser.parse(text, default=today)
        return found


def _day(value: Any) -> int:
    """A day of the week as 0 for Sunday to 6 for Saturday."""
    text = str(value).strip().lower()
    if text.isdecimal() and int(text) <= 7:
        return int(text) % 7
    matching = [i for i, name in enumerate(_DAYS) if len(text) >= 2 and name.startswith(text)]
    if len(matching) != 1:
        raise ValidationError.of(workDays=f"{value!r} is no day of the week")
    return (matching[0] + 1) % 7
