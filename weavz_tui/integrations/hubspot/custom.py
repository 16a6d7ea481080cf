"""Any other call of HubSpot's API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Json, Prop, ValidationError
from weavz_tui.integrations._outbound import headers_of
from weavz_tui.integrations.hubspot.service import integration


@integration.action(effect=Effect.DESTROY, idempotent=False, title="Custom API call")
async def custom_api_call(
    ctx: Context,
    url: Annotated[str, Prop(title="URL")],
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"],
    headers: dict[str, Any] | None = None,
    body: Json | None = None,
) -> Any:
    """Call any part of HubSpot's API.

    Args:
        url: A path such as /crm/v3/owners, or the whole address.
        method: The HTTP method.
        headers: Further headers.
        body: The body, as JSON.
    """
    if not url.strip():
        raise ValidationError.of(url="must not be empty")
    sent = ... if body is None else body
    response = await ctx.request(method, url.strip(), headers=headers_of(headers), json=sent)
    return response.data()
