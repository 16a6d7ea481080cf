"""Any other call of Discord's API."""

from __future__ import annotations

from typing import Any, Literal

from weavz_tui.catalog import Context, Effect, Json, ValidationError
from weavz_tui.integrations._outbound import headers_of
from weavz_tui.integrations.discord.service import integration


@integration.action(effect=Effect.DESTROY, idempotent=False, title="Custom API call")
async def custom_api_call(
    ctx: Context,
    path: str,
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"],
    headers: dict[str, Any] | None = None,
    query_params: Json | None = None,
    body: Json | None = None,
) -> Any:
    """Call any part of Discord's API as the bot.

    Args:
        path: The path after /api/v10, like /users/@me.
        method: The HTTP method.
        headers: Further headers.
        query_params: Query parameters, as a JSON object.
        body: The body, as JSON.
    """
    if not path.strip() or "://" in path.partition("?")[0]:
        raise ValidationError.of(path="must be a path, like /users/@me")
    if query_params and not isinstance(query_params, dict):
        raise ValidationError.of(query_params="must be an object")
    response = await ctx.request(
        method,
        path.strip(),
        params=query_params or None,
        headers=headers_of(headers),
        json=... if body is None else body,
    )
    return response.data()
