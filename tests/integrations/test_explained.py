"""The integrations of vendors say what each of their inputs is for, in the published order."""

from __future__ import annotations

import pytest

from tests.integrations.keys import CATALOGUE
from tests.integrations.test_catalogue import REGISTRY

VENDORS = (
    "claude",
    "discord",
    "google-calendar",
    "google-drive",
    "hubspot",
    "jira-cloud",
    "linear",
    "notion",
)


@pytest.mark.parametrize("slug", VENDORS)
def test_every_input_is_explained(slug: str) -> None:
    silent = [
        f"{action.name}.{each.name}"
        for action in REGISTRY.get(slug).info.actions
        for each in action.properties
        if not each.description
    ]
    assert silent == []


@pytest.mark.parametrize("slug", VENDORS)
def test_inputs_stand_in_the_published_order(slug: str) -> None:
    for name, wanted in CATALOGUE[slug]["actions"].items():
        action = REGISTRY.get(slug).actions[name]
        assert [each.name for each in action.properties] == list(wanted)
