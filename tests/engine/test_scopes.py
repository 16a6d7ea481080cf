"""Tenants: nobody reads, changes or runs what is not theirs, through any method of the Service.

The victim is a workspace full of records whose names all hold a mark. One stranger has a key of
another organisation, one a key of another workspace of the same. Every method of the protocol is
tried with the victim's ids; a method that is missing from the table fails the test.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

import pytest

from tests.engine.conftest import World
from weavz_tui.engine.local import LocalService
from weavz_tui.engine.service import Service
from weavz_tui.model.authorisations import (
    AuthorisationAnswer,
    AuthorisationStart,
    OAuthAppCreate,
    OAuthAppUpdate,
)
from weavz_tui.model.connect import ConnectRequest, PortalRequest
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType
from weavz_tui.model.errors import ScopeDenied, WeavzError
from weavz_tui.model.execution import ExecuteRequest, OptionsRequest
from weavz_tui.model.imports import ImportRequest
from weavz_tui.model.keys import ApiKeyCreate
from weavz_tui.model.lists import (
    ActivityQuery,
    ConnectionQuery,
    Page,
    PageQuery,
    PartialQuery,
    ServerQuery,
)
from weavz_tui.model.requests import (
    ConnectionCreate,
    ConnectionUpdate,
    EndUserCreate,
    EndUserUpdate,
    IntegrationCreate,
    IntegrationUpdate,
    OrganisationUpdate,
    PartialCreate,
    PartialUpdate,
    WorkspaceCreate,
    WorkspaceUpdate,
)
from weavz_tui.model.servers import (
    ServerCreate,
    ServerUpdate,
    TokenRequest,
    ToolCreate,
    ToolUpdate,
)

MARK = "victim"


@dataclass
class Victim:
    """The ids of the records that belong to the victim."""

    org: str
    workspace: str
    instance: str
    connection: str
    end_user: str
    partial: str
    execution: str
    server: str
    tool: str
    token: str
    api_key: str
    session: str
    link: str
    undo: str
    authorisation: str
    state: str


Attempt = Callable[[Any, Victim], Awaitable[Any]]

# What a stranger may get: REFUSED is an error, OWN is an answer about what is theirs.
REFUSED, OWN = "refused", "own"

HASH = {"integration_name": "hash-encode", "action_name": "generate_uuid"}
FRESH = PageQuery()

TABLE: dict[str, tuple[str, Attempt]] = {
    "workspaces.list": (OWN, lambda s, v: s.workspaces.list(FRESH)),
    "workspaces.get": (REFUSED, lambda s, v: s.workspaces.get(v.workspace)),
    "workspaces.create": (
        OWN,
        lambda s, v: s.workspaces.create(WorkspaceCreate(name="n", slug="own-slug")),
    ),
    "workspaces.update": (
        REFUSED,
        lambda s, v: s.workspaces.update(v.workspace, WorkspaceUpdate(name="x")),
    ),
    "workspaces.dependants": (REFUSED, lambda s, v: s.workspaces.dependants(v.workspace)),
    "workspaces.delete": (REFUSED, lambda s, v: s.workspaces.delete(v.workspace)),
    "integrations.list": (REFUSED, lambda s, v: s.integrations.list(v.workspace, FRESH)),
    "integrations.get": (REFUSED, lambda s, v: s.integrations.get(v.workspace, v.instance)),
    "integrations.create": (
        REFUSED,
        lambda s, v: s.integrations.create(v.workspace, IntegrationCreate(integration_name="rss")),
    ),
    "integrations.update": (
        REFUSED,
        lambda s, v: s.integrations.update(
            v.workspace, v.instance, IntegrationUpdate(display_name="x")
        ),
    ),
    "integrations.dependants": (
        REFUSED,
        lambda s, v: s.integrations.dependants(v.workspace, v.instance),
    ),
    "integrations.delete": (REFUSED, lambda s, v: s.integrations.delete(v.workspace, v.instance)),
    "integrations.check_alias": (
        REFUSED,
        lambda s, v: s.integrations.check_alias(v.workspace, "slack", "slack"),
    ),
    "integrations.who": (REFUSED, lambda s, v: s.integrations.who(v.workspace, v.instance)),
    "integrations.who_everywhere": (
        REFUSED,
        lambda s, v: s.integrations.who_everywhere(v.workspace, None),
    ),
    "connections.list": (
        REFUSED,
        lambda s, v: s.connections.list(ConnectionQuery(workspace_id=v.workspace)),
    ),
    "connections.get": (REFUSED, lambda s, v: s.connections.get(v.connection)),
    "connections.find": (
        REFUSED,
        lambda s, v: s.connections.find("slack", "x", v.workspace),
    ),
    "connections.create": (
        REFUSED,
        lambda s, v: s.connections.create(
            ConnectionCreate(
                type=ConnectionType.SECRET_TEXT,
                external_id="x",
                display_name="x",
                integration_name="slack",
                workspace_id=v.workspace,
                secret={"secretText": "s"},
            )
        ),
    ),
    "connections.update": (
        REFUSED,
        lambda s, v: s.connections.update(v.connection, ConnectionUpdate(display_name="x")),
    ),
    "connections.dependants": (REFUSED, lambda s, v: s.connections.dependants(v.connection)),
    "connections.delete": (REFUSED, lambda s, v: s.connections.delete(v.connection)),
    "connections.test": (REFUSED, lambda s, v: s.connections.test(v.connection)),
    "end_users.list": (REFUSED, lambda s, v: s.end_users.list(v.workspace, FRESH)),
    "end_users.get": (REFUSED, lambda s, v: s.end_users.get(v.workspace, v.end_user)),
    "end_users.with_connections": (
        REFUSED,
        lambda s, v: s.end_users.with_connections(v.end_user),
    ),
    "end_users.create": (
        REFUSED,
        lambda s, v: s.end_users.create(EndUserCreate(workspace_id=v.workspace, external_id="x")),
    ),
    "end_users.update": (
        REFUSED,
        lambda s, v: s.end_users.update(v.end_user, EndUserUpdate(email="x")),
    ),
    "end_users.dependants": (REFUSED, lambda s, v: s.end_users.dependants(v.end_user)),
    "end_users.delete": (REFUSED, lambda s, v: s.end_users.delete(v.end_user)),
    "partials.list": (
        REFUSED,
        lambda s, v: s.partials.list(PartialQuery(workspace_id=v.workspace)),
    ),
    "partials.get": (REFUSED, lambda s, v: s.partials.get(v.partial)),
    "partials.create": (
        REFUSED,
        lambda s, v: s.partials.create(
            PartialCreate(workspace_id=v.workspace, integration_name="hash-encode", name="x")
        ),
    ),
    "partials.update": (
        REFUSED,
        lambda s, v: s.partials.update(v.partial, PartialUpdate(name="x")),
    ),
    "partials.delete": (REFUSED, lambda s, v: s.partials.delete(v.partial)),
    "catalogue.list": (OWN, lambda s, v: s.catalogue.list()),
    "catalogue.get": (OWN, lambda s, v: s.catalogue.get("slack")),
    "catalogue.actions": (OWN, lambda s, v: s.catalogue.actions()),
    "catalogue.imports": (OWN, lambda s, v: s.catalogue.imports()),
    "catalogue.preview_import": (
        REFUSED,
        lambda s, v: s.catalogue.preview_import(ImportRequest(source="/etc/hostname")),
    ),
    "catalogue.import_": (
        REFUSED,
        lambda s, v: s.catalogue.import_(ImportRequest(command=("true",), name="x")),
    ),
    "catalogue.dependants": (OWN, lambda s, v: s.catalogue.dependants("hash-encode")),
    "catalogue.remove": (REFUSED, lambda s, v: s.catalogue.remove("hash-encode")),
    "catalogue.broken": (OWN, lambda s, v: s.catalogue.broken()),
    "catalogue.registered": (OWN, lambda s, v: s.catalogue.registered()),
    "actions.execute": (
        REFUSED,
        lambda s, v: s.actions.execute(ExecuteRequest(**HASH, workspace_id=v.workspace)),
    ),
    "actions.preview": (
        REFUSED,
        lambda s, v: s.actions.preview(ExecuteRequest(**HASH, workspace_id=v.workspace)),
    ),
    "actions.explain": (
        REFUSED,
        lambda s, v: s.actions.explain(ExecuteRequest(**HASH, workspace_id=v.workspace)),
    ),
    "actions.options": (
        REFUSED,
        lambda s, v: s.actions.options(
            OptionsRequest(
                integration_name="slack", workspace_id=v.workspace, property_name="channel"
            )
        ),
    ),
    "actions.resolve_property": (
        REFUSED,
        lambda s, v: s.actions.resolve_property(
            OptionsRequest(
                integration_name="slack", workspace_id=v.workspace, property_name="channel"
            )
        ),
    ),
    "activity.list": (
        REFUSED,
        lambda s, v: s.activity.list(ActivityQuery(workspace_id=v.workspace)),
    ),
    "activity.get": (REFUSED, lambda s, v: s.activity.get(v.execution)),
    "vault.status": (OWN, lambda s, v: s.vault.status()),
    "vault.unlock": (REFUSED, lambda s, v: s.vault.unlock("x")),
    "vault.lock": (REFUSED, lambda s, v: s.vault.lock()),
    "vault.change_passphrase": (REFUSED, lambda s, v: s.vault.change_passphrase("x", "y")),
    "vault.move": (REFUSED, lambda s, v: s.vault.move("encrypted")),
    "vault.purge": (REFUSED, lambda s, v: s.vault.purge()),
    "oauth_apps.list": (OWN, lambda s, v: s.oauth_apps.list()),
    "oauth_apps.get": (REFUSED, lambda s, v: s.oauth_apps.get(f"{MARK}-app")),
    "oauth_apps.create": (
        REFUSED,
        lambda s, v: s.oauth_apps.create(
            OAuthAppCreate(integration_name="nothing", client_id="x", client_secret="x")
        ),
    ),
    "oauth_apps.update": (
        REFUSED,
        lambda s, v: s.oauth_apps.update("oap_x", OAuthAppUpdate(label="x")),
    ),
    "oauth_apps.dependants": (REFUSED, lambda s, v: s.oauth_apps.dependants("oap_x")),
    "oauth_apps.delete": (REFUSED, lambda s, v: s.oauth_apps.delete("oap_x")),
    "authorisations.start": (
        REFUSED,
        lambda s, v: s.authorisations.start(
            AuthorisationStart(integration_name="slack", external_id="x", workspace_id=v.workspace)
        ),
    ),
    "authorisations.complete": (
        REFUSED,
        lambda s, v: s.authorisations.complete(
            AuthorisationAnswer(id=v.authorisation, state=v.state, code="y")
        ),
    ),
    "authorisations.poll": (REFUSED, lambda s, v: s.authorisations.poll(v.authorisation)),
    "authorisations.cancel": (REFUSED, lambda s, v: s.authorisations.cancel(v.authorisation)),
    "organisations.get": (OWN, lambda s, v: s.organisations.get(s.parts.org_id)),
    "organisations.update": (
        REFUSED,
        lambda s, v: s.organisations.update(
            v.org, OrganisationUpdate(name="x", slug="other-than-victims")
        ),
    ),
    "api_keys.list": (OWN, lambda s, v: s.api_keys.list(FRESH)),
    "api_keys.create": (OWN, lambda s, v: s.api_keys.create(ApiKeyCreate(name="x"))),
    "api_keys.delete": (REFUSED, lambda s, v: s.api_keys.delete(v.api_key)),
    "servers.list": (REFUSED, lambda s, v: s.servers.list(ServerQuery(workspace_id=v.workspace))),
    "servers.get": (REFUSED, lambda s, v: s.servers.get(v.server)),
    "servers.create": (
        REFUSED,
        lambda s, v: s.servers.create(ServerCreate(name="x", workspace_id=v.workspace)),
    ),
    "servers.update": (REFUSED, lambda s, v: s.servers.update(v.server, ServerUpdate(name="x"))),
    "servers.dependants": (REFUSED, lambda s, v: s.servers.dependants(v.server)),
    "servers.delete": (REFUSED, lambda s, v: s.servers.delete(v.server)),
    "servers.regenerate_token": (REFUSED, lambda s, v: s.servers.regenerate_token(v.server)),
    "servers.tokens": (REFUSED, lambda s, v: s.servers.tokens(v.server)),
    "servers.issue_access_token": (
        REFUSED,
        lambda s, v: s.servers.issue_access_token(v.server, TokenRequest(end_user_id="x")),
    ),
    "servers.issue_oauth_token": (
        REFUSED,
        lambda s, v: s.servers.issue_oauth_token(v.server, TokenRequest(end_user_id="x")),
    ),
    "servers.revoke_token": (REFUSED, lambda s, v: s.servers.revoke_token(v.server, v.token)),
    "servers.tools": (REFUSED, lambda s, v: s.servers.tools(v.server)),
    "servers.add_tool": (
        REFUSED,
        lambda s, v: s.servers.add_tool(
            v.server, ToolCreate(integration_name="slack", action_name="x")
        ),
    ),
    "servers.update_tool": (
        REFUSED,
        lambda s, v: s.servers.update_tool(v.server, v.tool, ToolUpdate(display_name="x")),
    ),
    "servers.delete_tool": (REFUSED, lambda s, v: s.servers.delete_tool(v.server, v.tool)),
    "servers.exposed": (REFUSED, lambda s, v: s.servers.exposed(v.server)),
    "servers.declarations": (
        REFUSED,
        lambda s, v: s.servers.declarations(v.server, "hash-encode"),
    ),
    "connect.link": (
        REFUSED,
        lambda s, v: s.connect.link(
            ConnectRequest(
                integration_name="slack",
                connection_name="x",
                external_id="x",
                workspace_id=v.workspace,
            )
        ),
    ),
    "connect.session": (REFUSED, lambda s, v: s.connect.session(v.session)),
    "connect.poll": (REFUSED, lambda s, v: s.connect.poll(v.link)),
    "connect.portal": (REFUSED, lambda s, v: s.connect.portal(v.end_user, PortalRequest())),
    "usage": (OWN, lambda s, v: s.usage()),
    "undo": (REFUSED, lambda s, v: s.undo(v.undo)),
}

# Every list as it comes without naming the victim: it holds what is the stranger's.
LISTS: dict[str, Attempt] = {
    "workspaces": lambda s, v: s.workspaces.list(FRESH),
    "connections": lambda s, v: s.connections.list(ConnectionQuery()),
    "activity": lambda s, v: s.activity.list(ActivityQuery()),
    "servers": lambda s, v: s.servers.list(ServerQuery()),
}

# For a key of a workspace these take the whole organisation's reach.
ORGANISATIONS = {
    "workspaces.create",
    "api_keys.list",
    "api_keys.create",
    "oauth_apps.list",
    "catalogue.dependants",
    "catalogue.imports",
}


def methods() -> set[str]:
    """Every method of the Service protocol, as `part.method`."""
    found = {"usage", "undo"}
    for name, member in inspect.getmembers(Service):
        if not isinstance(member, property) or name == "name":
            continue
        assert member.fget is not None
        part = get_type_hints(member.fget)["return"]
        found |= {
            f"{name}.{method}"
            for method, function in inspect.getmembers(part, inspect.isfunction)
            if not method.startswith("_")
        }
    return found


def test_every_method_of_the_service_is_tried() -> None:
    assert methods() <= set(TABLE)


@pytest.fixture
async def victim(world: World) -> Victim:
    """A workspace of the home's own organisation, with one record of every kind."""
    service = world.service
    made = await service.workspaces.create(WorkspaceCreate(name=MARK, slug=f"{MARK}-workspace"))
    theirs = World(service, made.id)
    instance = await theirs.instance(
        f"{MARK}_hash", ConnectionStrategy.FIXED, integration="hash-encode"
    )
    connection = await theirs.connection(f"{MARK}-connection", end_user=f"{MARK}-user")
    await theirs.end_user(f"{MARK}-user")
    user = await service.end_users.get(made.id, f"{MARK}-user")
    partial = await service.partials.create(
        PartialCreate(workspace_id=made.id, integration_name="hash-encode", name=f"{MARK}-partial")
    )
    ran = await service.actions.execute(ExecuteRequest(**HASH, workspace_id=made.id))
    server = await service.servers.create(ServerCreate(name=f"{MARK}-server", workspace_id=made.id))
    tools = await service.servers.tools(server.server.id)
    token = await service.servers.issue_oauth_token(
        server.server.id, TokenRequest(end_user_id=f"{MARK}-user")
    )
    key = await service.api_keys.create(ApiKeyCreate(name=f"{MARK}-key"))
    link = await service.connect.link(
        ConnectRequest(
            integration_name="slack",
            connection_name=f"{MARK}-link",
            external_id=f"{MARK}-external",
            workspace_id=made.id,
        )
    )
    session = await service.connect.poll(link.token)
    await service.oauth_apps.create(
        OAuthAppCreate(integration_name="slack", client_id=f"{MARK}-client", client_secret="s")
    )
    begun = await service.authorisations.start(
        AuthorisationStart(
            integration_name="slack",
            external_id=f"{MARK}-account",
            workspace_id=made.id,
            redirect_uri="https://victim.example/callback",
        )
    )
    gone = await service.partials.delete(
        (
            await service.partials.create(
                PartialCreate(workspace_id=made.id, integration_name="hash-encode", name="gone")
            )
        ).id
    )
    return Victim(
        org=service.parts.org_id,
        workspace=made.id,
        instance=instance.id,
        connection=connection.id,
        end_user=user.id,
        partial=partial.id,
        execution=ran.execution_id,
        server=server.server.id,
        tool=tools[0].id,
        token=token.token.id,
        api_key=key.api_key.id,
        session=session.id,
        link=link.token,
        undo=gone.undo or "",
        authorisation=begun.id,
        state=begun.state or "",
    )


@pytest.fixture(params=["another organisation", "another workspace"])
async def stranger(
    request: pytest.FixtureRequest, world: World, victim: Victim
) -> AsyncIterator[LocalService]:
    """Somebody with a valid key that does not reach the victim."""
    service = world.service
    if request.param == "another organisation":
        other = await service.access.create_organisation("Strangers", "strangers")
        principal = service.parts.principal.__class__(other.id, service.parts.principal.source)
        acting = service.acting(principal)
        key = await acting.api_keys.create(ApiKeyCreate(name="k"))
    else:
        permissions = {"scope": "workspace", "workspaceIds": [world.workspace_id]}
        key = await service.api_keys.create(ApiKeyCreate(name="k", permissions=permissions))
    yield service.acting(await service.access.api_key(key.plain_key))


async def kept(service: LocalService) -> dict[str, list[dict[str, Any]]]:
    """Everything in the database that belongs to the victim."""
    tables = await service.parts.read(
        lambda rows: [
            row["name"] for row in rows.all("select name from sqlite_schema where type = 'table'")
        ]
    )

    def read(table: str) -> Callable[[Any], list[dict[str, Any]]]:
        return lambda rows: [
            dict(row) for row in rows.all(f"select * from {table}") if MARK in str(row)
        ]

    return {table: await service.parts.read(read(table)) for table in sorted(tables)}


def text_of(found: Any) -> str:
    """Whatever an answer says."""
    if isinstance(found, Page):
        return " ".join(text_of(each) for each in found.items)
    if isinstance(found, list | tuple):
        return " ".join(text_of(each) for each in found)
    return str(found.wire()) if hasattr(found, "wire") else repr(found)


async def test_no_method_leaks_or_touches_what_is_not_the_callers(
    world: World, victim: Victim, stranger: LocalService
) -> None:
    before = await kept(world.service)
    assert sum(map(len, before.values())) > 10
    is_of_workspace = stranger.parts.principal.workspace_ids is not None
    leaks: list[str] = []
    tried = methods()
    for name, (expected, attempt) in TABLE.items():
        if name not in tried:
            continue
        refused: WeavzError | None = None
        try:
            said = text_of(await attempt(stranger, victim))
        except WeavzError as error:
            refused, said = error, f"{error.message} {error.details} {error.hint}"
        is_refused = expected == REFUSED or (is_of_workspace and name in ORGANISATIONS)
        if is_refused is not (refused is not None):
            leaks.append(f"{name}: {'answered' if refused is None else refused.message}")
        if MARK in said.replace(f"{MARK}-app", "").replace("other-than-victims", ""):
            leaks.append(f"{name}: tells {said[:200]}")
        if refused is not None and refused.status not in {401, 403, 404, 400}:
            leaks.append(f"{name}: {refused.code}")
    assert leaks == []
    assert await kept(world.service) == before


async def test_nobody_else_ends_an_authorisation_or_takes_its_account(
    world: World, victim: Victim, stranger: LocalService
) -> None:
    theirs = world.service.authorisations
    for attempt in (
        stranger.authorisations.poll(victim.authorisation),
        stranger.authorisations.cancel(victim.authorisation),
        stranger.authorisations.complete(AuthorisationAnswer(state=victim.state, code="y")),
        stranger.authorisations.complete(
            AuthorisationAnswer(id=victim.authorisation, state=victim.state, code="y")
        ),
    ):
        with pytest.raises(WeavzError) as caught:
            await attempt
        assert caught.value.status in {400, 403, 404}
    assert (await theirs.poll(victim.authorisation)).is_pending
    assert not (await theirs.cancel(victim.authorisation)).is_pending


async def test_lists_hold_what_is_the_callers(victim: Victim, stranger: LocalService) -> None:
    for name, attempt in LISTS.items():
        page = await attempt(stranger, victim)
        assert MARK not in text_of(page), name
        assert page.total == len(page.items), name


async def test_beyond_the_workspaces_of_a_key_is_denied_and_nowhere_not_found(
    world: World, victim: Victim
) -> None:
    service = world.service
    permissions = {"scope": "workspace", "workspaceIds": [world.workspace_id]}
    key = await service.api_keys.create(ApiKeyCreate(name="k", permissions=permissions))
    acting = service.acting(await service.access.api_key(key.plain_key))
    for attempt in (
        acting.workspaces.get(victim.workspace),
        acting.connections.get(victim.connection),
        acting.partials.get(victim.partial),
        acting.end_users.delete(victim.end_user),
        acting.activity.get(victim.execution),
        acting.servers.get(victim.server),
        acting.connect.session(victim.session),
        acting.actions.execute(ExecuteRequest(**HASH, workspace_id=victim.workspace)),
    ):
        with pytest.raises(ScopeDenied):
            await attempt
    for missing in (
        acting.workspaces.get("nothing"),
        acting.connections.get("nothing"),
        acting.partials.get("nothing"),
        acting.end_users.delete("nothing"),
        acting.activity.get("nothing"),
        acting.servers.get("nothing"),
        acting.connect.session("nothing"),
        acting.actions.execute(ExecuteRequest(**HASH, workspace_id="nothing")),
    ):
        with pytest.raises(WeavzError) as caught:
            await missing
        assert caught.value.status == 404


async def test_connections_of_the_organisation_are_seen_and_not_changed(
    world: World, victim: Victim
) -> None:
    service = world.service
    shared = await world.connection("shared", workspace=None)
    theirs = World(service, victim.workspace)
    await theirs.instance(f"{MARK}_slack", ConnectionStrategy.FIXED, shared)
    permissions = {"scope": "workspace", "workspaceIds": [world.workspace_id]}
    key = await service.api_keys.create(ApiKeyCreate(name="k", permissions=permissions))
    acting = service.acting(await service.access.api_key(key.plain_key))
    assert (await acting.connections.get(shared.id)).used_by == []
    assert (await acting.connections.dependants(shared.id)).names == {"integrations": []}
    for attempt in (
        acting.connections.delete(shared.id),
        acting.connections.update(shared.id, ConnectionUpdate(display_name="x")),
    ):
        with pytest.raises(ScopeDenied):
            await attempt


async def test_usage_is_that_of_the_workspaces_in_reach(
    world: World, victim: Victim, stranger: LocalService
) -> None:
    if stranger.parts.principal.workspace_ids is not None:
        await stranger.actions.execute(ExecuteRequest(**HASH, workspace_id=world.workspace_id))
        assert (await stranger.usage()).by_source == {"rest": 1}
    else:
        assert (await stranger.usage()).actions == 0
    assert (await world.service.usage()).actions >= 1


async def test_changes_are_heard_of_the_workspaces_in_reach(
    world: World, victim: Victim, stranger: LocalService
) -> None:
    heard = stranger.changes()
    await World(world.service, victim.workspace).end_user(f"{MARK}-late")
    place = (
        await stranger.workspaces.create(WorkspaceCreate(name="n", slug="heard"))
        if stranger.parts.principal.workspace_ids is None
        else await stranger.workspaces.get(world.workspace_id)
    )
    await stranger.end_users.create(EndUserCreate(workspace_id=place.id, external_id="own"))
    told: set[str | None] = set()
    async with asyncio.timeout(10):
        async for change in heard:
            told.add(change.workspace_id)
            if (change.workspace_id, change.kind) == (place.id, "end_user"):
                break
    assert victim.workspace not in told
