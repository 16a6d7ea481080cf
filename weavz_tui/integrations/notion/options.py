"""The choices of Notion's selects, and the fields of a chosen database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from weavz_tui.catalog import Context, Dropdown, Dynamic, Option, Options, Prop, Property
from weavz_tui.integrations.notion.fields import fields_of, filter_fields_of
from weavz_tui.integrations.notion.service import data_source, first, title_of

LISTED = 300
NO_DATABASE = Options(disabled=True, placeholder="Choose a database first")
LATEST = {"timestamp": "last_edited_time", "direction": "descending"}


async def databases(ctx: Context) -> Options:
    """The databases that are shared with the connection, the latest first.

    Of a database with several data sources each one is a choice.
    """
    found = await _search(ctx, "data_source")
    parents = [_parent(each) for each in found]
    return _listed(
        [
            Option(label=title_of(each), value=parent if parents.count(parent) == 1 else each["id"])
            for each, parent in zip(found, parents, strict=True)
        ]
    )


async def pages(ctx: Context) -> Options:
    """The pages that are shared with the connection, the latest first."""
    found = await _search(ctx, "page")
    return _listed([Option(label=title_of(each), value=each["id"]) for each in found])


async def items(ctx: Context) -> Options:
    """The items of the chosen database, the latest first."""
    return await _items(ctx, {})


async def archived_items(ctx: Context) -> Options:
    """What lies in the trash of the chosen database."""
    return await _items(ctx, {"in_trash": True})


async def value_fields(ctx: Context) -> Sequence[Property]:
    """A field for each property of the chosen database that can be written."""
    if not (id := ctx.inputs.get("database_id")):
        return ()
    return fields_of((await data_source(ctx, str(id))).get("properties") or {})


async def filters(ctx: Context) -> Sequence[Property]:
    """A field for each property of the chosen database that can be searched for."""
    if not (id := ctx.inputs.get("database_id")):
        return ()
    return filter_fields_of((await data_source(ctx, str(id))).get("properties") or {})


async def _search(ctx: Context, kind: str) -> list[dict[str, Any]]:
    wanted: dict[str, Any] = {"filter": {"property": "object", "value": kind}, "sort": LATEST}
    if ctx.search and ctx.search.strip():
        wanted["query"] = ctx.search.strip()
    return await first(ctx, "POST", "/search", LISTED, wanted)


async def _items(ctx: Context, more: dict[str, Any]) -> Options:
    if not (id := ctx.inputs.get("database_id")):
        return NO_DATABASE
    source = await data_source(ctx, str(id))
    wanted: dict[str, Any] = {
        "sorts": [{"timestamp": "last_edited_time", "direction": "descending"}],
        **more,
    }
    named = next(
        (name for name, each in source["properties"].items() if each["type"] == "title"), None
    )
    if ctx.search and ctx.search.strip() and named:
        wanted["filter"] = {"property": named, "title": {"contains": ctx.search.strip()}}
    found = await first(ctx, "POST", f"/data_sources/{source['id']}/query", LISTED, wanted)
    return _listed([Option(label=title_of(each), value=each["id"]) for each in found])


def _listed(options: list[Option]) -> Options:
    hint = f"The latest {LISTED} are listed; type to find another" if len(options) >= LISTED else ""
    return Options(options=tuple(options), placeholder=hint)


def _parent(source: dict[str, Any]) -> str:
    parent = source.get("parent") or {}
    return str(parent.get("database_id") or source["id"])


DatabaseId = Annotated[
    str,
    Prop(title="Database", description="The database, or one of its data sources, by its ID."),
    Dropdown(databases, searchable=True),
]
ItemId = Annotated[
    str,
    Prop(title="Item", description="The item, which is a page of its own."),
    Dropdown(items, refreshers=["database_id"], searchable=True),
]
ArchivedItemId = Annotated[
    str,
    Prop(title="Item", description="The item in the trash."),
    Dropdown(archived_items, refreshers=["database_id"], searchable=True),
]
PageId = Annotated[
    str, Prop(title="Page", description="The page."), Dropdown(pages, searchable=True)
]
Values = Annotated[
    dict[str, Any],
    Dynamic(value_fields, refreshers=["database_id"]),
    Prop(
        key="databaseFields",
        title="Properties",
        description="Values by the names of the database's properties.",
    ),
]
Filters = Annotated[
    dict[str, Any],
    Dynamic(filters, refreshers=["database_id"]),
    Prop(
        key="filterDatabaseFields",
        title="Properties",
        description="What the properties have to hold, by their names; all of it must fit.",
    ),
]
