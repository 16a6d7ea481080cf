"""Any other query of Linear's API."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Context, Effect, Json, LongText, ValidationError
from weavz_tui.integrations.linear.service import ask, integration


@integration.action(effect=Effect.DESTROY, idempotent=False, title="Custom API call")
async def custom_api_call(ctx: Context, query: LongText, variables: Json | None = None) -> Any:
    """Send a GraphQL query or mutation; the result is the answer's `data`.

    Args:
        query: The query, like `{ viewer { id name } }`.
        variables: Its variables, as a JSON object.
    """
    if not query.strip():
        raise ValidationError.of(query="must not be empty")
    if variables is not None and not isinstance(variables, dict):
        raise ValidationError.of(variables="must be an object")
    return await ask(ctx, query, variables)
