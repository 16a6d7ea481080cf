"""The calls of the contract in their order.

Each step is a name, `resource.method`, and a call that may use what earlier steps gave.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from weavz_tui.engine.service import Service
from weavz_tui.model.authorisations import (
    AuthorisationAnswer,
    AuthorisationStart,
    OAuthAppCreate,
    OAuthAppUpdate,
)
from weavz_tui.model.connect import ConnectRequest, PortalRequest
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType
from weavz_tui.model.execution import ExecuteRequest, OptionsRequest
from weavz_tui.model.imports import ImportRequest
from weavz_tui.model.keys import ApiKeyCreate
from weavz_tui.model.lists import (
    ActivityQuery,
    ConnectionQuery,
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
    AuthMode,
    ServerCreate,
    ServerUpdate,
    TokenRequest,
    ToolCreate,
    ToolUpdate,
)

World = dict[str, Any]


Call = Callable[[Service, World], Awaitable[Any]]


HASH = {"text": "hello", "algorithm": "sha256", "encoding": "hex"}


REDIRECT = "http://127.0.0.1:8765/callback"


def _hash(world: World, **more: Any) -> ExecuteRequest:
    return ExecuteRequest(
        integration_name="hash-encode",
        action_name="hash",
        workspace_id=world["workspaces.create"].id,
        input={**HASH, **more},
    )


def _message(world: World, **more: Any) -> ExecuteRequest:
    return ExecuteRequest(
        integration_name="slack",
        integration_alias="robot",
        action_name="send_channel_message",
        workspace_id=world["workspaces.create"].id,
        input={"channel": "C1", "text": "hi", **more},
    )


def _look_up(world: World, action: str, name: str, integration: str = "slack") -> OptionsRequest:
    return OptionsRequest(
        integration_name=integration,
        integration_alias="robot" if integration == "slack" else None,
        action_name=action,
        property_name=name,
        workspace_id=world["workspaces.create"].id,
    )


def steps(upstream: str) -> list[tuple[str, Call]]:
    """The calls in their order; `upstream` is the address of a service that answers as Slack."""
    return [
        ("workspaces.create", lambda s, w: s.workspaces.create(
            WorkspaceCreate(name="Acme", slug="acme"))),
        ("workspaces.create", lambda s, w: s.workspaces.create(
            WorkspaceCreate(name="Again", slug="acme"))),
        ("workspaces.list", lambda s, w: s.workspaces.list(PageQuery(limit=1))),
        ("workspaces.list", lambda s, w: s.workspaces.list(PageQuery(search="acme", sort="-name"))),
        ("workspaces.get", lambda s, w: s.workspaces.get("acme")),
        ("workspaces.get", lambda s, w: s.workspaces.get("no such place")),
        ("workspaces.update", lambda s, w: s.workspaces.update(
            w["workspaces.create"].id, WorkspaceUpdate(name="Acme & Co"))),
        ("workspaces.update", lambda s, w: s.workspaces.update(
            w["workspaces.create"].id, WorkspaceUpdate())),
        ("end_users.create", lambda s, w: s.end_users.create(EndUserCreate(
            workspace_id=w["workspaces.create"].id, external_id="user/7", email="u@example.com"))),
        ("end_users.list", lambda s, w: s.end_users.list(w["workspaces.create"].id, PageQuery())),
        ("end_users.get", lambda s, w: s.end_users.get(w["workspaces.create"].id, "user/7")),
        ("end_users.update", lambda s, w: s.end_users.update(
            w["end_users.create"].id, EndUserUpdate(display_name="Seven", email=None))),
        ("end_users.dependants", lambda s, w: s.end_users.dependants(w["end_users.create"].id)),
        ("connections.create", lambda s, w: s.connections.create(ConnectionCreate(
            type=ConnectionType.SECRET_TEXT, external_id="robot", display_name="Bot",
            integration_name="slack", base_url=upstream, secret={"secretText": "xoxb-1"}))),
        ("connections.create", lambda s, w: s.connections.create(ConnectionCreate(
            type=ConnectionType.SECRET_TEXT, external_id="bad", display_name="Bad",
            integration_name="slack"))),
        ("connections.list", lambda s, w: s.connections.list(
            ConnectionQuery(integration_name="slack"))),
        ("connections.get", lambda s, w: s.connections.get(w["connections.create"].id)),
        ("connections.update", lambda s, w: s.connections.update(
            w["connections.create"].id, ConnectionUpdate(display_name="Robot"))),
        ("connections.test", lambda s, w: s.connections.test(w["connections.create"].id)),
        ("integrations.create", lambda s, w: s.integrations.create(
            w["workspaces.create"].id, IntegrationCreate(integration_name="hash-encode"))),
        # Its alias comes after the first one's, as it does where both are of one millisecond.
        ("integrations.create", lambda s, w: s.integrations.create(
            w["workspaces.create"].id, IntegrationCreate(
                integration_name="slack", integration_alias="robot",
                connection_strategy=ConnectionStrategy.FIXED,
                connection_id=w["connections.create"].id))),
        ("integrations.create", lambda s, w: s.integrations.create(
            w["workspaces.create"].id, IntegrationCreate(integration_name="nothing"))),
        ("integrations.list", lambda s, w: s.integrations.list(
            w["workspaces.create"].id, PageQuery())),
        ("integrations.get", lambda s, w: s.integrations.get(w["workspaces.create"].id, "robot")),
        ("integrations.update", lambda s, w: s.integrations.update(
            w["workspaces.create"].id, "robot", IntegrationUpdate(
                allowed_actions=["send_channel_message", "list_channels"]))),
        ("integrations.check_alias", lambda s, w: s.integrations.check_alias(
            w["workspaces.create"].id, "robot", "github")),
        ("integrations.check_alias", lambda s, w: s.integrations.check_alias(
            w["workspaces.create"].id, "Bot!", "slack")),
        ("integrations.check_alias", lambda s, w: s.integrations.check_alias(
            w["workspaces.create"].id, "", "slack")),
        ("integrations.who", lambda s, w: s.integrations.who(
            w["workspaces.create"].id, "robot", end_user_id="user/7",
            draft=IntegrationUpdate(connection_strategy=ConnectionStrategy.PER_USER))),
        ("integrations.who_everywhere", lambda s, w: s.integrations.who_everywhere(
            w["workspaces.create"].id, None)),
        ("connections.find", lambda s, w: s.connections.find(
            "slack", "robot", w["workspaces.create"].id)),
        ("connections.dependants", lambda s, w: s.connections.dependants(
            w["connections.create"].id)),
        ("partials.create", lambda s, w: s.partials.create(PartialCreate(
            workspace_id=w["workspaces.create"].id, integration_name="hash-encode", name="sha",
            action_name="hash", values={"algorithm": "sha256"}, enforced_keys=["algorithm"]))),
        ("partials.list", lambda s, w: s.partials.list(
            PartialQuery(workspace_id=w["workspaces.create"].id))),
        ("partials.get", lambda s, w: s.partials.get(w["partials.create"].id)),
        ("partials.update", lambda s, w: s.partials.update(
            w["partials.create"].id, PartialUpdate(description="as always", is_default=True))),
        ("integrations.dependants", lambda s, w: s.integrations.dependants(
            w["workspaces.create"].id, "hash-encode")),
        ("catalogue.list", lambda s, w: s.catalogue.list()),
        ("catalogue.get", lambda s, w: s.catalogue.get("google-sheets")),
        ("catalogue.get", lambda s, w: s.catalogue.get("no such")),
        ("catalogue.broken", lambda s, w: s.catalogue.broken()),
        ("catalogue.actions", lambda s, w: s.catalogue.actions()),
        ("catalogue.preview_import", lambda s, w: s.catalogue.preview_import(_pets("1"))),
        ("catalogue.import_", lambda s, w: s.catalogue.import_(_pets("1"))),
        ("catalogue.import_", lambda s, w: s.catalogue.import_(_pets("1", "2"))),
        ("catalogue.import_", lambda s, w: s.catalogue.import_(ImportRequest(content="no"))),
        ("catalogue.imports", lambda s, w: s.catalogue.imports()),
        ("catalogue.dependants", lambda s, w: s.catalogue.dependants("pets")),
        ("catalogue.remove", lambda s, w: s.catalogue.remove("pets")),
        ("catalogue.remove", lambda s, w: s.catalogue.remove("pets")),
        ("actions.execute", lambda s, w: s.actions.execute(_hash(w))),
        ("actions.execute", lambda s, w: s.actions.execute(_hash(w, encoding=7))),
        ("actions.execute", lambda s, w: s.actions.execute(_message(w))),
        ("actions.preview", lambda s, w: s.actions.preview(_message(w))),
        ("actions.explain", lambda s, w: s.actions.explain(_message(w, text=None))),
        ("actions.options", lambda s, w: s.actions.options(
            _look_up(w, "send_channel_message", "channel"))),
        ("actions.options", lambda s, w: s.actions.options(
            _look_up(w, "hash", "algorithm", "hash-encode"))),
        ("actions.resolve_property", lambda s, w: s.actions.resolve_property(
            _look_up(w, "hash", "text", "hash-encode"))),
        ("activity.list", lambda s, w: s.activity.list(
            ActivityQuery(workspace_id=w["workspaces.create"].id))),
        ("activity.get", lambda s, w: s.activity.get(w["activity.list"].items[-1].id)),
        ("activity.list", lambda s, w: s.activity.list(ActivityQuery(server_id="srv_none"))),
        ("service.usage", lambda s, w: s.usage()),
        ("service.usage", lambda s, w: s.usage("2020-02")),
        ("service.usage", lambda s, w: s.usage("2020-13")),
        ("organisations.get", lambda s, w: s.organisations.get(w["workspaces.create"].org_id)),
        ("organisations.update", lambda s, w: s.organisations.update(
            w["workspaces.create"].org_id, OrganisationUpdate(name="Ours"))),
        ("organisations.get", lambda s, w: s.organisations.get("org_other")),
        ("api_keys.create", lambda s, w: s.api_keys.create(ApiKeyCreate(
            name="CI", permissions={"scope": "workspace",
                                    "workspaceIds": [w["workspaces.create"].id]}))),
        ("api_keys.list", lambda s, w: s.api_keys.list(PageQuery(search="CI"))),
        ("api_keys.delete", lambda s, w: s.api_keys.delete(w["api_keys.create"].api_key.id)),
        ("servers.create", lambda s, w: s.servers.create(ServerCreate(
            name="Assistant", workspace_id=w["workspaces.create"].id,
            auth_mode=AuthMode.OAUTH_AND_BEARER))),
        ("servers.list", lambda s, w: s.servers.list(
            ServerQuery(workspace_id=w["workspaces.create"].id))),
        ("servers.get", lambda s, w: s.servers.get("Assistant")),
        ("servers.update", lambda s, w: s.servers.update(
            w["servers.create"].server.id, ServerUpdate(description="for agents"))),
        ("servers.regenerate_token", lambda s, w: s.servers.regenerate_token(
            w["servers.create"].server.id)),
        ("servers.issue_access_token", lambda s, w: s.servers.issue_access_token(
            w["servers.create"].server.id, TokenRequest(end_user_id="user/7"))),
        ("servers.issue_oauth_token", lambda s, w: s.servers.issue_oauth_token(
            w["servers.create"].server.id, TokenRequest(end_user_id="user/7", expires_in=3600))),
        ("servers.issue_oauth_token", lambda s, w: s.servers.issue_oauth_token(
            w["servers.create"].server.id, TokenRequest(end_user_id="nobody"))),
        ("servers.tokens", lambda s, w: s.servers.tokens(w["servers.create"].server.id)),
        ("servers.revoke_token", lambda s, w: s.servers.revoke_token(
            w["servers.create"].server.id, w["servers.issue_access_token"].token.id)),
        ("servers.tools", lambda s, w: s.servers.tools(w["servers.create"].server.id)),
        ("servers.add_tool", lambda s, w: s.servers.add_tool(
            w["servers.create"].server.id,
            ToolCreate(integration_name="openai", action_name="ask_chatgpt"))),
        ("servers.update_tool", lambda s, w: s.servers.update_tool(
            w["servers.create"].server.id, w["servers.add_tool"].id,
            ToolUpdate(display_name="Ask"))),
        ("servers.delete_tool", lambda s, w: s.servers.delete_tool(
            w["servers.create"].server.id, w["servers.add_tool"].id)),
        ("servers.exposed", lambda s, w: s.servers.exposed(w["servers.create"].server.id)),
        ("servers.declarations", lambda s, w: s.servers.declarations(
            w["servers.create"].server.id, "robot")),
        ("servers.dependants", lambda s, w: s.servers.dependants(w["servers.create"].server.id)),
        ("servers.delete", lambda s, w: s.servers.delete(w["servers.create"].server.id)),
        ("connect.link", lambda s, w: s.connect.link(ConnectRequest(
            integration_name="slack", connection_name="Mine", external_id="mine",
            workspace_id=w["workspaces.create"].id))),
        ("connect.poll", lambda s, w: _status(s.connect.poll(w["connect.link"].token))),
        ("connect.poll", lambda s, w: s.connect.poll("cst_none")),
        ("connect.session", lambda s, w: s.connect.session("cs_none")),
        ("connect.portal", lambda s, w: s.connect.portal(
            w["end_users.create"].id, PortalRequest(expires_in=7200))),
        ("oauth_apps.create", lambda s, w: s.oauth_apps.create(OAuthAppCreate(
            integration_name="slack", client_id="123", client_secret="hush"))),
        ("oauth_apps.list", lambda s, w: s.oauth_apps.list("slack")),
        ("oauth_apps.get", lambda s, w: s.oauth_apps.get(w["oauth_apps.create"].id)),
        ("oauth_apps.update", lambda s, w: s.oauth_apps.update(
            w["oauth_apps.create"].id, OAuthAppUpdate(redirect_uri=REDIRECT))),
        ("oauth_apps.dependants", lambda s, w: s.oauth_apps.dependants(w["oauth_apps.create"].id)),
        ("authorisations.start", lambda s, w: s.authorisations.start(AuthorisationStart(
            integration_name="slack", external_id="signed-in"))),
        ("authorisations.poll", lambda s, w: s.authorisations.poll(w["authorisations.start"].id)),
        ("authorisations.complete", lambda s, w: s.authorisations.complete(AuthorisationAnswer(
            id=w["authorisations.start"].id, redirect_url=f"{REDIRECT}?state=wrong&code=1"))),
        ("authorisations.cancel", lambda s, w: s.authorisations.cancel(
            w["authorisations.start"].id)),
        ("oauth_apps.delete", lambda s, w: s.oauth_apps.delete(w["oauth_apps.create"].id)),
        ("vault.status", lambda s, w: s.vault.status(check=True)),
        ("vault.lock", lambda s, w: s.vault.lock()),
        ("vault.unlock", lambda s, w: s.vault.unlock("not this one")),
        ("vault.change_passphrase", lambda s, w: s.vault.change_passphrase("wrong", "new")),
        ("vault.move", lambda s, w: s.vault.move("keyring")),
        ("partials.delete", lambda s, w: s.partials.delete(w["partials.create"].id)),
        ("service.undo", lambda s, w: s.undo(w["partials.delete"].undo)),
        ("service.undo", lambda s, w: s.undo("nothing")),
        ("partials.delete", lambda s, w: s.partials.delete("no such")),
        ("vault.purge", lambda s, w: s.vault.purge()),
        ("workspaces.dependants", lambda s, w: s.workspaces.dependants(w["workspaces.create"].id)),
        ("integrations.delete", lambda s, w: s.integrations.delete(
            w["workspaces.create"].id, "hash-encode")),
        ("connections.delete", lambda s, w: s.connections.delete(w["connections.create"].id)),
        ("end_users.delete", lambda s, w: s.end_users.delete(w["end_users.create"].id)),
        ("workspaces.delete", lambda s, w: s.workspaces.delete(w["workspaces.create"].id)),
        ("workspaces.delete", lambda s, w: s.workspaces.delete(w["workspaces.create"].id)),
    ]  # fmt: skip


async def _status(session: Awaitable[Any]) -> str:
    """A poll tells how far it has come, and keeps the rest to itself."""
    return str((await session).status)


def _pets(*paths: str) -> ImportRequest:
    """A description with a path for each of these."""
    answers = {"200": {"description": "well"}}
    described = {
        "openapi": "3.1.0",
        "info": {"title": "Pets"},
        "servers": [{"url": "https://pets.example"}],
        "paths": {f"/pets{each}": {"get": {"responses": answers}} for each in paths},
    }
    return ImportRequest(content=json.dumps(described))
