"""The choices of Stripe's selects: the latest, and what a search finds among the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from weavz_tui.catalog import Context, Dropdown, Option, Options
from weavz_tui.integrations.stripe.service import (
    Page,
    digits_of,
    pages,
    quoted,
)

LIST_PAGES = 3
SHORTEST_SEARCH = 3

Label = Callable[[dict[str, Any]], str]


async def customers(ctx: Context) -> Options:
    """Customers by name and address; Stripe searches for three letters and more."""
    return await _searched(ctx, "/customers", ("name", "email"), _customer)


async def products(ctx: Context) -> Options:
    """Products that can be sold."""
    return await _searched(ctx, "/products", ("name",), _product)


async def subscriptions(ctx: Context) -> Options:
    """Subscriptions that are not canceled."""
    return await _latest(ctx, "/subscriptions", _subscription)


async def invoices(ctx: Context) -> Options:
    """The latest invoices."""
    return await _latest(ctx, "/invoices", _invoice)


async def payouts(ctx: Context) -> Options:
    """The latest payouts."""
    return await _latest(ctx, "/payouts", _money)


async def payment_intents(ctx: Context) -> Options:
    """The latest payments."""
    return await _latest(ctx, "/payment_intents", _money)


async def payment_links(ctx: Context) -> Options:
    """The latest payment links that work."""
    return await _latest(ctx, "/payment_links", _link, active=True)


async def _searched(ctx: Context, path: str, fields: tuple[str, ...], label: Label) -> Options:
    wanted = (ctx.search or "").strip()
    if len(wanted) >= SHORTEST_SEARCH:
        query = " OR ".join(f"{field}~{quoted(wanted)}" for field in fields)
        found = await ctx.get(f"{path}/search", params={"query": query, "limit": 100})
        exact = [each for each in [await _by_id(ctx, path, wanted)] if each]
        return Options(options=_options([*exact, *(found.get("data") or [])], label))
    listed = await _latest(ctx, path, label)
    if not wanted:
        return listed
    kept = [each for each in listed.options if wanted.casefold() in each.label.casefold()]
    return listed.model_copy(update={"options": tuple(kept)})


async def _by_id(ctx: Context, path: str, id: str) -> dict[str, Any] | None:
    """The record whose ID was typed, or None."""
    if not id.startswith(("cus_", "prod_")) or not id.isascii() or "/" in id or "?" in id:
        return None
    response = await ctx.request("GET", f"{path}/{id}", check=False)
    found = response.data()
    return found if response.ok and isinstance(found, dict) and not found.get("deleted") else None


async def _latest(ctx: Context, path: str, label: Label, **params: Any) -> Options:
    found: list[dict[str, Any]] = []
    page = Page([], more=False)
    async for page in pages(ctx, path, LIST_PAGES, params):
        found += page.items
    hint = "The latest are listed; type the ID of another" if page.more else ""
    return Options(options=_options(found, label), placeholder=hint)


def _options(found: list[dict[str, Any]], label: Label) -> tuple[Option, ...]:
    return tuple(Option(label=label(each), value=each["id"]) for each in found)


def _customer(each: dict[str, Any]) -> str:
    name, email = each.get("name"), each.get("email")
    return f"{name} <{email}>" if name and email else str(name or email or each["id"])


def _product(each: dict[str, Any]) -> str:
    return str(each.get("name") or each["id"])


def _subscription(each: dict[str, Any]) -> str:
    return f"{each['id']} ({each.get('customer')}, {each.get('status')})"


def _invoice(each: dict[str, Any]) -> str:
    name = each.get("number") or each["id"]
    who = each.get("customer_email") or each.get("customer_name") or each.get("customer") or ""
    return f"{name} {who} ({each.get('status')})"


def _money(each: dict[str, Any]) -> str:
    currency = str(each.get("currency") or "")
    digits = digits_of(currency)
    amount = (each.get("amount") or 0) / 10**digits
    return f"{amount:.{digits}f} {currency.upper()} {each.get('status')} ({each['id']})"


def _link(each: dict[str, Any]) -> str:
    return str(each.get("url") or each["id"])


Customer = Annotated[str, Dropdown(customers, searchable=True)]
Product = Annotated[str, Dropdown(products, searchable=True)]
Subscription = Annotated[str, Dropdown(subscriptions)]
Invoice = Annotated[str, Dropdown(invoices)]
Payout = Annotated[str, Dropdown(payouts)]
PaymentIntent = Annotated[str, Dropdown(payment_intents)]
PaymentLink = Annotated[str, Dropdown(payment_links)]
