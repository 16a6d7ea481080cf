"""NESO Data Portal: data about the electricity system of Great Britain."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    Category,
    Context,
    Effect,
    Integration,
    Json,
    LongText,
    Prop,
    Response,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._public import Whole, message_at

Rows = Annotated[int, Prop(minimum=0, maximum=1000)]
Limit = Annotated[int, Prop(minimum=0, maximum=32000)]
ResourceId = Annotated[str, Prop(key="resourceId", title="Resource ID")]


def failure(response: Response) -> str | None:
    """The portal's message, which stands under `error` beside `success: false`."""
    data = response.data()
    if isinstance(data, dict) and data.get("success") is False:
        return message_at(data, "error", "message") or _first(data.get("error")) or "refused"
    return default_failure(response)


def _first(error: Any) -> str | None:
    """The first message about a field, `resource_id: Not found`."""
    fields = error if isinstance(error, dict) else {}
    for name, messages in fields.items():
        if name != "__type" and messages:
            text = messages[0] if isinstance(messages, list) else messages
            return f"{name}: {text}"
    return None


integration = Integration(
    "neso-data-portal",
    title="NESO Data Portal",
    description="Read data about the electricity system of Great Britain.",
    categories=[Category.CONTENT_AND_FILES],
    base_url="https://api.neso.energy/api/3/action",
    failure=failure,
)


@integration.action(effect=Effect.READ)
async def search_datasets(
    ctx: Context, query: str | None = None, rows: Rows | None = 20, start: Whole | None = 0
) -> Any:
    """Search data sets.

    Args:
        query: Words looked for everywhere.
        rows: How many at most.
        start: How many are passed over.
    """
    params = {"q": query, "rows": rows, "start": start}
    return await _result(ctx, "/package_search", params)


@integration.action(effect=Effect.READ)
async def get_dataset(ctx: Context, dataset_id: Annotated[str, Prop(key="datasetId")]) -> Any:
    """Read about a data set and its resources.

    Args:
        dataset_id: Its id or name, such as historic-demand-data.
    """
    return await _result(ctx, "/package_show", {"id": dataset_id})


@integration.action(effect=Effect.READ)
async def search_resources(
    ctx: Context, query: str, limit: Rows | None = 20, offset: Whole | None = 0
) -> Any:
    """Search resources, the tables and files of data sets.

    Args:
        query: A field and a text, such as name:demand; a text alone is looked for in names.
        limit: How many at most.
        offset: How many are passed over.
    """
    wanted = query if ":" in query else f"name:{query}"
    params = {"query": wanted, "limit": limit, "offset": offset}
    return await _result(ctx, "/resource_search", params)


@integration.action(effect=Effect.READ)
async def get_resource(ctx: Context, resource_id: ResourceId) -> Any:
    """Read about a resource.

    Args:
        resource_id: Its id.
    """
    return await _result(ctx, "/resource_show", {"id": resource_id})


@integration.action(effect=Effect.READ, title="Search rows")
async def datastore_search(
    ctx: Context,
    resource_id: ResourceId,
    filters: Json | None = None,
    sort: str | None = None,
    limit: Limit | None = 100,
    offset: Whole | None = 0,
) -> Any:
    """Read rows of a resource.

    Args:
        resource_id: Its id.
        filters: Columns and the values that they must have: `{"YEAR": 2026}`.
        sort: Columns with their order, such as DATE desc.
        limit: How many at most.
        offset: How many are passed over.
    """
    if filters is not None and not isinstance(filters, dict):
        raise ValidationError.of(filters='must be an object such as {"YEAR": 2026}')
    params = {
        "resource_id": resource_id,
        "filters": filters,
        "sort": sort,
        "limit": limit,
        "offset": offset,
    }
    return await _result(ctx, "/datastore_search", params)


@integration.action(effect=Effect.READ, title="Query rows with SQL")
async def datastore_sql(ctx: Context, sql: Annotated[LongText, Prop(title="SQL")]) -> Any:
    """Read rows with a query in SQL.

    Args:
        sql: A SELECT; a resource's id in double quotes is its table.
    """
    return await _result(ctx, "/datastore_search_sql", {"sql": sql})


async def _result(ctx: Context, path: str, params: dict[str, Any]) -> Any:
    data = await ctx.get(path, params=params)
    return data.get("result", data) if isinstance(data, dict) else data
