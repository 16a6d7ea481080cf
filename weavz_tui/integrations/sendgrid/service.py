"""SendGrid itself: address, key, failures, what its inputs have in common."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    Category,
    Context,
    Integration,
    Prop,
    Response,
    SecretText,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure

MAX_PAGES = 20
PAGE = 500


def failure(response: Response) -> str | None:
    """Every message of SendGrid's `errors`, with the field that each is about."""
    data = response.data()
    errors = data.get("errors") if isinstance(data, dict) else None
    if response.ok or not isinstance(errors, list) or not errors:
        return default_failure(response)
    said = [_said(each) for each in errors if isinstance(each, dict) and each.get("message")]
    return "; ".join(said) or default_failure(response)


def _said(error: dict[str, Any]) -> str:
    field = error.get("field")
    return f"{error['message']} ({field})" if field else str(error["message"])


integration = Integration(
    "sendgrid",
    title="SendGrid",
    description="Mail, templates, contacts and suppressions.",
    categories=[Category.COMMUNICATION, Category.MARKETING],
    auth=[SecretText(title="API key", description="SG...., from Settings, API Keys.")],
    base_url="https://api.sendgrid.com/v3",
    failure=failure,
)


PageSize = Annotated[float, Prop(key="pageSize", minimum=1, description="How many at most.")]
PageToken = Annotated[
    str, Prop(key="pageToken", description="The page, from the answer before this one.")
]


@integration.tests
async def scopes(ctx: Context) -> Any:
    """Ask what the key may, which every key may."""
    return await ctx.get("/scopes")


def object_of(value: Any, key: str) -> dict[str, Any] | None:
    """An object or nothing; raises ValidationError for anything else."""
    if value is not None and not isinstance(value, dict):
        raise ValidationError.of(**{key: "must be an object"})
    return value
