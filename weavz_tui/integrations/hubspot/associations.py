"""What connects records."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Prop
from weavz_tui.integrations._custom import segment, whole
from weavz_tui.integrations.hubspot.records import pages
from weavz_tui.integrations.hubspot.service import After, Limit, integration

PAGE = 500

FromType = Annotated[
    str,
    Prop(key="fromObjectType", title="From type", description="The type of the one record."),
]
FromId = Annotated[
    str, Prop(key="fromObjectId", title="From ID", description="The ID of the one record.")
]
ToType = Annotated[
    str, Prop(key="toObjectType", title="To type", description="The type of the other record.")
]
ToId = Annotated[
    str, Prop(key="toObjectId", title="To ID", description="The ID of the other record.")
]


@integration.action(effect=Effect.READ)
async def list_association_labels(
    ctx: Context, from_object_type: FromType, to_object_type: ToType
) -> Any:
    """List the ways in which records of two types can be connected, with their type IDs."""
    one, other = (
        segment(from_object_type, "fromObjectType"),
        segment(to_object_type, "toObjectType"),
    )
    return await ctx.get(f"/crm/v4/associations/{one}/{other}/labels")


@integration.action(effect=Effect.READ)
async def list_associations(
    ctx: Context,
    from_object_type: FromType,
    from_object_id: FromId,
    to_object_type: ToType,
    limit: Limit | None = None,
    after: After | None = None,
) -> Any:
    """List the records of a type that a record is connected with."""
    path = _between(from_object_type, from_object_id, to_object_type)
    return await pages(ctx, path, limit, after, size=PAGE)


@integration.action(idempotent=True)
async def create_association(
    ctx: Context,
    from_object_type: FromType,
    from_object_id: FromId,
    to_object_type: ToType,
    to_object_id: ToId,
    association_type_id: Annotated[int, Prop(key="associationTypeId", title="Type ID")]
    | None = None,
    association_category: Annotated[
        Literal["HUBSPOT_DEFINED", "USER_DEFINED", "INTEGRATOR_DEFINED"],
        Prop(
            key="associationCategory",
            title="Category",
            labels={
                "HUBSPOT_DEFINED": "HubSpot's own",
                "USER_DEFINED": "The account's own",
                "INTEGRATOR_DEFINED": "An app's own",
            },
        ),
    ]
    | None = None,
) -> Any:
    """Connect two records.

    Args:
        association_type_id: The way in which they are connected, as `list_association_labels`
            names it; the usual one when it is not given.
        association_category: Who defined it; HubSpot when nothing is chosen.
    """
    other, id = segment(to_object_type, "toObjectType"), segment(to_object_id, "toObjectId")
    one = _record(from_object_type, from_object_id)
    if association_type_id is None:
        return await ctx.put(f"{one}/associations/default/{other}/{id}")
    kind = {
        "associationCategory": association_category or "HUBSPOT_DEFINED",
        "associationTypeId": whole(association_type_id, "associationTypeId"),
    }
    return await ctx.put(f"{one}/associations/{other}/{id}", json=[kind])


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def remove_association(
    ctx: Context,
    from_object_type: FromType,
    from_object_id: FromId,
    to_object_type: ToType,
    to_object_id: ToId,
) -> Any:
    """Take away everything that connects two records; the records stay."""
    path = _between(from_object_type, from_object_id, to_object_type)
    await ctx.delete(f"{path}/{segment(to_object_id, 'toObjectId')}")
    return {"removed": True, "fromObjectId": from_object_id, "toObjectId": to_object_id}


def _record(kind: str, id: str) -> str:
    return f"/crm/v4/objects/{segment(kind, 'fromObjectType')}/{segment(id, 'fromObjectId')}"


def _between(kind: str, id: str, other: str) -> str:
    return f"{_record(kind, id)}/associations/{segment(other, 'toObjectType')}"
