"""What is asked for when records are made or changed. A field that is not given stays as it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from weavz_tui.model.base import Wire
from weavz_tui.model.enums import ConnectionScope, ConnectionStrategy, ConnectionType


class OrganisationUpdate(Wire):
    name: str | None = None
    slug: str | None = None


class WorkspaceCreate(Wire):
    name: str
    slug: str


class WorkspaceUpdate(Wire):
    name: str | None = None
    slug: str | None = None


class IntegrationCreate(Wire):
    """A new workspace integration; alias and strategy have defaults (wire E.1)."""

    integration_name: str
    integration_alias: str | None = None
    connection_strategy: ConnectionStrategy | None = None
    connection_id: str | None = None
    allowed_actions: list[str] | None = None
    display_name: str | None = None
    settings: dict[str, Any] = Field(default_factory=dict)
    sort_order: int = 0
    auth_method_key: str | None = None
    oauth_app_mode: Literal["weavz_managed", "custom"] | None = None
    oauth_app_id: str | None = None


class IntegrationUpdate(Wire):
    """Changes to a workspace integration; look at `model_fields_set` for what was given."""

    integration_alias: str | None = None
    connection_strategy: ConnectionStrategy | None = None
    connection_id: str | None = None
    allowed_actions: list[str] | None = None
    display_name: str | None = None
    settings: dict[str, Any] | None = None
    sort_order: int | None = None
    auth_method_key: str | None = None
    oauth_app_mode: Literal["weavz_managed", "custom"] | None = None
    oauth_app_id: str | None = None


class ConnectionCreate(Wire):
    """A new connection. `secret` holds the fields of the type, as in `Credential.values`."""

    type: ConnectionType
    external_id: str
    display_name: str
    integration_name: str
    auth_method_key: str | None = None
    workspace_id: str | None = None
    end_user_id: str | None = None
    scope: ConnectionScope | None = None
    base_url: str | None = None
    expires_at: datetime | None = None
    secret: dict[str, Any] = Field(default_factory=dict, repr=False)


class ConnectionUpdate(Wire):
    """Changes to a connection; `secret` replaces the credential (a new generation)."""

    display_name: str | None = None
    base_url: str | None = None
    secret: dict[str, Any] | None = Field(default=None, repr=False)


class EndUserCreate(Wire):
    workspace_id: str
    external_id: str
    display_name: str | None = None
    email: str | None = None
    metadata: dict[str, Any] | None = None


class EndUserUpdate(Wire):
    display_name: str | None = None
    email: str | None = None
    metadata: dict[str, Any] | None = None


class PartialCreate(Wire):
    workspace_id: str
    integration_name: str
    name: str
    workspace_integration_id: str | None = None
    integration_alias: str | None = None
    action_name: str | None = None
    trigger_name: str | None = None
    description: str | None = None
    values: dict[str, Any] = Field(default_factory=dict)
    enforced_keys: list[str] = Field(default_factory=list)
    is_default: bool = False


class PartialUpdate(Wire):
    name: str | None = None
    description: str | None = None
    values: dict[str, Any] | None = None
    enforced_keys: list[str] | None = None
    is_default: bool | None = None


class AliasCheck(Wire):
    """Whether an alias may be taken, and which tool names it would give."""

    outcome: Literal["free", "format", "DUPLICATE", "ALIAS_CONFLICT"]
    message: str
    tool_example: str = ""
