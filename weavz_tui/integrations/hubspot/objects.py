"""Records of any type."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, Json, Prop
from weavz_tui.integrations.hubspot import records
from weavz_tui.integrations.hubspot.service import (
    After,
    Archived,
    Associations,
    IdProperty,
    Limit,
    Links,
    ObjectId,
    ObjectType,
    PropertyNames,
    Values,
    integration,
)

Groups = Annotated[
    Json,
    Prop(
        key="filterGroups",
        title="Filters",
        description='Groups of filters, of which one has to fit: `[{"filters": '
        '[{"propertyName": "email", "operator": "EQ", "value": "a@b.c"}]}]`.',
    ),
]
Sorts = Annotated[
    Json,
    Prop(
        description='What comes first: `[{"propertyName": "createdate", "direction": '
        '"DESCENDING"}]`.'
    ),
]
Query = Annotated[str, Prop(description="Words that a searched property contains.")]


@integration.action(effect=Effect.READ, title="List records")
async def list_crm_objects(
    ctx: Context,
    object_type: ObjectType,
    limit: Limit | None = None,
    after: After | None = None,
    properties: PropertyNames | None = None,
    associations: Associations | None = None,
    archived: Archived | None = None,
) -> Any:
    """List the records of a type."""
    return await records.listed(ctx, object_type)


@integration.action(effect=Effect.READ, title="Get record")
async def get_crm_object(
    ctx: Context,
    object_type: ObjectType,
    object_id: ObjectId,
    id_property: IdProperty | None = None,
    properties: PropertyNames | None = None,
    properties_with_history: Annotated[
        str,
        Prop(
            key="propertiesWithHistory",
            description="Names of properties to tell with their former values, separated by "
            "commas.",
        ),
    ]
    | None = None,
    associations: Associations | None = None,
    archived: Archived | None = None,
) -> Any:
    """Read a record of any type."""
    return await records.read(ctx, object_type, object_id, "objectId")


@integration.action(title="Create record")
async def create_crm_object(
    ctx: Context, object_type: ObjectType, properties: Values, associations: Links | None = None
) -> Any:
    """Create a record of any type."""
    return await records.create(ctx, object_type, properties)


@integration.action(idempotent=True, title="Update record")
async def update_crm_object(
    ctx: Context,
    object_type: ObjectType,
    object_id: ObjectId,
    id_property: IdProperty | None = None,
    *,
    properties: Values,
) -> Any:
    """Change properties of a record of any type; what is not given stays."""
    return await records.update(ctx, object_type, object_id, "objectId", properties)


@integration.action(effect=Effect.READ, title="Search records")
async def search_crm_objects(
    ctx: Context,
    object_type: ObjectType,
    query: Query | None = None,
    filter_groups: Groups | None = None,
    sorts: Sorts | None = None,
    properties: PropertyNames | None = None,
    limit: Limit | None = None,
    after: After | None = None,
) -> Any:
    """Search the records of a type by words and by properties."""
    return await records.search(ctx, object_type)
