"""Nominatim: places of OpenStreetMap by name, and names by place."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop, Response
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import contact, message_at

Format = Annotated[str, Prop(title="Format")]
AcceptLanguage = Annotated[str, Prop(key="acceptLanguage", title="Languages")]
Addressdetails = Annotated[bool, Prop(title="Address in parts")]
Extratags = Annotated[bool, Prop(title="Further facts")]
Namedetails = Annotated[bool, Prop(title="All names")]


def failure(response: Response) -> str | None:
    """Nominatim's message, with status 200 too: `Unable to geocode`."""
    data = response.data()
    message = message_at(data, "error", "message") or message_at(data, "error")
    return message or default_failure(response)


integration = Integration(
    "nominatim",
    title="OpenStreetMap Nominatim",
    description="Find places of OpenStreetMap by name, and names by place.",
    categories=[Category.CONTENT_AND_FILES],
    auth=contact("The public server asks to be told who calls, and for one request a second."),
    base_url="https://nominatim.openstreetmap.org",
    failure=failure,
)


@integration.action(effect=Effect.READ)
async def search(
    ctx: Context,
    query: str,
    format: Format | None = "jsonv2",
    limit: Annotated[int | None, Prop(minimum=1, maximum=40)] = 10,
    countrycodes: Annotated[str | None, Prop(title="Countries")] = None,
    viewbox: Annotated[str | None, Prop(title="Area")] = None,
    bounded: Annotated[bool | None, Prop(title="Only in the area")] = None,
    addressdetails: Addressdetails | None = None,
    extratags: Extratags | None = None,
    namedetails: Namedetails | None = None,
    accept_language: AcceptLanguage | None = None,
) -> Any:
    """Find places by name or address.

    Args:
        query: A name or an address.
        format: How the answer is written: jsonv2, json, geojson or geocodejson.
        limit: How many at most.
        countrycodes: Only in these countries, as two letters, separated by commas.
        viewbox: Two corners, longitude before latitude: 5.0,60.5,5.6,60.2.
        bounded: Only what lies in the area.
        addressdetails: Give the address in its parts.
        extratags: Give further facts, such as a website.
        namedetails: Give the names in all languages.
        accept_language: In which languages, as a browser says it: nb,en.
    """
    params = {
        "q": query,
        "format": format,
        "limit": limit,
        "countrycodes": countrycodes,
        "viewbox": viewbox,
        "bounded": _flag(bounded),
        "addressdetails": _flag(addressdetails),
        "extratags": _flag(extratags),
        "namedetails": _flag(namedetails),
        "accept-language": accept_language,
    }
    return await ctx.get("/search", params=params)


@integration.action(effect=Effect.READ)
async def reverse_geocode(
    ctx: Context,
    latitude: Annotated[float, Prop(minimum=-90, maximum=90)],
    longitude: Annotated[float, Prop(minimum=-180, maximum=180)],
    zoom: Annotated[int | None, Prop(minimum=0, maximum=18)] = None,
    format: Format | None = "jsonv2",
    addressdetails: Addressdetails | None = None,
    extratags: Extratags | None = None,
    namedetails: Namedetails | None = None,
    accept_language: AcceptLanguage | None = None,
) -> Any:
    """What is at a place.

    Args:
        latitude: Degrees north.
        longitude: Degrees east.
        zoom: How exactly: 3 is a country, 10 a city, 18 a building.
        format: How the answer is written: jsonv2, json, geojson or geocodejson.
        addressdetails: Give the address in its parts.
        extratags: Give further facts, such as a website.
        namedetails: Give the names in all languages.
        accept_language: In which languages, as a browser says it: nb,en.
    """
    params = {
        "lat": latitude,
        "lon": longitude,
        "zoom": zoom,
        "format": format,
        "addressdetails": _flag(addressdetails),
        "extratags": _flag(extratags),
        "namedetails": _flag(namedetails),
        "accept-language": accept_language,
    }
    return await ctx.get("/reverse", params=params)


@integration.action(effect=Effect.READ, title="Look up OSM objects")
async def lookup_osm_objects(
    ctx: Context,
    osm_ids: Annotated[str, Prop(key="osmIds", title="OSM IDs")],
    format: Format | None = "jsonv2",
    addressdetails: Addressdetails | None = None,
) -> Any:
    """Read objects of OpenStreetMap with their addresses.

    Args:
        osm_ids: Up to 50 objects, N, W or R before the number: R146656,W104393803.
        format: How the answer is written: jsonv2, json, geojson or geocodejson.
        addressdetails: Give the address in its parts.
    """
    params = {"osm_ids": osm_ids, "format": format, "addressdetails": _flag(addressdetails)}
    return await ctx.get("/lookup", params=params)


def _flag(value: bool | None) -> int | None:
    """Nominatim takes 1 and 0, and neither true nor false."""
    return None if value is None else int(value)


@integration.tests
async def status(ctx: Context) -> Any:
    """Ask the server how it is."""
    return await ctx.get("/status", params={"format": "json"})
