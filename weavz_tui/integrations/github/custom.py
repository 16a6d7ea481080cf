"""The account, and any other call of GitHub's REST API."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal
from urllib.parse import parse_qsl

from weavz_tui.catalog import Context, Effect, LongText, ValidationError
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
    options: dict[str, Any] = {"params": _query(query_params)}
    if body and body.strip():
        options["json"] = _json("body", body)
    response = await ctx.request(method, path, **options)
    return response.data()


def _query(text: str | None) -> Mapping[str, Any] | Sequence[tuple[str, str]] | None:
    cleaned = (text or "").strip()
    if not cleaned.startswith("{"):
        return parse_qsl(cleaned.removeprefix("?"), keep_blank_values=True) or None
    found = _json("query_params", cleaned)
    assert isinstance(found, dict)
    return found


def _json(field: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValidationError.of(**{field: f"is not JSON: {error}"}) from error
