"""OAuth apps: a row and a secret in the vault, together."""

from __future__ import annotations

import pytest

from weavz_tui.engine.local import LocalService
from weavz_tui.model.authorisations import OAuthApp, OAuthAppCreate, OAuthAppUpdate
from weavz_tui.model.errors import (
    Duplicate,
    NotOAuth2,
    NoUpdates,
    OAuthAppNotFound,
    ScopeDenied,
    ValidationError,
)
from weavz_tui.store import oauth_apps

SECRET = "app-secret-canary-4e1"


@pytest.fixture
async def app(service: LocalService) -> OAuthApp:
    return await service.oauth_apps.create(
        OAuthAppCreate(integration_name="slack", client_id="c1", client_secret=SECRET)
    )


async def secret(service: LocalService, id: str) -> object:
    kept = await service.parts.vault.read(id)
    return kept.values.get("clientSecret") if kept else None


async def test_the_secret_is_in_the_vault_alone(service: LocalService, app: OAuthApp) -> None:
    assert await secret(service, app.id) == SECRET
    assert SECRET not in app.model_dump_json()
    for path in service.parts.home.data.glob("weavz.db*"):
        assert SECRET.encode() not in path.read_bytes()


async def test_a_label_is_taken_once_for_an_integration(
    service: LocalService, app: OAuthApp
) -> None:
    again = OAuthAppCreate(integration_name="slack", client_id="c2", client_secret="other-secret")
    with pytest.raises(Duplicate, match="label"):
        await service.oauth_apps.create(again)
    other = again.model_copy(update={"integration_name": "github"})
    assert (await service.oauth_apps.create(other)).label == app.label


async def test_what_is_found_by_a_label_is_not_ambiguous(
    service: LocalService, app: OAuthApp
) -> None:
    assert (await service.oauth_apps.get("default")).id == app.id
    await service.oauth_apps.create(OAuthAppCreate(integration_name="github", client_id="c3"))
    with pytest.raises(OAuthAppNotFound, match="2 OAuth apps"):
        await service.oauth_apps.get("default")


async def test_a_new_secret_is_a_new_generation(service: LocalService, app: OAuthApp) -> None:
    changed = await service.oauth_apps.update(
        app.id, OAuthAppUpdate(client_secret="newer-secret-1", label="own")
    )
    assert (changed.generation, changed.label) == (app.generation + 1, "own")
    assert await secret(service, app.id) == "newer-secret-1"
    public = await service.oauth_apps.update(app.id, OAuthAppUpdate(client_secret=None))
    assert not public.has_secret
    with pytest.raises(NoUpdates):
        await service.oauth_apps.update(app.id, OAuthAppUpdate())


async def test_deleting_takes_the_secret_along(service: LocalService, app: OAuthApp) -> None:
    await service.oauth_apps.delete(app.id)
    assert await secret(service, app.id) is None
    assert await service.oauth_apps.list() == []


@pytest.mark.parametrize("step", ["creating", "rotating", "deleting"])
async def test_what_a_crash_left_is_mended(service: LocalService, app: OAuthApp, step: str) -> None:
    """As the row and the vault stand when a process dies in the middle of a change."""
    parts, org_id = service.parts, app.org_id
    if step == "creating":
        half = app.model_copy(update={"id": "oap_half", "label": "half"})
        await parts.write(lambda rows: oauth_apps.insert_creating(rows, half))
        await parts.vault.write("oap_half", 1, {"clientSecret": "half-secret"})
    elif step == "rotating":
        await parts.write(lambda rows: oauth_apps.begin_rotate(rows, org_id, app.id))
        await parts.vault.write(app.id, 2, {"clientSecret": "rotated-secret"})
    else:
        await parts.write(lambda rows: oauth_apps.begin_delete(rows, org_id, app.id))
    assert await parts.shared.oauth_clients.secrets.recover() == 1
    found = [(each.id, each.generation) for each in await service.oauth_apps.list()]
    kept = await secret(service, app.id)
    expected = {
        "creating": ([(app.id, 1)], SECRET),
        "rotating": ([(app.id, 2)], "rotated-secret"),
        "deleting": ([], None),
    }
    assert (found, kept) == expected[step]
    assert await secret(service, "oap_half") is None


async def test_purging_the_vault_takes_apps_along(service: LocalService, app: OAuthApp) -> None:
    await service.vault.purge()
    assert await secret(service, app.id) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("client_id", " "),
        ("client_id", "a\nb"),
        ("label", ""),
        ("redirect_uri", "http://acme.example/callback"),
        ("redirect_uri", "https://acme.example/callback#here"),
        ("redirect_uri", "javascript:alert(1)"),
        ("client_secret", "a\nb"),
    ],
)
async def test_what_no_provider_could_know_is_refused(
    service: LocalService, field: str, value: str
) -> None:
    given = {"integration_name": "slack", "client_id": "c1", field: value}
    with pytest.raises(ValidationError):
        await service.oauth_apps.create(OAuthAppCreate.model_validate(given))


async def test_an_integration_without_oauth_has_no_apps(service: LocalService) -> None:
    with pytest.raises(NotOAuth2):
        await service.oauth_apps.create(OAuthAppCreate(integration_name="openai", client_id="c"))


async def test_a_key_of_one_workspace_does_not_reach_apps(
    service: LocalService, app: OAuthApp
) -> None:
    principal = service.parts.principal
    narrow = type(principal)(principal.org_id, principal.source, frozenset({"w1"}))
    with pytest.raises(ScopeDenied):
        await service.acting(narrow).oauth_apps.list()
