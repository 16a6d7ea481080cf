"""Inputs as the published client types them are inputs that we take."""

from __future__ import annotations

import math
from typing import Any

import pytest
from weavz_sdk.integrations import INTEGRATION_ACTIONS, get_action_input_model

from weavz_tui.catalog.registry import Registry
from weavz_tui.model.enums import PropertyType as P
from weavz_tui.model.properties import Property
from weavz_tui.model.validation import check

REGISTRY = Registry(plugins=False)
ACTIONS = [
    (integration.name, action)
    for integration in REGISTRY.all()
    if integration.name in INTEGRATION_ACTIONS
    for action in integration.actions
]
SAMPLES: dict[P, Any] = {
    P.CHECKBOX: True,
    P.DATE_TIME: "2026-11-22T08:00:00Z",
    P.OBJECT: {"a": "b"},
    P.JSON: {"a": [1]},
    P.DYNAMIC: {"a": "b"},
    P.ARRAY: ["a"],
    P.MULTI_SELECT_DROPDOWN: ["a"],
    P.FILE: "data:text/plain;base64,aGVsbG8=",
}


def sample(field: Property) -> Any:
    """A value of the type that the client gives a field: one of its choices where it has some."""
    if field.options and field.options.options:
        first = field.options.options[0].value
        return [first] if field.is_multi_select else first
    if field.type is P.NUMBER:
        lowest = 1.0 if field.minimum is None else field.minimum
        return float(min(max(lowest, 1.0), field.maximum or math.inf))
    if field.properties:
        row = {each.name: sample(each) for each in field.properties}
        return [row] if field.type is P.ARRAY else row
    if field.type is P.ARRAY and field.item_type is not None:
        return [SAMPLES.get(field.item_type, 1.0 if field.item_type is P.NUMBER else "a")]
    return SAMPLES.get(field.type, "a")


@pytest.mark.parametrize(("integration", "action"), ACTIONS)
def test_an_action_takes_what_the_client_sends(integration: str, action: str) -> None:
    model = get_action_input_model(integration, action)
    assert model is not None
    properties = REGISTRY.get(integration).actions[action].properties
    theirs = {
        field.alias or name: field.is_required() for name, field in model.model_fields.items()
    }
    assert {each.name: each.required for each in properties} == theirs
    given = model.model_validate({each.name: sample(each) for each in properties})
    checked = check(properties, given.model_dump(by_alias=True, exclude_none=True))
    assert (checked.errors, checked.unknown) == ({}, [])


def test_every_integration_is_one_that_the_client_knows() -> None:
    known = {name for name, _ in ACTIONS}
    assert {each.name for each in REGISTRY.all()} - known == set()
