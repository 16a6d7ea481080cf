"""The National Weather Service: forecasts, alerts and observations in the United States."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop, ValidationError
from weavz_tui.integrations._public import contact, not_found, segment

FORECASTS = {"forecast": "/forecast", "hourly": "/forecast/hourly", "grid": ""}

Limit = Annotated[int, Prop(minimum=1, maximum=500)]

integration = Integration(
    "noaa-nws",
    title="NOAA National Weather Service",
    description="Forecasts, alerts and observations in the United States.",
    categories=[Category.CONTENT_AND_FILES],
    auth=contact("The service asks to be told who calls; it works without."),
    base_url="https://api.weather.gov",
    headers={"Accept": "application/geo+json, application/json"},
)


@integration.action(effect=Effect.READ)
async def get_point_metadata(ctx: Context, latitude: str, longitude: str) -> Any:
    """Which office, grid and zones a place belongs to.

    Args:
        latitude: Degrees north, such as 39.7456.
        longitude: Degrees east, such as -97.0892.
    """
    return await ctx.get(_point(latitude, longitude))


@integration.action(effect=Effect.READ)
async def get_forecast(
    ctx: Context,
    latitude: str,
    longitude: str,
    forecast_type: Annotated[str | None, Prop(key="forecastType")] = "forecast",
) -> Any:
    """The forecast for a place.

    Args:
        latitude: Degrees north.
        longitude: Degrees east.
        forecast_type: The kind: forecast for half days, hourly, or grid for the raw figures.
    """
    kind = (forecast_type or "forecast").strip().lower()
    if kind not in FORECASTS:
        raise ValidationError.of(forecastType=f"must be one of {', '.join(FORECASTS)}")
    return await ctx.get(f"{await _grid(ctx, latitude, longitude)}{FORECASTS[kind]}")


@integration.action(effect=Effect.READ)
async def list_alerts(
    ctx: Context,
    active_only: Annotated[bool | None, Prop(key="activeOnly")] = True,
    area: str | None = None,
    zone: str | None = None,
    status: str | None = None,
    message_type: str | None = None,
    event: str | None = None,
    urgency: str | None = None,
    limit: Limit | None = None,
) -> Any:
    """List alerts; all that is given must hold.

    Args:
        active_only: Only those in force; otherwise those of the last seven days.
        area: States or waters as two letters, separated by commas.
        zone: Zones such as KSC013, separated by commas.
        status: States such as actual or test, separated by commas.
        message_type: Kinds such as alert, update or cancel, separated by commas.
        event: Events such as Tornado Warning, separated by commas.
        urgency: Urgencies such as Immediate or Expected, separated by commas.
        limit: How many at most.
    """
    params = {
        "area": area,
        "zone": zone,
        "status": status,
        "message_type": message_type,
        "event": event,
        "urgency": urgency,
        "limit": limit,
    }
    return await ctx.get("/alerts" if active_only is False else "/alerts/active", params=params)


@integration.action(effect=Effect.READ)
async def get_alert(ctx: Context, alert_id: Annotated[str, Prop(key="alertId")]) -> Any:
    """Read an alert.

    Args:
        alert_id: Its id, urn:oid: and figures.
    """
    return await ctx.get(f"/alerts/{segment(alert_id, 'alertId', keep=':')}")


@integration.action(effect=Effect.READ)
async def list_stations(
    ctx: Context,
    state: str | None = None,
    latitude: str | None = None,
    longitude: str | None = None,
    limit: Limit | None = None,
) -> Any:
    """List stations that observe the weather: of a state, or near a place.

    Args:
        state: States as two letters, separated by commas.
        latitude: Degrees north of the place, together with longitude.
        longitude: Degrees east of the place.
        limit: How many at most.
    """
    if bool(latitude) != bool(longitude):
        raise ValidationError.of(latitude="goes together with longitude")
    if not latitude or not longitude:
        return await ctx.get("/stations", params={"state": state, "limit": limit})
    path = f"{await _grid(ctx, latitude, longitude)}/stations"
    return await ctx.get(path, params={"limit": limit})


@integration.action(effect=Effect.READ)
async def list_station_observations(
    ctx: Context,
    station_id: Annotated[str, Prop(key="stationId")],
    start: str | None = None,
    end: str | None = None,
    limit: Limit | None = None,
) -> Any:
    """List what a station has observed.

    Args:
        station_id: Its id, such as KDEN.
        start: The first moment, 2026-01-31T00:00:00Z.
        end: The last moment.
        limit: How many at most.
    """
    path = f"/stations/{segment(station_id, 'stationId')}/observations"
    return await ctx.get(path, params={"start": start, "end": end, "limit": limit})


def _point(latitude: str, longitude: str) -> str:
    """The path of a place; the service takes at most four decimals."""
    return f"/points/{_degrees(latitude, 'latitude', 90)},{_degrees(longitude, 'longitude', 180)}"


def _degrees(value: str, key: str, most: int) -> str:
    try:
        degrees = float(value)
    except ValueError as error:
        raise ValidationError.of(**{key: "must be degrees such as 39.7456"}) from error
    if not -most <= degrees <= most:
        raise ValidationError.of(**{key: f"must be between {-most} and {most} degrees"})
    return f"{degrees:.4f}".rstrip("0").rstrip(".")


async def _grid(ctx: Context, latitude: str, longitude: str) -> str:
    """The path of the grid square of a place."""
    point = await ctx.get(_point(latitude, longitude))
    found = point.get("properties", {}) if isinstance(point, dict) else {}
    try:
        return f"/gridpoints/{found['gridId']}/{found['gridX']},{found['gridY']}"
    except KeyError as error:
        raise not_found("the service has no forecast for this place") from error
