"""Every write of the service: it is taken back, or it is said why it cannot be."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.console.engine import opened
from tests.console.records.slack import SECRET
from tests.fixtures.service_methods import FOLLOWED, methods
from weavz_tui.console.journal import Journal
from weavz_tui.console.recorded import recorded
from weavz_tui.console.undoable import CANNOT, NOUNS, UNDOABLE, WITHOUT
from weavz_tui.engine.local import LocalService
from weavz_tui.engine.read_only import READS
from weavz_tui.engine.service import Service
from weavz_tui.home import Home
from weavz_tui.model.authorisations import OAuthAppCreate, OAuthAppUpdate
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.imports import ImportRequest
from weavz_tui.model.keys import ApiKeyCreate
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
    AuthMode,
    ServerCreate,
    ServerUpdate,
    TokenRequest,
    ToolCreate,
    ToolUpdate,
)

PETS = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://pets.example"}],
    "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {"200": {}}}}},
}
IMPORT = ImportRequest(content=json.dumps(PETS), name="pets")


@dataclass
class There:
    """One record of every kind, and a service that enters what it writes."""

    engine: LocalService
    service: Service
    journal: Journal
    workspace: str
    ids: dict[str, str]

    async def all(self) -> list[dict[str, Any]]:
        """What is in the database, without the moments at which it was written."""

        def read(rows: Any) -> list[dict[str, Any]]:
            tables = rows.all("select name from sqlite_schema where type = 'table' order by name")
            return [
                {"table": table["name"], **_settled(table["name"], dict(row))}
                for table in tables
                if table["name"] not in VOLATILE
                for row in rows.all(f"select * from {table['name']}")
            ]

        found: list[dict[str, Any]] = await self.engine.parts.read(read)
        return sorted(found, key=str)


VOLATILE = {"revision"}
VARYING = {"updated_at", "generation"}


def _settled(table: str, row: dict[str, Any]) -> dict[str, Any]:
    # What is imported again was made again.
    varying = VARYING | ({"created_at"} if table == "imported_integration" else set())
    return {key: value for key, value in row.items() if key not in varying}


@pytest.fixture
async def there(home: Home) -> AsyncIterator[There]:
    """Records that can be changed and deleted."""
    engine = await opened(home)
    workspace = (await engine.workspaces.get("default")).id
    slack = IntegrationCreate(integration_name="slack", integration_alias="bot")
    ids = {"workspace": (await engine.workspaces.create(WorkspaceCreate(name="E", slug="e"))).id}
    ids["integration"] = (await engine.integrations.create(workspace, slack)).id
    ids["connection"] = (
        await engine.connections.create(connection("known", workspace_id=workspace))
    ).id
    user = EndUserCreate(workspace_id=workspace, external_id="u1")
    ids["end_user"] = (await engine.end_users.create(user)).id
    other = EndUserCreate(workspace_id=workspace, external_id="u2")
    ids["bare_user"] = (await engine.end_users.create(other)).id
    preset = PartialCreate(workspace_id=workspace, integration_name="slack", name="P")
    ids["partial"] = (await engine.partials.create(preset)).id
    default = preset.model_copy(update={"name": "D", "is_default": True})
    await engine.partials.create(default)
    ids["app"] = (await engine.oauth_apps.create(app("known"))).id
    ids["key"] = (await engine.api_keys.create(ApiKeyCreate(name="known"))).api_key.id
    server = ServerCreate(name="S", workspace_id=workspace, auth_mode=AuthMode.OAUTH_AND_BEARER)
    ids["server"] = (await engine.servers.create(server)).server.id
    own = ServerCreate(
        name="O", workspace_id=workspace, auth_mode=AuthMode.BEARER, end_user_id="u1"
    )
    ids["users_own"] = (await engine.servers.create(own)).server.id
    tools = await engine.servers.tools(ids["server"])
    ids["tool"] = next(each.id for each in tools if each.integration_alias == "bot")
    by_hand = ToolCreate(integration_name="github", action_name="x", integration_alias="hand")
    ids["by_hand"] = (await engine.servers.add_tool(ids["server"], by_hand)).id
    issued = await engine.servers.issue_access_token(ids["server"], TokenRequest(end_user_id="u1"))
    ids["token"] = issued.token.id
    journal = Journal()
    service = recorded(engine, journal, lambda: workspace)
    yield There(engine, service, journal, workspace, ids)
    await engine.close()


def connection(name: str, **given: Any) -> ConnectionCreate:
    return ConnectionCreate(
        type=ConnectionType.SECRET_TEXT,
        external_id=name,
        display_name=name,
        integration_name="slack",
        secret={"secretText": SECRET},
        **given,
    )


def app(label: str) -> OAuthAppCreate:
    return OAuthAppCreate(
        integration_name="slack", client_id="c", label=label, client_secret=SECRET
    )


Write = Callable[[Service, There], Awaitable[Any]]

BACK: dict[str, Write] = {
    "workspaces.create": lambda s, t: s.workspaces.create(WorkspaceCreate(name="N", slug="n")),
    "workspaces.update": lambda s, t: s.workspaces.update(t.workspace, WorkspaceUpdate(name="N")),
    "workspaces.delete": lambda s, t: s.workspaces.delete(t.ids["workspace"]),
    "integrations.create": lambda s, t: s.integrations.create(
        t.workspace, IntegrationCreate(integration_name="github")
    ),
    "integrations.update": lambda s, t: s.integrations.update(
        t.workspace, t.ids["integration"], IntegrationUpdate(display_name="N")
    ),
    "integrations.delete": lambda s, t: s.integrations.delete(t.workspace, t.ids["integration"]),
    "connections.create": lambda s, t: s.connections.create(connection("new")),
    "connections.update": lambda s, t: s.connections.update(
        t.ids["connection"], ConnectionUpdate(display_name="N")
    ),
    "end_users.create": lambda s, t: s.end_users.create(
        EndUserCreate(workspace_id=t.workspace, external_id="n")
    ),
    "end_users.update": lambda s, t: s.end_users.update(
        t.ids["end_user"], EndUserUpdate(display_name="N")
    ),
    "end_users.delete": lambda s, t: s.end_users.delete(t.ids["bare_user"]),
    "partials.create": lambda s, t: s.partials.create(
        PartialCreate(workspace_id=t.workspace, integration_name="slack", name="N", is_default=True)
    ),
    "partials.update": lambda s, t: s.partials.update(
        t.ids["partial"], PartialUpdate(name="N", is_default=True)
    ),
    "partials.delete": lambda s, t: s.partials.delete(t.ids["partial"]),
    "servers.create": lambda s, t: s.servers.create(
        ServerCreate(name="N", workspace_id=t.workspace, auth_mode=AuthMode.BEARER)
    ),
    "servers.update": lambda s, t: s.servers.update(
        t.ids["server"],
        ServerUpdate(name="N", description="d", auth_mode=AuthMode.OAUTH_AND_BEARER),
    ),
    "servers.add_tool": lambda s, t: s.servers.add_tool(
        t.ids["server"], ToolCreate(integration_name="github", action_name="get_issue")
    ),
    "servers.update_tool": lambda s, t: s.servers.update_tool(
        t.ids["server"], t.ids["by_hand"], ToolUpdate(display_name="N", input_defaults={"a": 1})
    ),
    "servers.delete_tool": lambda s, t: s.servers.delete_tool(t.ids["server"], t.ids["tool"]),
    "servers.issue_access_token": lambda s, t: s.servers.issue_access_token(
        t.ids["server"], TokenRequest(end_user_id="u1")
    ),
    "servers.issue_oauth_token": lambda s, t: s.servers.issue_oauth_token(
        t.ids["server"], TokenRequest(end_user_id="u1")
    ),
    "api_keys.create": lambda s, t: s.api_keys.create(ApiKeyCreate(name="n")),
    "oauth_apps.create": lambda s, t: s.oauth_apps.create(app("n")),
    "oauth_apps.update": lambda s, t: s.oauth_apps.update(
        t.ids["app"], OAuthAppUpdate(label="n", scopes=["a"])
    ),
    "organisations.update": lambda s, t: s.organisations.update(
        t.engine.parts.org_id, OrganisationUpdate(name="N")
    ),
    "catalogue.import_": lambda s, t: s.catalogue.import_(IMPORT),
    "catalogue.remove": lambda s, t: s.catalogue.remove("pets"),
}

FOR_GOOD: dict[str, Write] = {
    "end_users.delete": lambda s, t: s.end_users.delete(t.ids["end_user"]),
    "workspaces.delete": lambda s, t: s.workspaces.delete(t.workspace),
    "connections.update": lambda s, t: s.connections.update(
        t.ids["connection"], ConnectionUpdate(secret={"secretText": "other"})
    ),
    "connections.delete": lambda s, t: s.connections.delete(t.ids["connection"]),
    "oauth_apps.update": lambda s, t: s.oauth_apps.update(
        t.ids["app"], OAuthAppUpdate(client_secret="other")
    ),
    "oauth_apps.delete": lambda s, t: s.oauth_apps.delete(t.ids["app"]),
    "api_keys.delete": lambda s, t: s.api_keys.delete(t.ids["key"]),
    "servers.update": lambda s, t: s.servers.update(
        t.ids["server"], ServerUpdate(auth_mode=AuthMode.OAUTH)
    ),
    "servers.delete": lambda s, t: s.servers.delete(t.ids["server"]),
    "servers.regenerate_token": lambda s, t: s.servers.regenerate_token(t.ids["users_own"]),
    "servers.revoke_token": lambda s, t: s.servers.revoke_token(t.ids["server"], t.ids["token"]),
    "catalogue.import_": lambda s, t: s.catalogue.import_(IMPORT),
}


def test_every_write_can_be_taken_back_or_says_why_not() -> None:
    reads = {f"{part}.{method}" for part, known in READS.items() for method in known}
    writes = methods() - (reads - {"actions.execute"}) - FOLLOWED - {"service.usage"}
    assert writes == UNDOABLE | set(CANNOT), "enter a new write in weavz_tui/console/undoable.py"
    assert not UNDOABLE & set(CANNOT)
    assert set(WITHOUT) < UNDOABLE
    assert all(CANNOT.values()) and all(WITHOUT.values())


def test_every_one_of_them_is_tried() -> None:
    assert set(BACK) == UNDOABLE
    of_records = {each for each in CANNOT if each.partition(".")[0] in NOUNS}
    assert set(FOR_GOOD) == of_records | set(WITHOUT)


@pytest.mark.parametrize("write", sorted(BACK))
async def test_what_is_taken_back_leaves_all_as_it_was(there: There, write: str) -> None:
    if write == "catalogue.remove":
        await there.engine.catalogue.import_(IMPORT)
    before = await there.all()
    await BACK[write](there.service, there)
    assert await there.all() != before
    entry = there.journal.fresh()
    assert entry is not None
    assert there.journal.why == ""
    assert not entry.what.endswith((" tool", " None", *(noun for noun, _ in NOUNS.values())))
    await there.journal.take_back(entry)
    assert await there.all() == before


@pytest.mark.parametrize("write", sorted(FOR_GOOD))
async def test_what_is_for_good_says_so(there: There, write: str) -> None:
    if write == "catalogue.import_":
        await there.engine.catalogue.import_(IMPORT)
    await there.service.workspaces.update(there.ids["workspace"], WorkspaceUpdate(name="Earlier"))
    await FOR_GOOD[write](there.service, there)
    assert there.journal.fresh() is None, "`u` would take back what came before"
    assert [each.what for each in there.journal.usable()] == ["Changed the workspace e"]
    assert there.journal.why == CANNOT.get(write) or there.journal.why == WITHOUT.get(write)


async def test_a_tool_of_the_workspace_has_nothing_of_its_own_again(there: There) -> None:
    server, tool = there.ids["server"], there.ids["tool"]
    change = ToolUpdate(display_name="N", integration_alias="other", sort_order=5)
    await there.service.servers.update_tool(server, tool, change)
    entry = there.journal.fresh()
    assert entry is not None
    await there.journal.take_back(entry)
    await there.engine.integrations.update(
        there.workspace, there.ids["integration"], IntegrationUpdate(integration_alias="renamed")
    )
    (found,) = [each for each in await there.engine.servers.tools(server) if each.id == tool]
    assert (found.integration_alias, found.display_name) == ("renamed", None)


async def test_a_server_with_tokens_by_now_is_not_taken_back(there: There) -> None:
    made = await there.service.servers.create(ServerCreate(name="N", workspace_id=there.workspace))
    entry = there.journal.fresh()
    assert entry is not None
    await there.engine.servers.issue_oauth_token(made.server.id, TokenRequest(end_user_id="u1"))
    with pytest.raises(ValidationError):
        await there.journal.take_back(entry)
    assert (await there.engine.servers.get(made.server.id)).name == "N"
