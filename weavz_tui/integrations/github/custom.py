"""The account, and any other call of GitHub's REST API."""

from __future__ import annotations

from typing import Any, Literal

from weavz_tui.catalog import Context, Effect, LongText, ValidationError
from weavz_tui.integrations._custom import json_of, query_of
from weavz_tui.integrations.github.service import integration


@integration.action(effect=Effect.READ)
async def get_authenticated_user(ctx: Context) -> Any:
    """Read the account that the token belongs to."""
    return await ctx.get("/user")


@integration.action(title="Custom API call")
async def custom_api_call(
    ctx: Context,
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"],
    path: str,
    body: LongText | None = None,
    query_params: LongText | None = None,
) -> Any:
    """Call any part of GitHub's REST API.

    Args:
        method: The HTTP method.
        path: The path, like /repos/octocat/hello-world/labels.
        body: The body, as JSON.
        query_params: Query parameters, as a JSON object or like state=open&page=2.
    """
    if "://" in path.partition("?")[0]:
        raise ValidationError.of(path="must be a path, like /user/repos")
    response = await ctx.request(
        method, path, params=query_of(query_params, "query_params"), json=json_of(body, "body")
    )
    return response.data()
