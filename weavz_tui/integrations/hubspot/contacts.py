"""Contacts: people."""

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

ContactId = Annotated[
    str, Prop(key="contactId", description="The contact's ID, or its value of the ID property.")
]


@integration.action(effect=Effect.READ)
async def list_contacts(
    ctx: Context,
    limit: Limit | None = None,
    after: After | None = None,
    properties: PropertyNames | None = None,
    associations: Associations | None = None,
) -> Any:
    """List contacts."""
    return await records.listed(ctx, "contacts")


@integration.action(effect=Effect.READ)
async def get_contact(
    ctx: Context,
    contact_id: ContactId,
    id_property: IdProperty | None = None,
    properties: PropertyNames | None = None,
    associations: Associations | None = None,
) -> Any:
    """Read a contact."""
    return await records.read(ctx, "contacts", contact_id, "contactId")


@integration.action()
async def create_contact(
    ctx: Context,
    email: str,
    first_name: Annotated[str, Prop(key="firstName")] | None = None,
    last_name: Annotated[str, Prop(key="lastName")] | None = None,
    phone: str | None = None,
    company: str | None = None,
    additional_properties: More | None = None,
    associations: Links | None = None,
) -> Any:
    """Create a contact.

    Args:
        email: The mail address; HubSpot refuses one that it knows.
        first_name: The given name.
        last_name: The family name.
        phone: The telephone number.
        company: The company's name, as a text.
    """
    own = given(email=email, firstname=first_name, lastname=last_name, phone=phone, company=company)
    return await records.create(ctx, "contacts", {**(additional_properties or {}), **own})


@integration.action(idempotent=True)
async def update_contact(
    ctx: Context,
    contact_id: ContactId,
    id_property: IdProperty | None = None,
    *,
    properties: Values,
) -> Any:
    """Change properties of a contact; what is not given stays."""
    return await records.update(ctx, "contacts", contact_id, "contactId", properties)
