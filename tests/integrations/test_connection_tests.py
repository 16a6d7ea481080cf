"""Every integration with an account can tell whether it works."""

from __future__ import annotations

import inspect

import pytest

from weavz_tui.catalog.registry import Registry
from weavz_tui.engine.connections.checks import probe

REGISTRY = Registry(plugins=False)
WITH_ACCOUNT = [each for each in REGISTRY.all() if each.auth]


@pytest.mark.parametrize("name", [each.name for each in WITH_ACCOUNT])
def test_a_connection_can_be_tested_without_any_input(name: str) -> None:
    call = probe(REGISTRY.get(name))
    assert call is not None
    _, *others = inspect.signature(call).parameters.values()
    assert all(each.default is not inspect.Parameter.empty for each in others)
