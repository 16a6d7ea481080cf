"""Answers about workspaces, integrations, connections, partials, end users, keys and links."""

from __future__ import annotations

from typing import Any

from weavz_tui.api.answers.base import Answer, DeletedAnswer, Listed
from weavz_tui.model.entities import (
    Connection,
    EndUser,
    Organisation,
    Partial,
    Workspace,
    WorkspaceIntegration,
)
from weavz_tui.model.enums import ConnectionStatus
from weavz_tui.model.keys import ApiKey
from weavz_tui.model.lists import (
    ConnectionRow,
    EndUserRow,
    IntegrationRow,
    PartialRow,
    WorkspaceRow,
)
from weavz_tui.model.requests import AliasCheck
from weavz_tui.model.status import ConnectionTest, Who, WhoRow


class OrganisationAnswer(Answer):
    org: Organisation


class WorkspaceAnswer(Answer):
    workspace: Workspace


class WorkspaceRowAnswer(Answer):
    workspace: WorkspaceRow


class WorkspaceList(Listed):
    workspaces: list[WorkspaceRow]


class BothNames(Answer):
    """The published client's names beside the specification's."""

    alias: str
    enabled_actions: list[str] | None


class IntegrationShown(WorkspaceIntegration, BothNames):
    """A workspace integration."""


class IntegrationRowShown(IntegrationRow, BothNames):
    """A workspace integration with its connection."""

    connection_status: ConnectionStatus | None
    connection_display_name: str | None
    connection_external_id: str | None


class IntegrationAnswer(Answer):
    integration: IntegrationShown


class IntegrationRowAnswer(Answer):
    integration: IntegrationRowShown


class IntegrationList(Listed):
    integrations: list[IntegrationRowShown]


class ConnectionAnswer(Answer):
    connection: Connection


class ConnectionRowAnswer(Answer):
    connection: ConnectionRow


class ConnectionList(Listed):
    connections: list[ConnectionRow]


class ConnectionTestAnswer(Answer):
    test: ConnectionTest


class PartialAnswer(Answer):
    partial: Partial


class PartialList(Listed):
    partials: list[PartialRow]


class EndUserAnswer(Answer):
    end_user: EndUser


class EndUserRowAnswer(Answer):
    end_user: EndUserRow


class EndUserDetail(Answer):
    end_user: EndUserRow
    connections: list[ConnectionRow]


class EndUserList(Listed):
    end_users: list[EndUserRow]


class EndUserDeleted(DeletedAnswer):
    connections_deleted: int


class ApiKeyList(Listed):
    api_keys: list[ApiKey]


class CreatedKeyAnswer(Answer):
    api_key: ApiKey
    plain_key: str


class LinkAnswer(Answer):
    token: str
    connect_url: str
    expires_at: str


class InviteAnswer(LinkAnswer):
    email_sent: bool


class PollAnswer(Answer):
    status: str
    connection_id: str | None
    integration_name: str
    workspace_integration_id: str | None
    auth_method_key: str | None
    oauth_app_mode: str | None
    oauth_app_id: str | None
    external_id: str
    error: str | None


class SessionAnswer(Answer):
    session: dict[str, Any]


class AliasAnswer(Answer):
    check: AliasCheck


class WhoAnswer(Answer):
    who: Who


class WhoEverywhereAnswer(Answer):
    rows: list[WhoRow]
