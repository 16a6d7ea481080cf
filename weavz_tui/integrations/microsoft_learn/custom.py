"""Any other request to the catalogue."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

from weavz_tui.catalog import Context, Effect, Json, Prop, ValidationError
from weavz_tui.integrations.microsoft_learn.service import API_VERSION, integration


@integration.action(effect=Effect.READ)
async def custom_api_call(
    ctx: Context,
    path_or_url: Annotated[str, Prop(key="pathOrUrl", title="Path or URL")],
    query_params: Annotated[Json | None, Prop(key="queryParams", title="Query")] = None,
) -> Any:
    """Read anything from Microsoft Learn's API.

    Args:
        path_or_url: A path after `/api`, such as /v1/levels, or an address on the same server.
        query_params: Parameters of the query, as an object.
    """
    if query_params is not None and not isinstance(query_params, dict):
        raise ValidationError.of(queryParams='must be an object such as {"locale": "en-us"}')
    target = path_or_url.strip()
    if "://" in target and urlsplit(target)[:2] != urlsplit(ctx.base_url)[:2]:
        raise ValidationError.of(pathOrUrl=f"must be a path or begin with {ctx.base_url}")
    if not target:
        raise ValidationError.of(pathOrUrl="must not be empty")
    versioned = {"api-version": API_VERSION} if "api-version" not in target else {}
    return await ctx.get(target, params={**versioned, **(query_params or {})})
