"""Products and their prices."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Json, LongText, Prop
from weavz_tui.integrations._custom import whole
from weavz_tui.integrations.stripe.options import Product
from weavz_tui.integrations.stripe.payments import CURRENCIES
from weavz_tui.integrations.stripe.service import form, integration, metadata_of, minor_units

# Python takes literals with the same members for one, whatever their order: what tells this one
# from the payment's is its description.
PriceCurrency = Annotated[
    Literal["usd", "eur", "gbp", "inr", "aud", "cad", "chf", "cny", "jpy", "sgd"],
    Prop(labels=CURRENCIES, description="The currency of the price."),
]


@integration.action()
async def create_product(
    ctx: Context,
    name: str,
    description: LongText | None = None,
    active: bool | None = None,
    images: list[str] | None = None,
    url: str | None = None,
    metadata: Json | None = None,
) -> Any:
    """Create a product.

    Args:
        name: The name that customers see.
        description: What customers read about it.
        active: Whether it can be bought; it can when nothing is said.
        images: Addresses of up to eight pictures.
        url: A page about the product.
        metadata: Names and texts kept with the product, as an object.
    """
    fields = {**ctx.inputs, "metadata": metadata_of(metadata)}
    return await ctx.post("/products", form=form(fields))


@integration.action()
async def create_price(
    ctx: Context,
    product: Product,
    unit_amount: Annotated[float, Prop(minimum=0)],
    currency: PriceCurrency,
    recurring_interval: Annotated[
        Literal["one_time", "day", "week", "month", "year"],
        Prop(
            default="one_time",
            labels={
                "one_time": "Once",
                "day": "Daily",
                "week": "Weekly",
                "month": "Monthly",
                "year": "Yearly",
            },
        ),
    ],
    recurring_interval_count: Annotated[float, Prop(minimum=1)] | None = None,
) -> Any:
    """Give a product a price.

    Args:
        product: The product.
        unit_amount: For one, in the currency's main unit: 25.50 is 25 dollars and 50 cents.
        recurring_interval: How often it is charged.
        recurring_interval_count: Charged every so many intervals; 3 with Monthly is quarterly.
    """
    recurring = {
        "interval": recurring_interval,
        "interval_count": whole(recurring_interval_count, "recurring_interval_count"),
    }
    fields = {
        "product": product,
        "unit_amount": minor_units(unit_amount, currency, "unit_amount"),
        "currency": currency,
        "recurring": None if recurring_interval == "one_time" else recurring,
    }
    return await ctx.post("/prices", form=form(fields))
