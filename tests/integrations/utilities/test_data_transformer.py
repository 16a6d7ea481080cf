"""data-transformer: mappings, merging, conditions, batches."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integrations.contexts import run
from weavz_tui.catalog import ValidationError
from weavz_tui.integrations.data_transformer import integration

SOURCE = {
    "user": {"name": "Ada", "tags": ["a", "b"], "a.b": 1, "x/y": 2},
    "items": [{"id": 1, "price": 5}, {"id": 2}, {"price": 7}],
    "none": None,
}
ROWS = [
    {"name": "Ada", "age": 36, "tags": ["x"], "to": {"city": "London"}, "on": True},
    {"name": "Bob", "age": 20, "tags": [], "to": {"city": "Paris"}},
    {"name": "eve", "age": "old", "tags": ["x", "y"], "on": False},
]


@pytest.mark.parametrize(
    ("mapping", "result"),
    [
        ("user.name", "Ada"),
        ("$.user.name", "Ada"),
        ("$", SOURCE),
        ("items[0].id", 1),
        ("items.1.id", 2),
        ("items[*].id", [1, 2]),
        ("user['a.b']", 1),
        ("/user/x~1y", 2),
        ("/items/0/price", 5),
        ("nowhere.at.all", None),
        ({"a": {"b": "user.name"}, "gone": "nowhere"}, {"a": {"b": "Ada"}}),
        ({"none": "none"}, {"none": None}),
        ({"list": ["user.name", "nowhere", 3]}, {"list": ["Ada", None, 3]}),
        ({"a": 1, "b": True, "c": None}, {"a": 1, "b": True, "c": None}),
        ({"a": {"$value": "user.name"}}, {"a": "user.name"}),
        ({"a": {"$path": "nowhere", "$default": 0}}, {"a": 0}),
        ({"a": {"$path": "user.name", "$default": 0}}, {"a": "Ada"}),
    ],
)
async def test_a_mapping_has_the_shape_of_its_result(mapping: Any, result: Any) -> None:
    found = await run(integration, "transform_json", {"input": SOURCE, "mapping": mapping})
    assert found == {"result": result}


@pytest.mark.parametrize("path", ["a[", "a..b", "a[x]", "a]b"])
async def test_a_broken_path_is_refused(path: str) -> None:
    with pytest.raises(ValidationError, match="no path"):
        await run(integration, "transform_json", {"input": {}, "mapping": {"a": path}})


@pytest.mark.parametrize(
    ("strategy", "result"),
    [
        ("deep", {"a": {"x": 1, "y": 3, "z": 4}, "b": None, "c": [3]}),
        ("shallow", {"a": {"y": 3, "z": 4}, "b": None, "c": [3]}),
        ("first", {"a": {"x": 1, "y": 2}, "b": 1, "c": [1, 2]}),
        ("last", {"a": {"y": 3, "z": 4}, "b": 1, "c": [3]}),
    ],
)
async def test_objects_are_merged(strategy: str, result: Any) -> None:
    objects = [
        {"a": {"x": 1, "y": 2}, "b": 1, "c": [1, 2]},
        {"a": {"y": 3, "z": 4}, "b": None, "c": [3]},
    ]
    found = await run(integration, "merge_objects", {"objects": objects, "strategy": strategy})
    assert found == {"result": result, "count": 2}


async def test_only_objects_can_be_merged() -> None:
    with pytest.raises(ValidationError) as caught:
        await run(integration, "merge_objects", {"objects": [{}, 1], "strategy": "deep"})
    assert caught.value.fields == {"objects": "item 1 is not an object"}


@pytest.mark.parametrize(
    ("conditions", "names"),
    [
        ({}, ["Ada", "Bob", "eve"]),
        ({"name": "Ada"}, ["Ada"]),
        ({"to.city": "Paris"}, ["Bob"]),
        ({"age": {"gt": 20}}, ["Ada"]),
        ({"age": {"gte": 20, "lt": 36}}, ["Bob"]),
        ({"age": {"$gt": 20}}, ["Ada"]),
        ({"name": {"in": ["Ada", "eve"]}}, ["Ada", "eve"]),
        ({"name": {"notIn": ["Ada"]}}, ["Bob", "eve"]),
        ({"tags": {"contains": "y"}}, ["eve"]),
        ({"name": {"contains": "A"}}, ["Ada"]),
        ({"name": {"startsWith": "B"}}, ["Bob"]),
        ({"name": {"ends_with": "e"}}, ["eve"]),
        ({"on": {"exists": False}}, ["Bob"]),
        ({"tags": {"empty": True}}, ["Bob"]),
        ({"on": 1}, []),
        ({"on": {"ne": True}}, ["Bob", "eve"]),
        ({"any": [{"name": "Bob"}, {"on": False}]}, ["Bob", "eve"]),
        ({"not": {"name": "Bob"}, "on": True}, ["Ada"]),
        ([{"name": {"ne": "Bob"}}, {"on": False}], ["eve"]),
        ([{"field": "age", "operator": ">=", "value": 36}], ["Ada"]),
        ({"field": "name", "operator": "equals", "value": "Bob"}, ["Bob"]),
        ({"to": {"city": "Paris"}}, ["Bob"]),
    ],
)
async def test_items_are_kept_that_meet_the_conditions(conditions: Any, names: list[str]) -> None:
    found = await run(integration, "filter_array", {"array": ROWS, "conditions": conditions})
    assert [each["name"] for each in found["result"]] == names
    assert (found["count"], found["total"]) == (len(names), 3)


async def test_items_that_are_no_objects_are_compared_themselves() -> None:
    inputs = {"array": [1, 5, "5", None], "conditions": {"$": {"gt": 2}}}
    assert (await run(integration, "filter_array", inputs))["result"] == [5]


@pytest.mark.parametrize(
    "conditions", ["text", [1], {"field": "a", "operator": "like", "value": 1}, {"a": {"in": 1}}]
)
async def test_conditions_that_mean_nothing_are_refused(conditions: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        await run(integration, "filter_array", {"array": [{"a": 1}], "conditions": conditions})
    assert set(caught.value.fields) == {"conditions"}


async def test_a_list_is_cut_into_batches() -> None:
    found = await run(integration, "batch_array", {"array": [1, 2, 3, 4, 5], "batchSize": 2})
    assert found == {"result": [[1, 2], [3, 4], [5]], "count": 3, "total": 5}
    with pytest.raises(ValidationError):
        await run(integration, "batch_array", {"array": [1], "batchSize": 0})
