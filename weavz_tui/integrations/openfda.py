"""openFDA: what the Food and Drug Administration knows of medicines and devices."""

from __future__ import annotations

import base64
from typing import Annotated, Any

from weavz_tui.catalog import Category, Context, CustomAuth, Effect, Integration, NoAuth, Prop
from weavz_tui.catalog.auth import Headers
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Property

Search = Annotated[
    str, Prop(description='Conditions such as openfda.brand_name:"aspirin" AND serious:1.')
]
Limit = Annotated[int, Prop(minimum=1, maximum=1000, description="How many at most.")]
Skip = Annotated[int, Prop(minimum=0, maximum=25000, description="How many are passed over.")]


def _sign(credential: Credential, headers: Headers) -> None:
    if key := credential.get("apiKey"):
        headers["Authorization"] = f"Basic {base64.b64encode(f'{key}:'.encode()).decode()}"


_KEY = Property(
    name="apiKey",
    type=PropertyType.SECRET_TEXT,
    display_name="API key",
    description="From open.fda.gov; with it 120,000 requests a day.",
    required=True,
    secret=True,
)

integration = Integration(
    "openfda",
    title="openFDA",
    description="Search labels, adverse events and recalls of medicines and devices.",
    categories=[Category.CONTENT_AND_FILES],
    auth=[NoAuth(), CustomAuth(key="api_key", title="API key", properties=(_KEY,), sign=_sign)],
    base_url="https://api.fda.gov",
)


@integration.action(effect=Effect.READ)
async def search_drug_labels(
    ctx: Context, search: Search, limit: Limit | None = 10, skip: Skip | None = None
) -> Any:
    """Search the labels of medicines."""
    return await _search(ctx, "/drug/label.json", search, limit, skip)


@integration.action(effect=Effect.READ)
async def search_drug_adverse_events(
    ctx: Context,
    search: Search,
    count_field: Annotated[str | None, Prop(key="countField")] = None,
    limit: Limit | None = 10,
    skip: Skip | None = None,
) -> Any:
    """Search what went wrong with medicines, or count it.

    Args:
        count_field: Count by this field instead, such as patient.reaction.reactionmeddrapt.exact.
    """
    path = "/drug/event.json"
    return await _search(ctx, path, search, limit, skip, count=count_field)


@integration.action(effect=Effect.READ)
async def search_drug_recalls(
    ctx: Context, search: Search, limit: Limit | None = 10, skip: Skip | None = None
) -> Any:
    """Search recalls of medicines."""
    return await _search(ctx, "/drug/enforcement.json", search, limit, skip)


@integration.action(effect=Effect.READ)
async def search_device_recalls(
    ctx: Context, search: Search, limit: Limit | None = 10, skip: Skip | None = None
) -> Any:
    """Search recalls of devices."""
    return await _search(ctx, "/device/recall.json", search, limit, skip)


async def _search(
    ctx: Context,
    path: str,
    search: str,
    limit: int | None,
    skip: int | None,
    *,
    count: str | None = None,
) -> Any:
    # openFDA's own examples are written for an address, in which a plus is a space.
    wanted = search.replace("+", " ")
    params = {"search": wanted, "count": count, "limit": limit, "skip": skip}
    return await ctx.get(path, params=params)


@integration.tests
async def label(ctx: Context) -> Any:
    """Look at one label, which tells whether the key is taken."""
    return await ctx.get("/drug/label.json", params={"limit": 1})
