"""The ways to authenticate that the catalogue shows are those that connections may name."""

from __future__ import annotations

import pytest

from weavz_tui.catalog import Integration
from weavz_tui.catalog.auth import Auth, BasicAuth, OAuth2, SecretText

WAYS: list[Auth] = [OAuth2(), SecretText(key="bot"), SecretText(key="user"), BasicAuth()]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.method_key)
def test_a_way_is_found_by_the_key_that_the_catalogue_shows(way: Auth) -> None:
    integration = Integration("sample", title="Sample", auth=WAYS)
    assert way.info() in integration.info.auth_options
    assert integration.auth_for(way.type, way.info().key) is way
