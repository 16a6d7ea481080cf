"""Integrations against the `published.txt` beside their tests: what callers hold on to."""

from __future__ import annotations

import pytest

from tests.fixtures.signatures import signatures
from tests.integrations.keys import PUBLISHED
from weavz_tui.catalog import Effect
from weavz_tui.catalog.registry import Registry

REGISTRY = Registry(plugins=False)


@pytest.mark.parametrize("slug", PUBLISHED)
def test_an_integration_has_exactly_its_actions_with_their_keys(slug: str) -> None:
    integration = REGISTRY.get(slug)
    title, expected = PUBLISHED[slug]
    assert (integration.name, integration.title) == (slug, title)
    assert signatures(integration) == expected


@pytest.mark.parametrize("slug", PUBLISHED)
def test_an_integration_describes_itself_its_actions_and_their_inputs(slug: str) -> None:
    info = REGISTRY.get(slug).info
    texts = {info.name: info.description, **{each.name: each.description for each in info.actions}}
    texts |= {
        f"{action.name}.{each.name}": each.description
        for action in info.actions
        for each in action.properties
    }
    assert [name for name, text in texts.items() if not text.endswith(".")] == []


@pytest.mark.parametrize("slug", PUBLISHED)
def test_only_what_is_named_a_deletion_destroys(slug: str) -> None:
    actions = REGISTRY.get(slug).actions.values()
    destroying = {each.name for each in actions if each.effect is Effect.DESTROY}
    named = {each.name for each in actions if each.name.startswith(("delete_", "clear_"))}
    assert destroying == named
