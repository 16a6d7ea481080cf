"""VIES: whether a VAT number of the European Union is valid."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, Effect, Integration, Prop, Response
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import given, message_at

BUSY = {"GLOBAL_MAX_CONCURRENT_REQ", "MS_MAX_CONCURRENT_REQ"}


def _error(response: Response) -> str | None:
    return message_at(response.data(), "errorWrappers", 0, "error")


def failure(response: Response) -> str | None:
    """VIES' code, such as MS_UNAVAILABLE: the member state's own service does not answer."""
    return _error(response) or default_failure(response)


def throttled(response: Response) -> float | None:
    """Two seconds when VIES or the member state has too many requests at once."""
    return 2.0 if _error(response) in BUSY else None


integration = Integration(
    "eu-vies",
    title="EU VIES",
    description="Check VAT numbers of the European Union.",
    categories=[Category.FINANCE],
    base_url="https://ec.europa.eu/taxation_customs/vies/rest-api",
    failure=failure,
    throttled=throttled,
)


@integration.action(effect=Effect.READ, title="Check VAT number")
async def check_vat_number(
    ctx: Context,
    country_code: Annotated[str, Prop(key="countryCode")],
    vat_number: Annotated[str, Prop(key="vatNumber", title="VAT number")],
    requester_member_state_code: Annotated[
        str | None, Prop(key="requesterMemberStateCode", title="Your country")
    ] = None,
    requester_number: Annotated[
        str | None, Prop(key="requesterNumber", title="Your VAT number")
    ] = None,
) -> Any:
    """Whether a VAT number is valid, and whose it is where the country says so.

    Args:
        country_code: The country as two letters; Greece is EL, Northern Ireland XI.
        vat_number: The number, with or without the country's letters.
        requester_member_state_code: Your own country; with it the answer has a consultation number.
        requester_number: Your own number, without the country's letters.
    """
    country = country_code.strip().upper()
    number = "".join(each for each in vat_number if each.isalnum()).upper()
    body = given(
        countryCode=country,
        vatNumber=number.removeprefix(country),
        requesterMemberStateCode=requester_member_state_code,
        requesterNumber=requester_number,
    )
    return await ctx.post("/check-vat-number", json=body)
