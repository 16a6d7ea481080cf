"""Payments, refunds, payouts and links to pay at."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypedDict

from weavz_tui.catalog import Context, Effect, Json, LongText, Prop, ValidationError
from weavz_tui.integrations._custom import given, segment, whole
from weavz_tui.integrations.stripe.options import Customer, PaymentIntent, PaymentLink, Payout
from weavz_tui.integrations.stripe.service import form, integration, metadata_of, minor_units

CURRENCIES = {
    "usd": "US dollar",
    "eur": "Euro",
    "gbp": "Pound sterling",
    "aud": "Australian dollar",
    "cad": "Canadian dollar",
    "chf": "Swiss franc",
    "cny": "Chinese yuan",
    "jpy": "Japanese yen",
    "inr": "Indian rupee",
    "sgd": "Singapore dollar",
}
Currency = Annotated[
    Literal["usd", "eur", "gbp", "aud", "cad", "chf", "cny", "jpy", "inr", "sgd"],
    Prop(labels=CURRENCIES, description="The currency of the payment."),
]
Amount = Annotated[float, Prop(minimum=0)]


class LineItem(TypedDict):
    """What is bought through a link.

    Args:
        price: ID of the price (price_...).
        quantity: How many.
    """

    price: str
    quantity: float


@integration.action()
async def create_payment_intent(
    ctx: Context,
    amount: Amount,
    currency: Currency,
    customer: Customer,
    payment_method: str | None = None,
    confirm: bool | None = None,
    return_url: str | None = None,
    description: LongText | None = None,
    receipt_email: str | None = None,
) -> Any:
    """Start a payment, and charge it at once where it is confirmed.

    Args:
        amount: In the currency's main unit: 10.50 is ten dollars and fifty cents.
        customer: Who pays.
        payment_method: ID of the payment method (pm_...); needed to confirm.
        confirm: Charge now.
        return_url: Where the customer comes back to after a check by their bank; needed to confirm.
        description: Shown with the payment.
        receipt_email: Where the receipt goes.
    """
    if confirm and not payment_method:
        raise ValidationError.of(payment_method="is needed to confirm")
    if confirm and not return_url:
        raise ValidationError.of(return_url="is needed to confirm")
    fields = given(
        amount=minor_units(amount, currency),
        currency=currency,
        customer=customer or None,
        payment_method=payment_method or None,
        confirm=confirm,
        return_url=return_url or None,
        description=description or None,
        receipt_email=receipt_email or None,
    )
    return await ctx.post("/payment_intents", form=form(fields))


@integration.action(effect=Effect.READ)
async def retrieve_payment_intent(ctx: Context, payment_intent_id: PaymentIntent) -> Any:
    """Read a payment.

    Args:
        payment_intent_id: The payment.
    """
    return await ctx.get(f"/payment_intents/{segment(payment_intent_id, 'payment_intent_id')}")


@integration.action()
async def create_refund(
    ctx: Context,
    payment_intent: PaymentIntent,
    amount: Amount | None = None,
    reason: Literal["duplicate", "fraudulent", "requested_by_customer"] | None = None,
    metadata: Json | None = None,
) -> Any:
    """Give back a payment, or a part of it.

    Args:
        payment_intent: The payment.
        amount: How much, in the currency's main unit such as 12.99; all of it when empty.
        reason: Why.
        metadata: Names and texts kept with the refund, as an object.
    """
    minor = None
    if amount is not None:
        paid = await ctx.get(f"/payment_intents/{segment(payment_intent, 'payment_intent')}")
        minor = minor_units(amount, paid["currency"])
    fields = {"payment_intent": payment_intent, "amount": minor, "reason": reason}
    return await ctx.post("/refunds", form=form({**fields, "metadata": metadata_of(metadata)}))


@integration.action(effect=Effect.READ)
async def retrieve_payout(ctx: Context, payout_id: Payout) -> Any:
    """Read a payout.

    Args:
        payout_id: The payout.
    """
    return await ctx.get(f"/payouts/{segment(payout_id, 'payout_id')}")


@integration.action()
async def create_payment_link(
    ctx: Context,
    line_items: list[LineItem],
    after_completion_type: Annotated[
        Literal["hosted_confirmation", "redirect"],
        Prop(labels={"hosted_confirmation": "Show Stripe's page", "redirect": "Go to a page"}),
    ]
    | None = None,
    after_completion_redirect_url: str | None = None,
    allow_promotion_codes: bool | None = None,
    billing_address_collection: Literal["auto", "required"] | None = None,
    metadata: Json | None = None,
) -> Any:
    """Create a link at which anybody can pay.

    Args:
        line_items: What is bought.
        after_completion_type: What the customer sees after paying.
        after_completion_redirect_url: The page to go to.
        allow_promotion_codes: Let customers enter promotion codes.
        billing_address_collection: Whether the billing address is always asked for.
        metadata: Names and texts kept with the link, as an object.
    """
    if not line_items:
        raise ValidationError.of(line_items="must not be empty")
    redirects = after_completion_type == "redirect"
    if redirects and not after_completion_redirect_url:
        raise ValidationError.of(after_completion_redirect_url="is needed to go to a page")
    redirect = {"url": after_completion_redirect_url} if redirects else None
    fields = {
        "line_items": [
            {"price": each["price"], "quantity": whole(each["quantity"], "line_items")}
            for each in line_items
        ],
        "after_completion": {"type": after_completion_type, "redirect": redirect},
        "allow_promotion_codes": allow_promotion_codes,
        "billing_address_collection": billing_address_collection,
        "metadata": metadata_of(metadata),
    }
    return await ctx.post("/payment_links", form=form(fields))


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def deactivate_payment_link(ctx: Context, payment_link_id: PaymentLink) -> Any:
    """Switch a payment link off.

    Args:
        payment_link_id: The link.
    """
    path = f"/payment_links/{segment(payment_link_id, 'payment_link_id')}"
    return await ctx.post(path, form={"active": False})
