"""Reshaping JSON: mapping, merging, filtering, batching; computed here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    Category,
    Context,
    Effect,
    Integration,
    Json,
    Prop,
    ValidationError,
)
from weavz_tui.integrations._conditions import matches
from weavz_tui.integrations._paths import transform

integration = Integration(
    "data-transformer",
    title="Data Transformer",
    description="Reshape, merge, filter and batch JSON, computed on this machine.",
    categories=[Category.DEVELOPER_TOOLS],
)


@integration.action(effect=Effect.READ, title="Transform JSON")
async def transform_json(ctx: Context, input: Json, mapping: Json) -> Any:
    """Build a new JSON value from parts of another.

    The mapping looks like the result. A text in it is a path into the input: `user.name`,
    `items[0].id`, `items[*].id` for all of them, `/items/0/id` as JSON Pointer, `$` for the whole.
    Numbers, booleans and null stand for themselves, `{"$value": ...}` is a literal of any kind,
    `{"$path": "a.b", "$default": 0}` a path with a substitute. What is not found is left out of an
    object and is null in a list.

    Args:
        input: The value to take parts from.
        mapping: An object (or list, or path) in the shape of the result.
    """
    return {"result": transform(mapping, input)}


@integration.action(effect=Effect.READ)
async def merge_objects(
    ctx: Context,
    objects: list[Any],
    strategy: Annotated[
        Literal["deep", "shallow", "first", "last"],
        Prop(
            labels={
                "deep": "Deep: objects inside are merged too, later values win",
                "shallow": "Shallow: later values win",
                "first": "First value that is not null wins",
                "last": "Last value that is not null wins",
            }
        ),
    ],
) -> Any:
    """Merge objects into one.

    Args:
        objects: The objects, in order.
        strategy: Which value wins where several objects have one. Lists are replaced, not joined.
    """
    merged: dict[str, Any] = {}
    for index, each in enumerate(objects):
        if not isinstance(each, dict):
            raise ValidationError.of(objects=f"item {index} is not an object")
        merged = _merge(merged, each, strategy)
    return {"result": merged, "count": len(objects)}


@integration.action(effect=Effect.READ)
async def filter_array(ctx: Context, array: list[Any], conditions: Json) -> Any:
    """Keep the items of a list that meet conditions.

    `{"status": "open", "price": {"gt": 10}}`: every named field must match; fields are paths. A
    list of `{"field", "operator", "value"}` works too, and `{"any": [...]}`, `{"all": [...]}`,
    `{"not": ...}` combine. Operators: eq, ne, gt, gte, lt, lte, in, notIn, contains, notContains,
    startsWith, endsWith, exists, empty. The field `$` is the item itself.

    Args:
        array: The list.
        conditions: What an item must meet.
    """
    kept = [each for each in array if matches(conditions, each)]
    return {"result": kept, "count": len(kept), "total": len(array)}


@integration.action(effect=Effect.READ)
async def batch_array(
    ctx: Context,
    array: list[Any],
    batch_size: Annotated[int, Prop(key="batchSize", minimum=1)],
) -> Any:
    """Cut a list into batches.

    Args:
        array: The list.
        batch_size: Items in each batch; the last may have fewer.
    """
    if batch_size < 1:
        raise ValidationError.of(batchSize="must be at least 1")
    batches = [array[start : start + batch_size] for start in range(0, len(array), batch_size)]
    return {"result": batches, "count": len(batches), "total": len(array)}


def _merge(into: dict[str, Any], each: dict[str, Any], strategy: str) -> dict[str, Any]:
    if strategy == "shallow":
        return into | each
    if strategy == "first":
        return {**each, **{key: value for key, value in into.items() if value is not None}}
    if strategy == "last":
        return into | {k: v for k, v in each.items() if v is not None or k not in into}
    merged = dict(into)
    for key, value in each.items():
        before = merged.get(key)
        both = isinstance(before, dict) and isinstance(value, dict)
        merged[key] = _merge(before, value, strategy) if both and before is not None else value
    return merged
