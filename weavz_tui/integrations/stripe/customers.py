"""Customers."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, LongText, Prop
from weavz_tui.integrations._custom import segment
from weavz_tui.integrations.stripe.options import Customer
from weavz_tui.integrations.stripe.service import form, integration, quoted

Line1 = Annotated[str, Prop(title="Street and number")]
PostalCode = Annotated[str, Prop(title="Postal code")]


@integration.action()
async def create_customer(
    ctx: Context,
    email: str,
    name: str,
    description: LongText | None = None,
    phone: str | None = None,
    line1: Line1 | None = None,
    postal_code: PostalCode | None = None,
    city: str | None = None,
    state: str | None = None,
    country: str | None = None,
) -> Any:
    """Create a customer.

    Args:
        email: The customer's address.
        name: The full name, or the business's.
        description: Shown beside the customer in the dashboard.
        phone: The telephone number.
        line1: First line of the address.
        postal_code: Postal code of the address.
        city: City of the address.
        state: State, county or province of the address.
        country: Country as two letters, such as DE.
    """
    return await ctx.post("/customers", form=form(_fields(dict(ctx.inputs))))


@integration.action(effect=Effect.READ)
async def search_customer(ctx: Context, email: str) -> Any:
    """Find customers by their address; what was created within the last minute may be missing.

    Args:
        email: The address, in capitals or not.
    """
    params = {"query": f"email:{quoted(email.strip())}", "limit": 100}
    return await ctx.get("/customers/search", params=params)


@integration.action(effect=Effect.READ)
async def retrieve_customer(ctx: Context, id: str) -> Any:
    """Read a customer.

    Args:
        id: The customer's ID (cus_...).
    """
    return await ctx.get(f"/customers/{segment(id, 'id')}")


@integration.action(idempotent=True)
async def update_customer(
    ctx: Context,
    customer: Customer,
    email: str | None = None,
    name: str | None = None,
    description: LongText | None = None,
    phone: str | None = None,
    line1: Line1 | None = None,
    postal_code: PostalCode | None = None,
    city: str | None = None,
    state: str | None = None,
    country: str | None = None,
) -> Any:
    """Change a customer; what is not given stays.

    Args:
        customer: The customer.
        email: The new address.
        name: The new name.
        description: The new description.
        phone: The new telephone number.
        line1: First line of the address.
        postal_code: Postal code of the address.
        city: City of the address.
        state: State, county or province of the address.
        country: Country as two letters, such as DE.
    """
    fields = {key: value for key, value in ctx.inputs.items() if key != "customer"}
    return await ctx.post(f"/customers/{segment(customer, 'customer')}", form=form(_fields(fields)))


def _fields(inputs: dict[str, Any]) -> dict[str, Any]:
    """The inputs with those of the address in a group of their own."""
    parts = ("line1", "postal_code", "city", "state", "country")
    address = {key: inputs[key] for key in parts if key in inputs}
    return {**{key: each for key, each in inputs.items() if key not in parts}, "address": address}
