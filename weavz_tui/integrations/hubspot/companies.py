"""Companies."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, Prop
from weavz_tui.integrations._custom import given
from weavz_tui.integrations.hubspot import records
from weavz_tui.integrations.hubspot.service import (
    After,
    Associations,
    IdProperty,
    Limit,
    Links,
    More,
    PropertyNames,
    Values,
    integration,
)

CompanyId = Annotated[
    str, Prop(key="companyId", description="The company's ID, or its value of the ID property.")
]


@integration.action(effect=Effect.READ)
async def list_companies(
    ctx: Context,
    limit: Limit | None = None,
    after: After | None = None,
    properties: PropertyNames | None = None,
    associations: Associations | None = None,
) -> Any:
    """List companies."""
    return await records.listed(ctx, "companies")


@integration.action(effect=Effect.READ)
async def get_company(
    ctx: Context,
    company_id: CompanyId,
    id_property: IdProperty | None = None,
    properties: PropertyNames | None = None,
    associations: Associations | None = None,
) -> Any:
    """Read a company."""
    return await records.read(ctx, "companies", company_id, "companyId")


@integration.action()
async def create_company(
    ctx: Context,
    name: str,
    domain: str | None = None,
    industry: str | None = None,
    additional_properties: More | None = None,
    associations: Links | None = None,
) -> Any:
    """Create a company.

    Args:
        name: The company's name.
        domain: Its domain, like example.org.
        industry: The industry, as one of HubSpot's values, like COMPUTER_SOFTWARE.
    """
    own = given(name=name, domain=domain, industry=industry)
    return await records.create(ctx, "companies", {**(additional_properties or {}), **own})


@integration.action(idempotent=True)
async def update_company(
    ctx: Context,
    company_id: CompanyId,
    id_property: IdProperty | None = None,
    *,
    properties: Values,
) -> Any:
    """Change properties of a company; what is not given stays."""
    return await records.update(ctx, "companies", company_id, "companyId", properties)
