"""Any other call of Jira's API."""

from __future__ import annotations

from typing import Any, Literal

from weavz_tui.catalog import Context, Effect, LongText, ValidationError
from weavz_tui.integrations._custom import json_of, query_of
from weavz_tui.integrations.jira_cloud.service import integration, site


@integration.action(effect=Effect.DESTROY, idempotent=False, title="Custom API call")
async def custom_api_call(
    ctx: Context,
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"],
    path: str,
    body: LongText | None = None,
    query_params: LongText | None = None,
) -> Any:
    """Call any part of the site's REST API.

    Args:
        method: The HTTP method.
        path: The path, like /rest/api/3/myself.
        body: The body, as JSON.
        query_params: Query parameters, as a JSON object or like startAt=50&maxResults=50.
    """
    if not path.strip() or "://" in path.partition("?")[0]:
        raise ValidationError.of(path="must be a path, like /rest/api/3/myself")
    url = f"{await site(ctx)}/{path.strip().lstrip('/')}"
    options = {"params": query_of(query_params, "query_params"), "json": json_of(body, "body")}
    return (await ctx.request(method, url, **options)).data()
