"""Every integration against `catalogue_keys.json`, the keys that calls elsewhere rely on."""

from __future__ import annotations

import pytest

from tests.integrations.keys import CATALOGUE, difference
from weavz_tui.catalog import Effect, Integration
from weavz_tui.catalog.registry import Registry

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
        key: how for key, wanted in expected.items() if (how := difference(found[key], wanted))
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
