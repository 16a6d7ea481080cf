"""OpenSky Network: aircraft in the air, and where they have been."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    BasicAuth,
    Category,
    Context,
    Effect,
    Integration,
    NoAuth,
    Prop,
    Response,
    SecretText,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import Whole
from weavz_tui.model.errors import ConnectionRequired

Time = Annotated[Whole, Prop(description="The moment in seconds since 1970; now without it.")]
Begin = Annotated[int, Prop(minimum=0, description="The first moment, in seconds since 1970.")]
End = Annotated[int, Prop(minimum=0, description="The last moment, in seconds since 1970.")]
Aircraft = Annotated[list[str], Prop(description="Only these, by ICAO address such as 3c6444.")]
Airport = Annotated[str, Prop(description="The airport by its ICAO code, such as EDDF.")]


def failure(response: Response) -> str | None:
    """None also for the empty list with status 404, which says that nothing was found."""
    if response.status == 404 and response.data() == []:
        return None
    return default_failure(response)


def throttled(response: Response) -> float | None:
    """The seconds that OpenSky names in a header of its own."""
    wait = response.headers.get("x-rate-limit-retry-after-seconds", "")
    return float(wait) if response.status == 429 and wait.isdecimal() else None


integration = Integration(
    "opensky-network",
    title="OpenSky Network",
    description="Aircraft in the air, and where they have been.",
    categories=[Category.CONTENT_AND_FILES],
    auth=[
        NoAuth(),
        SecretText(
            title="Access token",
            description="Of an API client; with it more requests and your own receivers.",
        ),
        BasicAuth(description="Of an account from before March 2025."),
    ],
    base_url="https://opensky-network.org/api",
    failure=failure,
    throttled=throttled,
)


@integration.action(effect=Effect.READ)
async def get_all_state_vectors(
    ctx: Context,
    time: Time | None = None,
    icao24: Aircraft | None = None,
    lamin: Annotated[float | None, Prop(title="South")] = None,
    lomin: Annotated[float | None, Prop(title="West")] = None,
    lamax: Annotated[float | None, Prop(title="North")] = None,
    lomax: Annotated[float | None, Prop(title="East")] = None,
    extended: Annotated[int | None, Prop(minimum=0, maximum=1)] = None,
) -> Any:
    """Where aircraft are, in the whole world or in an area.

    Args:
        lamin: Latitude of the area's southern edge; all four edges or none.
        lomin: Longitude of the area's western edge.
        lamax: Latitude of the area's northern edge.
        lomax: Longitude of the area's eastern edge.
        extended: 1 to be told the kind of aircraft too.
    """
    edges = {"lamin": lamin, "lomin": lomin, "lamax": lamax, "lomax": lomax}
    missing = [key for key, value in edges.items() if value is None]
    if 0 < len(missing) < len(edges):
        raise ValidationError.of(**{key: "goes together with the other edges" for key in missing})
    params = {"time": time, "icao24": icao24, **edges, "extended": extended}
    return await ctx.get("/states/all", params=params)


@integration.action(effect=Effect.READ)
async def get_own_state_vectors(
    ctx: Context,
    time: Time | None = None,
    icao24: Aircraft | None = None,
    serials: list[str] | None = None,
) -> Any:
    """What your own receivers hear; needs an account.

    Args:
        serials: Only these receivers, by serial number.
    """
    if ctx.credential is None:
        raise ConnectionRequired(
            "OpenSky tells what receivers hear to their owners alone",
            hint="Connect your account and name the connection",
        )
    params = {"time": time, "icao24": icao24, "serials": serials}
    return await ctx.get("/states/own", params=params)


@integration.action(effect=Effect.READ)
async def get_flights_by_aircraft(
    ctx: Context,
    icao24: Annotated[str, Prop(description="The aircraft by its ICAO address, such as 3c6444.")],
    begin: Begin,
    end: End,
) -> Any:
    """Flights of an aircraft within two days."""
    params = {"icao24": icao24.strip().lower(), "begin": begin, "end": end}
    return await ctx.get("/flights/aircraft", params=params)


@integration.action(effect=Effect.READ)
async def get_airport_arrivals(ctx: Context, airport: Airport, begin: Begin, end: End) -> Any:
    """Flights that came to an airport, within two days."""
    params = {"airport": airport, "begin": begin, "end": end}
    return await ctx.get("/flights/arrival", params=params)


@integration.action(effect=Effect.READ)
async def get_airport_departures(ctx: Context, airport: Airport, begin: Begin, end: End) -> Any:
    """Flights that left an airport, within two days."""
    params = {"airport": airport, "begin": begin, "end": end}
    return await ctx.get("/flights/departure", params=params)


@integration.action(effect=Effect.READ)
async def get_track(
    ctx: Context,
    icao24: Annotated[str, Prop(description="The aircraft by its ICAO address, such as 3c6444.")],
    time: Annotated[
        int | None, Prop(minimum=0, description="A moment of the flight; 0 for one under way.")
    ] = 0,
) -> Any:
    """The way of a flight."""
    params = {"icao24": icao24.strip().lower(), "time": time}
    return await ctx.get("/tracks/all", params=params)
