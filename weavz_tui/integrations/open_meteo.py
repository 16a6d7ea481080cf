"""Open-Meteo: weather of the whole world, coming and past."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop, Response
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import message_at

CURRENT = "temperature_2m,relative_humidity_2m,precipitation,weather_code,wind_speed_10m"
CURRENT_AIR = "european_aqi,us_aqi,pm10,pm2_5,ozone,nitrogen_dioxide"
DAILY = "weather_code,temperature_2m_max,temperature_2m_min,precipitation_sum"

Latitude = Annotated[str, Prop(description="Degrees north, such as 52.52; several with commas.")]
Longitude = Annotated[str, Prop(description="Degrees east, such as 13.41; several with commas.")]
Timezone = Annotated[str, Prop(description="In which zone times are told, Europe/Berlin or auto.")]
PastDays = Annotated[int, Prop(key="pastDays", minimum=0, maximum=92)]


def failure(response: Response) -> str | None:
    """Open-Meteo's reason."""
    return message_at(response.data(), "reason") or default_failure(response)


integration = Integration(
    "open-meteo",
    title="Open-Meteo",
    description="Weather and air of the whole world, coming and past.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://api.open-meteo.com",
    addresses={
        "archive": "https://archive-api.open-meteo.com",
        "air": "https://air-quality-api.open-meteo.com",
        "geocoding": "https://geocoding-api.open-meteo.com",
    },
    failure=failure,
)


@integration.action(effect=Effect.READ)
async def get_forecast(
    ctx: Context,
    latitude: Latitude,
    longitude: Longitude,
    timezone: Timezone | None = "auto",
    current: str | None = None,
    hourly: str | None = None,
    daily: str | None = None,
    forecast_days: Annotated[int | None, Prop(key="forecastDays", minimum=0, maximum=16)] = None,
    past_days: PastDays | None = None,
) -> Any:
    """The weather now and in the coming days.

    Args:
        current: What is told of now, such as temperature_2m; the usual when nothing is chosen.
        hourly: What is told of each hour, such as temperature_2m,precipitation.
        daily: What is told of each day, such as temperature_2m_max.
        forecast_days: How many days.
        past_days: How many days before today.
    """
    chosen = current or hourly or daily
    params = {
        "latitude": latitude,
        "longitude": longitude,
        "timezone": timezone,
        "current": current or (None if chosen else CURRENT),
        "hourly": hourly,
        "daily": daily,
        "forecast_days": forecast_days,
        "past_days": past_days,
    }
    return await ctx.get("/v1/forecast", params=params)


@integration.action(effect=Effect.READ)
async def get_historical_weather(
    ctx: Context,
    *,
    latitude: Latitude,
    longitude: Longitude,
    timezone: Timezone | None = "auto",
    start_date: Annotated[str, Prop(key="startDate")],
    end_date: Annotated[str, Prop(key="endDate")],
    hourly: str | None = None,
    daily: str | None = None,
) -> Any:
    """The weather of past days, since 1940.

    Args:
        start_date: The first day, such as 2026-01-31.
        end_date: The last day.
        hourly: What is told of each hour, such as temperature_2m,precipitation.
        daily: What is told of each day; the usual when nothing is chosen.
    """
    params = {
        "latitude": latitude,
        "longitude": longitude,
        "timezone": timezone,
        "start_date": start_date,
        "end_date": end_date,
        "hourly": hourly,
        "daily": daily or (None if hourly else DAILY),
    }
    return await ctx.get("archive:/v1/archive", params=params)


@integration.action(effect=Effect.READ)
async def get_air_quality(
    ctx: Context,
    latitude: Latitude,
    longitude: Longitude,
    timezone: Timezone | None = "auto",
    current: str | None = None,
    hourly: str | None = None,
    forecast_days: Annotated[int | None, Prop(key="forecastDays", minimum=0, maximum=7)] = None,
    past_days: PastDays | None = None,
) -> Any:
    """The air now and in the coming days.

    Args:
        current: What is told of now, such as pm10; the usual when nothing is chosen.
        hourly: What is told of each hour, such as pm10,pm2_5.
        forecast_days: How many days.
        past_days: How many days before today.
    """
    params = {
        "latitude": latitude,
        "longitude": longitude,
        "timezone": timezone,
        "current": current or (None if hourly else CURRENT_AIR),
        "hourly": hourly,
        "forecast_days": forecast_days,
        "past_days": past_days,
    }
    return await ctx.get("air:/v1/air-quality", params=params)


@integration.action(effect=Effect.READ)
async def geocode_location(
    ctx: Context,
    name: str,
    count: Annotated[int | None, Prop(minimum=1, maximum=100)] = 10,
    language: str | None = None,
) -> Any:
    """Where a place is.

    Args:
        name: A name or a postal code.
        count: How many at most.
        language: The language as two letters.
    """
    params = {"name": name, "count": count, "language": language, "format": "json"}
    return await ctx.get("geocoding:/v1/search", params=params)
