"""Every method of the Service, tried with the ids of what is not the caller's."""

from __future__ import annotations

from tests.engine.scopes.server_attempts import SERVERS
from tests.engine.scopes.victim import FRESH, HASH, MARK, OWN, REFUSED, Attempt
from weavz_tui.model.authorisations import (
    AuthorisationAnswer,
    AuthorisationStart,
    OAuthAppCreate,
    OAuthAppUpdate,
)
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.execution import ExecuteRequest, OptionsRequest
from weavz_tui.model.imports import ImportRequest
from weavz_tui.model.keys import ApiKeyCreate
from weavz_tui.model.lists import (
    ActivityQuery,
    ConnectionQuery,
    PartialQuery,
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
    **SERVERS,
    "service.usage": (OWN, lambda s, v: s.usage()),
    "service.undo": (REFUSED, lambda s, v: s.undo(v.undo)),
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
