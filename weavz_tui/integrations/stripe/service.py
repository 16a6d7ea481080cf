"""Stripe itself: address, ways to authenticate, failures, forms, paging, amounts."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from dateutil.parser import isoparse

from weavz_tui.catalog import (
    Category,
    Context,
    Integration,
    Response,
    SecretText,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure

PAGE = 100

WITHOUT_MINOR_UNIT = "bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf"
WITH_THOUSANDTHS = "bhd jod kwd omr tnd"


class Page(NamedTuple):
    """A part of a list, and whether there is more of it."""

    items: list[dict[str, Any]]
    more: bool


def failure(response: Response) -> str | None:
    """Stripe's message with its code, `No such customer: 'cus_1' (resource_missing)`."""
    data = response.data()
    error = data.get("error") if isinstance(data, dict) else None
    if response.ok or not isinstance(error, dict) or not error.get("message"):
        return default_failure(response)
    code = error.get("decline_code") or error.get("code")
    return f"{error['message']} ({code})" if code else str(error["message"])


integration = Integration(
    "stripe",
    title="Stripe",
    description="Customers, payments, products, subscriptions and invoices.",
    categories=[Category.COMMERCE, Category.FINANCE],
    auth=[
        SecretText(
            title="Secret key",
            description="sk_test_..., sk_live_... or a restricted key rk_..., from the dashboard.",
        )
    ],
    base_url="https://api.stripe.com/v1",
    failure=failure,
)


def form(fields: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Fields as Stripe's forms have them: `address[line1]`, `items[0][price]`; None is left out."""
    return [pair for key, value in fields.items() for pair in _pairs(key, value)]


def _pairs(key: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return [pair for name, each in value.items() for pair in _pairs(f"{key}[{name}]", each)]
    if isinstance(value, list | tuple):
        return [pair for i, each in enumerate(value) for pair in _pairs(f"{key}[{i}]", each)]
    return [] if value is None else [(key, value)]


def metadata_of(value: Any) -> dict[str, Any] | None:
    """Metadata as Stripe takes it: texts under names; raises ValidationError for anything else."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise ValidationError.of(metadata='must be an object, like {"order": "6735"}')
    return {
        key: json.dumps(each, ensure_ascii=False) if isinstance(each, dict | list) else each
        for key, each in value.items()
    }


def minor_units(amount: float, currency: str, key: str = "amount") -> int:
    """An amount in the currency's smallest unit: 10.5 USD are 1050 cents, 500 JPY are 500.

    Raises ValidationError for an amount below zero.
    """
    if amount < 0:
        raise ValidationError.of(**{key: "must not be below zero"})
    exact = Decimal(str(amount)).scaleb(digits_of(currency))
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def digits_of(currency: str) -> int:
    """How many digits an amount in this currency has after the point."""
    if currency in WITHOUT_MINOR_UNIT.split():
        return 0
    return 3 if currency in WITH_THOUSANDTHS.split() else 2


def timestamp(text: str | None, key: str) -> int | None:
    """ISO 8601 as seconds since 1970, UTC where nothing else is said; raises ValidationError."""
    if not text:
        return None
    try:
        moment: datetime = isoparse(text)
    except ValueError as error:
        raise ValidationError.of(**{key: "must be a date, like 2026-01-31"}) from error
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def quoted(text: str) -> str:
    """A text inside a search query."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


async def pages(
    ctx: Context, path: str, limit: int, params: Mapping[str, Any] | None = None
) -> AsyncIterator[Page]:
    """The pages of a list, at most `limit` of them."""
    last = None
    for _ in range(limit):
        query = form({**(params or {}), "limit": PAGE, "starting_after": last})
        page = await ctx.get(path, params=query)
        found = page.get("data") or []
        more = bool(page.get("has_more")) and bool(found)
        yield Page(found, more)
        if not more:
            return
        last = found[-1]["id"]


@integration.tests
async def balance(ctx: Context) -> Any:
    """Read the balance, which needs nothing to be there."""
    return await ctx.get("/balance")
