"""What Stripe's actions do beyond passing inputs on."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from tests.integrations.contexts import Recorder, answering, options_of, requests_of, run, token
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.stripe import integration
from weavz_tui.integrations.stripe.service import minor_units
from weavz_tui.model.http import Request


def fields(request: Request) -> dict[str, str]:
    text = request.content.decode() or urlsplit(request.url).query
    return dict(parse_qsl(text, keep_blank_values=True))


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (10.5, "usd", 1050),
        (0.29, "usd", 29),
        (1.1, "eur", 110),
        (19.99, "eur", 1999),
        (1.005, "usd", 101),
        (500, "jpy", 500),
        (1.234, "kwd", 1234),
        (0, "usd", 0),
    ],
)
def test_amounts_become_the_smallest_unit(amount: float, currency: str, expected: int) -> None:
    assert minor_units(amount, currency) == expected


async def test_a_part_is_refunded_in_the_payments_own_currency() -> None:
    recorder = Recorder(answering(lambda _: httpx.Response(200, json={"currency": "jpy"})))
    inputs = {"payment_intent": "pi_1", "amount": 500}
    await run(integration, "create_refund", inputs, transport=recorder, credential=token())
    asked, refunded = recorder.requests
    assert asked.url.endswith("/payment_intents/pi_1")
    assert fields(refunded) == {"payment_intent": "pi_1", "amount": "500"}


async def test_an_address_is_a_group_and_metadata_are_texts() -> None:
    inputs = {"customer": "cus_1", "city": "Emden", "country": "DE"}
    (request,) = await requests_of(integration, "update_customer", inputs, credential=token())
    assert fields(request) == {"address[city]": "Emden", "address[country]": "DE"}
    (request,) = await requests_of(
        integration, "create_product", {"name": "A", "metadata": {"l": [1]}}, credential=token()
    )
    assert fields(request) == {"name": "A", "metadata[l]": "[1]"}
    assert request.headers["Authorization"] == "Bearer secret-token"


def subscriptions(request: httpx.Request) -> httpx.Response:
    """Three subscriptions, one on a page."""
    after = int(request.url.params.get("starting_after", "0").removeprefix("sub_"))
    price = {"price": {"id": f"price_{after % 2}"}}
    each = {"id": f"sub_{after + 1}", "items": {"data": [price]}}
    return httpx.Response(200, json={"data": [each], "has_more": after < 2})


@pytest.mark.parametrize(
    ("inputs", "ids", "more"),
    [
        ({}, ["sub_1", "sub_2", "sub_3"], False),
        ({"limit": 2}, ["sub_1", "sub_2"], True),
        ({"limit": 0}, ["sub_1", "sub_2", "sub_3"], False),
        ({"limit": 1, "fetch_all": True}, ["sub_1", "sub_2", "sub_3"], False),
        ({"price_ids": "price_0,price_9"}, ["sub_1", "sub_3"], False),
    ],
)
async def test_subscriptions_are_paged_and_filtered(
    inputs: dict[str, Any], ids: list[str], more: bool
) -> None:
    found = await run(
        integration,
        "search_subscriptions",
        inputs,
        transport=answering(subscriptions),
        credential=token(),
    )
    assert [each["id"] for each in found["subscriptions"]] == ids
    assert (found["count"], found["has_more"]) == (len(ids), more)


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("create_payment_intent", {"confirm": True}, "payment_method"),
        ("create_payment_intent", {"confirm": True, "payment_method": "pm_1"}, "return_url"),
        ("create_payment_intent", {"amount": -1}, "amount"),
        ("create_product", {"name": "A", "metadata": "no"}, "metadata"),
        ("create_subscription", {"customer": "c", "items": []}, "items"),
        (
            "create_subscription",
            {"customer": "c", "items": [{"price": "p"}], "collection_method": "send_invoice"},
            "days_until_due",
        ),
        ("create_payment_link", {"line_items": []}, "line_items"),
        (
            "create_payment_link",
            {
                "line_items": [{"price": "p", "quantity": 1}],
                "after_completion_type": "redirect",
            },
            "after_completion_redirect_url",
        ),
        ("retrieve_customer", {"id": ".."}, "id"),
        ("search_subscriptions", {"created_after": "yesterday"}, "created_after"),
        ("custom_api_call", {"url": {}, "method": "GET"}, "url"),
    ],
)
async def test_what_is_missing_or_wrong_is_told(
    action: str, inputs: dict[str, Any], field: str
) -> None:
    given = {"amount": 1, "currency": "usd", "customer": "c"} if "intent" in action else {}
    with pytest.raises(ValidationError) as caught:
        await run(integration, action, {**given, **inputs}, credential=token())
    assert field in caught.value.fields


async def test_a_failure_is_stripes_message_with_its_code() -> None:
    error = {"error": {"message": "No such customer: 'cus_1'", "code": "resource_missing"}}
    transport = answering(lambda _: httpx.Response(404, json=error))
    with pytest.raises(ActionFailed) as caught:
        await run(integration, "retrieve_customer", {"id": "cus_1"}, transport=transport)
    message = "No such customer: 'cus_1' (resource_missing)"
    assert caught.value.details == {"message": message, "statusCode": 404}


async def test_customers_are_listed_or_searched() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        ann = {"id": "cus_1", "name": "Ann", "email": "ann@example.com"}
        return httpx.Response(200, json={"data": [ann, {"id": "cus_2"}], "has_more": False})

    recorder = Recorder(answering(answer))
    found = await options_of(integration, "update_customer", "customer", transport=recorder)
    labels = [(each.label, each.value) for each in found.options]
    assert labels == [("Ann <ann@example.com>", "cus_1"), ("cus_2", "cus_2")]
    await options_of(integration, "update_customer", "customer", transport=recorder, search="o'ann")
    query = dict(parse_qsl(urlsplit(recorder.requests[-1].url).query))["query"]
    assert query == r"name~'o\'ann' OR email~'o\'ann'"
    short = await options_of(
        integration, "update_customer", "customer", transport=recorder, search="an"
    )
    assert [each.value for each in short.options] == ["cus_1"]


async def test_a_custom_call_sends_plain_forms() -> None:
    inputs = {
        "url": {"url": "/customers"},
        "method": "POST",
        "headers": {"Stripe-Version": "2024-06-20"},
        "queryParams": {"expand[]": "tax"},
        "body_type": "form_data",
        "body": {"email": "a@example.com"},
    }
    (request,) = await requests_of(integration, "custom_api_call", inputs, credential=token())
    assert request.url == "https://api.stripe.com/v1/customers?expand%5B%5D=tax"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert request.headers["Stripe-Version"] == "2024-06-20"
    assert request.content == b"email=a%40example.com"
