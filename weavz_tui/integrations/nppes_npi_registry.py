"""The NPI registry: who provides health care in the United States."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop, Response
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import message_at, not_found

VERSION = "2.1"


def failure(response: Response) -> str | None:
    """The registry's message of an answer with status 200."""
    return message_at(response.data(), "Errors", 0, "description") or default_failure(response)


integration = Integration(
    "nppes-npi-registry",
    title="NPPES NPI Registry",
    description="Search who provides health care in the United States.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://npiregistry.cms.hhs.gov/api",
    failure=failure,
)


@integration.action(effect=Effect.READ)
async def search_providers(
    ctx: Context,
    number: Annotated[str | None, Prop(title="NPI")] = None,
    first_name: Annotated[str | None, Prop(key="firstName")] = None,
    last_name: Annotated[str | None, Prop(key="lastName")] = None,
    organization_name: Annotated[str | None, Prop(key="organizationName")] = None,
    taxonomy_description: Annotated[str | None, Prop(key="taxonomyDescription")] = None,
    city: str | None = None,
    state: str | None = None,
    postal_code: Annotated[str | None, Prop(key="postalCode")] = None,
    enumeration_type: Annotated[str | None, Prop(key="enumerationType")] = None,
    limit: Annotated[int | None, Prop(minimum=1, maximum=200)] = 10,
    skip: Annotated[int | None, Prop(minimum=0, maximum=1000)] = None,
) -> Any:
    """Search providers; all that is given must hold.

    Args:
        number: The NPI, ten digits.
        first_name: First name; two letters and an asterisk find what begins so.
        last_name: Last name; two letters and an asterisk find what begins so.
        organization_name: Name of an organisation.
        taxonomy_description: What they do, such as Pediatrics.
        city: The city.
        state: The state as two letters; not alone.
        postal_code: The ZIP code.
        enumeration_type: The kind: NPI-1 for people, NPI-2 for organisations.
        limit: How many at most.
        skip: How many are passed over.
    """
    params = {
        "version": VERSION,
        "number": number,
        "first_name": first_name,
        "last_name": last_name,
        "organization_name": organization_name,
        "taxonomy_description": taxonomy_description,
        "city": city,
        "state": state,
        "postal_code": postal_code,
        "enumeration_type": enumeration_type,
        "limit": limit,
        "skip": skip,
    }
    return await ctx.get("/", params=params)


@integration.action(effect=Effect.READ, title="Get provider by NPI")
async def get_provider_by_npi(ctx: Context, npi: Annotated[str, Prop(title="NPI")]) -> Any:
    """Read a provider.

    Args:
        npi: The NPI, ten digits.
    """
    data = await ctx.get("/", params={"version": VERSION, "number": npi.strip()})
    found = data.get("results") if isinstance(data, dict) else None
    if not found:
        raise not_found(f"no provider has the NPI {npi}")
    return found[0]
