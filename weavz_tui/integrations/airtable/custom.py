"""Any other call of Airtable's Web API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Json, Prop, ValidationError
from weavz_tui.integrations.airtable.service import integration


@integration.action(effect=Effect.DESTROY, idempotent=False, title="Custom API call")
async def custom_api_call(
    ctx: Context,
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"],
    url: Annotated[str, Prop(title="URL")],
    body: Json | None = None,
    query_params: Json | None = None,
) -> Any:
    """Call any part of Airtable's Web API.

    Args:
        method: The HTTP method.
        url: A path after /v0 such as /meta/whoami, or the whole address.
        body: The body, as JSON.
        query_params: Query parameters, as an object.
    """
    if not url.strip():
        raise ValidationError.of(url="must not be empty")
    if query_params is not None and not isinstance(query_params, dict):
        raise ValidationError.of(query_params="must be an object")
    sent = ... if body is None else body
    response = await ctx.request(method, url.strip(), params=query_params, json=sent)
    return response.data()
