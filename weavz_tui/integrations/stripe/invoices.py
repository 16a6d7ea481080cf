"""Invoices."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Context, Effect, LongText
from weavz_tui.integrations._custom import segment
from weavz_tui.integrations.stripe.options import Invoice
from weavz_tui.integrations.stripe.service import form, integration


@integration.action()
async def create_invoice(
    ctx: Context, customer_id: str, currency: str, description: LongText | None = None
) -> Any:
    """Draft an invoice.

    Args:
        customer_id: Whose it is (cus_...).
        currency: The currency as three letters, such as eur.
        description: A note on the invoice.
    """
    fields = {
        "customer": customer_id,
        "currency": currency.strip().lower(),
        "description": description or None,
    }
    return await ctx.post("/invoices", form=form(fields))


@integration.action(effect=Effect.READ)
async def retrieve_invoice(ctx: Context, invoice_id: Invoice) -> Any:
    """Read an invoice.

    Args:
        invoice_id: The invoice.
    """
    return await ctx.get(f"/invoices/{segment(invoice_id, 'invoice_id')}")


@integration.action(effect=Effect.READ)
async def find_invoice(ctx: Context, invoice_id: Invoice) -> Any:
    """Find an invoice by its ID.

    Args:
        invoice_id: The invoice.
    """
    return await ctx.get(f"/invoices/{segment(invoice_id, 'invoice_id')}")
