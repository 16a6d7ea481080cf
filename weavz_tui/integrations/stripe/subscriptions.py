"""Subscriptions."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from weavz_tui.catalog import Context, DateTime, Effect, Json, Prop, ValidationError
from weavz_tui.integrations._custom import names, segment, whole
from weavz_tui.integrations.stripe.options import Customer, Subscription
from weavz_tui.integrations.stripe.service import (
    PAGE,
    Page,
    form,
    integration,
    metadata_of,
    pages,
    timestamp,
)

MOST_PAGES = 50

Status = Annotated[
    Literal[
        "",
        "active",
        "past_due",
        "unpaid",
        "canceled",
        "incomplete",
        "incomplete_expired",
        "trialing",
        "paused",
    ],
    Prop(labels={"": "All"}),
]


class Item(TypedDict):
    """What is subscribed to.

    Args:
        price: ID of the price (price_...).
        quantity: How many; one when empty.
    """

    price: str
    quantity: NotRequired[float]


@integration.action(effect=Effect.READ)
async def search_subscriptions(
    ctx: Context,
    price_ids: str | None = None,
    status: Status | None = None,
    customer_id: str | None = None,
    created_after: DateTime | None = None,
    created_before: DateTime | None = None,
    limit: Annotated[float, Prop(minimum=0)] = 100,
    fetch_all: bool | None = None,
    include_customer_details: bool = True,
) -> Any:
    """Find subscriptions; `has_more` tells whether there are further ones.

    Args:
        price_ids: Only those with one of these prices (price_...), separated by commas.
        status: Only those in this state; those not canceled when nothing is chosen.
        customer_id: Only this customer's (cus_...).
        created_after: Only those created at this moment or later.
        created_before: Only those created at this moment or earlier.
        limit: How many at most; 0 for all.
        fetch_all: All of them, whatever the limit; 5,000 are looked at.
        include_customer_details: With the whole customer in place of their ID.
    """
    wanted = set(names(price_ids) or [])
    created = {
        "gte": timestamp(created_after, "created_after"),
        "lte": timestamp(created_before, "created_before"),
    }
    params = {
        "status": "all" if status == "" else status,
        "customer": customer_id or None,
        "price": next(iter(wanted)) if len(wanted) == 1 else None,
        "created": created,
        "expand": ["data.customer"] if include_customer_details else None,
    }
    most = MOST_PAGES * PAGE if fetch_all or not limit else int(limit)
    found: list[dict[str, Any]] = []
    page = Page([], more=False)
    async for page in pages(ctx, "/subscriptions", MOST_PAGES, params):
        found += [each for each in page.items if not wanted or _prices(each) & wanted]
        if len(found) >= most:
            break
    kept = found[:most]
    return {"subscriptions": kept, "count": len(kept), "has_more": page.more or len(found) > most}


@integration.action()
async def create_subscription(
    ctx: Context,
    customer: Customer,
    items: list[Item],
    collection_method: Annotated[
        Literal["charge_automatically", "send_invoice"],
        Prop(
            labels={"charge_automatically": "Charge by itself", "send_invoice": "Send an invoice"}
        ),
    ]
    | None = None,
    days_until_due: Annotated[float, Prop(minimum=0)] | None = None,
    trial_period_days: Annotated[float, Prop(minimum=0)] | None = None,
    default_payment_method: str | None = None,
    metadata: Json | None = None,
) -> Any:
    """Let a customer subscribe.

    Args:
        customer: The customer.
        items: The prices, up to twenty.
        collection_method: How the money is collected.
        days_until_due: Days to pay an invoice that is sent.
        trial_period_days: Days before the first charge.
        default_payment_method: ID of the payment method (pm_...); the customer's own when empty.
        metadata: Names and texts kept with the subscription, as an object.
    """
    if not items:
        raise ValidationError.of(items="must not be empty")
    if collection_method == "send_invoice" and days_until_due is None:
        raise ValidationError.of(days_until_due="is needed where an invoice is sent")
    fields = {
        "customer": customer,
        "items": [
            {"price": each["price"], "quantity": whole(each.get("quantity"), "items")}
            for each in items
        ],
        "collection_method": collection_method,
        "days_until_due": whole(days_until_due, "days_until_due"),
        "trial_period_days": whole(trial_period_days, "trial_period_days"),
        "default_payment_method": default_payment_method or None,
        "metadata": metadata_of(metadata),
    }
    return await ctx.post("/subscriptions", form=form(fields))


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def cancel_subscription(
    ctx: Context, subscription: Subscription, cancel_at_period_end: bool | None = None
) -> Any:
    """Cancel a subscription.

    Args:
        subscription: The subscription.
        cancel_at_period_end: Let it run until what is paid for ends; else it ends at once.
    """
    path = f"/subscriptions/{segment(subscription, 'subscription')}"
    if cancel_at_period_end:
        return await ctx.post(path, form={"cancel_at_period_end": True})
    return await ctx.delete(path)


def _prices(subscription: dict[str, Any]) -> set[str]:
    items = (subscription.get("items") or {}).get("data") or []
    return {str((each.get("price") or {}).get("id")) for each in items}
