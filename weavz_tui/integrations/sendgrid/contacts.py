"""Contacts and their lists."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    ActionFailed,
    Context,
    Effect,
    LongText,
    Prop,
    ValidationError,
)
from weavz_tui.integrations._custom import given, names, whole
from weavz_tui.integrations.sendgrid.service import (
    PageSize,
    PageToken,
    failure,
    integration,
    object_of,
)


@integration.action(idempotent=True)
async def add_or_update_contact(
    ctx: Context,
    email: str,
    first_name: Annotated[str, Prop(key="firstName")] | None = None,
    last_name: Annotated[str, Prop(key="lastName")] | None = None,
    list_ids: Annotated[
        Any, Prop(key="listIds", title="List IDs", description="Lists that it joins, as a list.")
    ]
    | None = None,
    custom_fields: Annotated[
        Any, Prop(key="customFields", description="Values by the ID of the field, as an object.")
    ]
    | None = None,
) -> Any:
    """Add a contact, or change the one with this address; SendGrid does it within minutes.

    Args:
        email: The contact's address.
        first_name: The first name.
        last_name: The last name.
    """
    if list_ids is not None and not isinstance(list_ids, list):
        raise ValidationError.of(listIds="must be a list of IDs")
    contact = given(
        email=email,
        first_name=first_name,
        last_name=last_name,
        custom_fields=object_of(custom_fields, "customFields"),
    )
    return await ctx.put("/marketing/contacts", json=given(list_ids=list_ids, contacts=[contact]))


@integration.action(effect=Effect.READ)
async def search_contacts_by_email(ctx: Context, emails: LongText) -> Any:
    """Find contacts by their addresses; `result` has one entry for each address.

    Args:
        emails: Up to 100 addresses, separated by commas.
    """
    wanted = names(emails.replace("\n", ",")) or []
    if not wanted:
        raise ValidationError.of(emails="must not be empty")
    response = await ctx.request(
        "POST", "/marketing/contacts/search/emails", json={"emails": wanted}, check=False
    )
    data = response.data()
    if response.status == 404 and isinstance(data, dict) and "result" in data:
        return data
    if (message := failure(response)) is not None:
        details = {"message": message, "statusCode": response.status}
        raise ActionFailed("Action execution failed", details=details)
    return data


@integration.action(effect=Effect.READ)
async def list_marketing_lists(
    ctx: Context, page_size: PageSize = 100, page_token: PageToken | None = None
) -> Any:
    """List the lists of contacts; `_metadata` leads to the next page."""
    params = {"page_size": whole(page_size, "pageSize"), "page_token": page_token or None}
    return await ctx.get("/marketing/lists", params=params)


@integration.action(effect=Effect.DESTROY)
async def delete_contact(
    ctx: Context,
    contact_id: Annotated[str, Prop(key="contactId")],
    confirm_delete: Annotated[bool, Prop(key="confirmDelete")],
) -> Any:
    """Delete a contact; SendGrid does it within minutes.

    Args:
        contact_id: The contact's ID.
        confirm_delete: That it is really to go.
    """
    if not confirm_delete:
        raise ValidationError.of(confirmDelete="must be true to delete the contact")
    if not contact_id.strip() or "," in contact_id:
        raise ValidationError.of(contactId="must be the ID of one contact")
    return await ctx.delete("/marketing/contacts", params={"ids": contact_id.strip()})
