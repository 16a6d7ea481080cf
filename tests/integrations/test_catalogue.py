"""Every integration against `catalogue_keys.json`: the keys that calls written elsewhere rely on.

`code` is the type of the input: `str`, `num`, `bool`, `json`, `obj`, `arr` (of `item` or of rows
with the keys of `rows`), `enum` and `multi` (of `values`), `dd` (choices fetched), `file`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from weavz_tui.catalog import Effect, Integration, Property
from weavz_tui.catalog.registry import Registry
from weavz_tui.model.enums import PropertyType as P

CATALOGUE: dict[str, Any] = json.loads(
    Path(__file__).with_name("catalogue_keys.json").read_text("utf-8")
)
CODES = {
    "str": {P.SHORT_TEXT, P.LONG_TEXT, P.DATE_TIME, P.MARKDOWN, P.SECRET_TEXT},
    "num": {P.NUMBER},
    "bool": {P.CHECKBOX},
    "json": {P.JSON},
    "obj": {P.OBJECT, P.DYNAMIC},
    "arr": {P.ARRAY, P.MULTI_SELECT_DROPDOWN},
    "enum": {P.STATIC_DROPDOWN},
    "multi": {P.STATIC_MULTI_SELECT_DROPDOWN},
    "dd": {P.DROPDOWN},
    "file": {P.FILE},
}
ACTIONS = [(slug, action) for slug, each in CATALOGUE.items() for action in each["actions"]]
REGISTRY = Registry(plugins=False)


def _loaded(slug: str) -> Integration:
    return REGISTRY.get(slug)


@pytest.mark.parametrize("slug", CATALOGUE)
def test_an_integration_has_its_title_and_exactly_its_actions(slug: str) -> None:
    integration = _loaded(slug)
    assert (integration.name, integration.title) == (slug, CATALOGUE[slug]["title"])
    assert set(integration.actions) == set(CATALOGUE[slug]["actions"])


@pytest.mark.parametrize(("slug", "action"), ACTIONS)
def test_an_action_has_exactly_its_keys_with_their_types(slug: str, action: str) -> None:
    expected = CATALOGUE[slug]["actions"][action]
    found = {each.name: each for each in _loaded(slug).actions[action].properties}
    assert set(found) == set(expected)
    wrong = {
        key: difference
        for key, wanted in expected.items()
        if (difference := _difference(found[key], wanted))
    }
    assert wrong == {}


@pytest.mark.parametrize(("slug", "action"), ACTIONS)
def test_an_action_is_described(slug: str, action: str) -> None:
    info = _loaded(slug).actions[action].info
    assert info.description.endswith(".")
    assert info.display_name


@pytest.mark.parametrize(("slug", "action"), ACTIONS)
def test_what_is_named_a_deletion_is_declared_as_one_that_destroys(slug: str, action: str) -> None:
    declared = _loaded(slug).actions[action].effect
    assert (declared is Effect.DESTROY) or not action.startswith(("delete_", "batch_delete_"))


@pytest.mark.parametrize("slug", CATALOGUE)
def test_refreshers_name_inputs_of_the_same_action(slug: str) -> None:
    for action in _loaded(slug).actions.values():
        keys = {each.name for each in action.properties}
        assert {name for each in action.properties for name in each.refreshers} <= keys


def _difference(found: Property, wanted: dict[str, Any]) -> str:
    """How a property differs from what the catalogue says; empty when it does not."""
    if found.type not in CODES[wanted["code"]]:
        return f"{found.type} for {wanted['code']}"
    if found.required is not wanted["required"]:
        return f"required is {found.required}"
    if "values" in wanted:
        values = [each.value for each in found.options.options] if found.options else []
        if values != wanted["values"]:
            return f"values are {values}"
    if "rows" in wanted:
        rows = [f"{each.name}{'!' if each.required else ''}" for each in found.properties]
        if rows != wanted["rows"]:
            return f"rows have {rows}"
    if "item" in wanted and found.type is P.ARRAY:
        kinds = CODES[wanted["item"]]
        if found.item_type not in kinds:
            return f"items are {found.item_type}"
    return ""
