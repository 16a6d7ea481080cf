"""Which model is kept in which table, and what of it a list is searched by."""

from __future__ import annotations

from weavz_tui.model.entities import (
    Connection,
    EndUser,
    Organisation,
    Partial,
    Workspace,
    WorkspaceIntegration,
)
from weavz_tui.store.records import Table

ORGANISATION = Table(
    "organisation",
    Organisation,
    ("id", "name", "slug", "monthly_quota", "rate_limit", "created_at", "updated_at"),
    renamed={"id": "org_id"},
)

INTEGRATION = Table(
    "workspace_integration",
    WorkspaceIntegration,
    (
        "id",
        "workspace_id",
        "org_id",
        "integration_name",
        "integration_alias",
        "connection_strategy",
        "connection_id",
        "allowed_actions",
        "display_name",
        "settings",
        "sort_order",
        "auth_method_key",
        "oauth_app_mode",
        "oauth_app_id",
        "created_at",
        "updated_at",
    ),
    json=frozenset({"allowed_actions", "settings"}),
    searched=("integration_alias", "integration_name", "display_name", "connection_strategy"),
)

CONNECTION = Table(
    "connection",
    Connection,
    (
        "id",
        "org_id",
        "external_id",
        "display_name",
        "integration_name",
        "auth_method_key",
        "type",
        "status",
        "scope",
        "workspace_id",
        "end_user_id",
        "base_url",
        "generation",
        "expires_at",
        "last_used_at",
        "tested_at",
        "test_ok",
        "created_at",
        "updated_at",
    ),
    searched=("external_id", "display_name", "integration_name", "end_user_id"),
)

WORKSPACE = Table(
    "workspace",
    Workspace,
    ("id", "org_id", "name", "slug", "created_at", "updated_at"),
    searched=("name", "slug"),
)

END_USER = Table(
    "end_user",
    EndUser,
    (
        "id",
        "workspace_id",
        "external_id",
        "display_name",
        "email",
        "metadata",
        "type",
        "created_at",
        "updated_at",
    ),
    json=frozenset({"metadata"}),
    searched=("external_id", "display_name", "email"),
)

PARTIAL = Table(
    "partial",
    Partial,
    (
        "id",
        "org_id",
        "workspace_id",
        "integration_name",
        "workspace_integration_id",
        "integration_alias",
        "action_name",
        "trigger_name",
        "name",
        "description",
        "values",
        "enforced_keys",
        "is_default",
        "created_at",
        "updated_at",
    ),
    json=frozenset({"values", "enforced_keys"}),
    searched=("name", "description", "integration_name", "integration_alias", "action_name"),
    renamed={"values": "field_values"},
)
