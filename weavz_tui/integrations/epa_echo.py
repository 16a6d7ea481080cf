"""EPA ECHO: facilities in the United States and how they keep environmental law.

A search is two requests: the first validates it and names its result, the second reads that.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from weavz_tui.catalog import (
    Category,
    Context,
    Effect,
    Integration,
    Prop,
    Response,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import message_at

FacilityName = Annotated[str, Prop(key="facilityName")]
Zip = Annotated[str, Prop(title="ZIP code")]
Radius = Annotated[float, Prop(title="Radius (miles)", minimum=0, maximum=100)]
Rows = Annotated[int, Prop(minimum=1, maximum=1000)]


def failure(response: Response) -> str | None:
    """ECHO's message of an answer with status 200."""
    message = message_at(response.data(), "Results", "Error", "ErrorMessage")
    return message or default_failure(response)


integration = Integration(
    "epa-echo",
    title="EPA ECHO",
    description="Search facilities in the United States and how they keep environmental law.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://echodata.epa.gov/echo",
    failure=failure,
)


@integration.action(effect=Effect.READ)
async def search_all_media_facilities(
    ctx: Context,
    facility_name: FacilityName | None = None,
    city: str | None = None,
    state: str | None = None,
    zip: Zip | None = None,
    county: str | None = None,
    latitude: str | None = None,
    longitude: str | None = None,
    radius: Radius | None = None,
    rows: Rows | None = 20,
) -> Any:
    """Search facilities of every kind; all that is given must hold.

    Args:
        facility_name: Part of the name.
        city: The city.
        state: The state as two letters.
        zip: The ZIP code.
        county: The county.
        latitude: Middle of the area searched, together with longitude and radius.
        longitude: Middle of the area searched.
        radius: How far around, in miles.
        rows: How many at most.
    """
    return await _search(ctx, "echo_rest_services")


@integration.action(effect=Effect.READ)
async def search_clean_water_facilities(
    ctx: Context,
    facility_name: FacilityName | None = None,
    city: str | None = None,
    state: str | None = None,
    zip: Zip | None = None,
    county: str | None = None,
    latitude: str | None = None,
    longitude: str | None = None,
    radius: Radius | None = None,
    rows: Rows | None = 20,
    npdes_id: Annotated[str | None, Prop(key="npdesId", title="NPDES ID")] = None,
) -> Any:
    """Search facilities under the Clean Water Act; all that is given must hold.

    Args:
        facility_name: Part of the name.
        city: The city.
        state: The state as two letters.
        zip: The ZIP code.
        county: The county.
        latitude: Middle of the area searched, together with longitude and radius.
        longitude: Middle of the area searched.
        radius: How far around, in miles.
        rows: How many at most.
        npdes_id: The permit's number.
    """
    return await _search(ctx, "cwa_rest_services", npdes_id)


@integration.action(effect=Effect.READ)
async def search_air_facilities(
    ctx: Context,
    facility_name: FacilityName | None = None,
    city: str | None = None,
    state: str | None = None,
    zip: Zip | None = None,
    county: str | None = None,
    latitude: str | None = None,
    longitude: str | None = None,
    radius: Radius | None = None,
    rows: Rows | None = 20,
    air_program_id: Annotated[str | None, Prop(key="airProgramId")] = None,
) -> Any:
    """Search facilities under the Clean Air Act; all that is given must hold.

    Args:
        facility_name: Part of the name.
        city: The city.
        state: The state as two letters.
        zip: The ZIP code.
        county: The county.
        latitude: Middle of the area searched, together with longitude and radius.
        longitude: Middle of the area searched.
        radius: How far around, in miles.
        rows: How many at most.
        air_program_id: The source's number.
    """
    return await _search(ctx, "air_rest_services", air_program_id)


@integration.action(effect=Effect.READ)
async def search_hazardous_waste_facilities(
    ctx: Context,
    facility_name: FacilityName | None = None,
    city: str | None = None,
    state: str | None = None,
    zip: Zip | None = None,
    county: str | None = None,
    latitude: str | None = None,
    longitude: str | None = None,
    radius: Radius | None = None,
    rows: Rows | None = 20,
    rcra_id: Annotated[str | None, Prop(key="rcraId", title="RCRA ID")] = None,
) -> Any:
    """Search facilities that handle hazardous waste; all that is given must hold.

    Args:
        facility_name: Part of the name.
        city: The city.
        state: The state as two letters.
        zip: The ZIP code.
        county: The county.
        latitude: Middle of the area searched, together with longitude and radius.
        longitude: Middle of the area searched.
        radius: How far around, in miles.
        rows: How many at most.
        rcra_id: The handler's number.
    """
    return await _search(ctx, "rcra_rest_services", rcra_id)


@integration.action(effect=Effect.READ)
async def get_detailed_facility_report(
    ctx: Context, facility_id: Annotated[str, Prop(key="facilityId")], section: str
) -> Any:
    """Read the detailed report of a facility, whole or a section.

    Args:
        facility_id: The facility's number in the registry, such as 110000368913, or a permit's.
        section: The whole as dfr, or a part such as compliance_summary or air_compliance.
    """
    name = section.strip().lower().removeprefix("get_").replace("-", "_")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise ValidationError.of(section="must be dfr or a section such as compliance_summary")
    params = {"output": "JSON", "p_id": facility_id}
    return await ctx.get(f"/dfr_rest_services.get_{name}", params=params)


async def _search(ctx: Context, service: str, program_id: str | None = None) -> Any:
    given = ctx.inputs.get
    params = {
        "output": "JSON",
        "p_fn": given("facilityName"),
        "p_ct": given("city"),
        "p_st": given("state"),
        "p_zip": given("zip"),
        "p_co": given("county"),
        "p_lat": given("latitude"),
        "p_long": given("longitude"),
        "p_radius": given("radius"),
        "p_pid": program_id,
        "responseset": given("rows"),
    }
    found = await ctx.get(f"/{service}.get_facilities", params=params)
    results = found.get("Results", {}) if isinstance(found, dict) else {}
    if (query_id := results.get("QueryID")) is None:
        return found
    page = {"output": "JSON", "qid": query_id, "pageno": 1}
    read = await ctx.get(f"/{service}.get_qid", params=page)
    facilities = read.get("Results", {}).get("Facilities", []) if isinstance(read, dict) else []
    return {"facilities": facilities, "total": results.get("QueryRows"), "summary": results}
