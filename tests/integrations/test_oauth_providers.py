"""What integrations say of their OAuth 2 providers holds together."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from weavz_tui.catalog import OAuth2
from weavz_tui.catalog.registry import Registry
from weavz_tui.net.oauth_urls import authorisation_request

REGISTRY = Registry(plugins=False)
PROVIDERS = {
    each.name: auth for each in REGISTRY.all() for auth in each.auth if isinstance(auth, OAuth2)
}


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_person_is_sent_to_an_address_of_the_provider(name: str) -> None:
    auth = PROVIDERS[name]
    fields = {each.name: each.default or "acme" for each in auth.placeholders}
    request = authorisation_request(
        auth,
        client_id="client-1",
        redirect_uri="http://127.0.0.1:4999/callback",
        scopes=auth.scopes,
        fields=fields,
    )
    asked = parse_qs(urlsplit(request.url).query)
    assert request.url.startswith("https://")
    assert asked["response_type"] == ["code"]
    assert asked["state"] == [request.state]
    assert ("code_challenge" in asked) is auth.pkce
    joined = asked.get(auth.scope_parameter, [""])[0]
    assert joined == auth.scope_separator.join(auth.scopes)


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_address_is_https_and_every_placeholder_known(name: str) -> None:
    auth = PROVIDERS[name]
    known = {each.name for each in auth.placeholders}
    addresses = (auth.authorize_url, auth.token_url, auth.refresh_url, auth.device_url)
    for address in filter(None, addresses):
        assert address.startswith("https://")
        assert set(re.findall(r"\{(\w+)\}", address)) <= known
    assert auth.token_url and auth.expired


@pytest.mark.parametrize("name", PROVIDERS)
def test_the_catalogue_tells_the_grants(name: str) -> None:
    info = PROVIDERS[name].info().oauth2
    assert info is not None
    assert set(info.grants) <= set(PROVIDERS[name].grants)
    assert info.grants
