"""What a new home starts with: an organisation, and a workspace that can do something at once."""

from __future__ import annotations

from weavz_tui.model.base import now
from weavz_tui.model.entities import Organisation, Workspace, WorkspaceIntegration, new_id
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.store import integrations, organisations, workspaces
from weavz_tui.store.protocol import Rows

WITHOUT_ACCOUNT = (
    "data-transformer",
    "datetime",
    "graphql",
    "hash-encode",
    "http",
    "kv-store",
    "qr-code",
    "rss",
    "storage",
    "xml",
)
_STATEFUL = frozenset({"kv-store", "storage"})


def ensure_organisation(rows: Rows) -> Organisation:
    """The organisation of this home; made, with its `default` workspace, where there is none."""
    found = organisations.first(rows)
    if found is not None:
        return found
    moment = now()
    made = Organisation(
        id=new_id("org_"), name="Local", slug="local", created_at=moment, updated_at=moment
    )
    organisations.insert(rows, made)
    workspace = Workspace(
        id=new_id(),
        org_id=made.id,
        name="Default",
        slug="default",
        created_at=moment,
        updated_at=moment,
    )
    workspaces.insert(rows, workspace)
    for name in WITHOUT_ACCOUNT:
        integrations.insert(rows, _instance(workspace, name))
    return made


def _instance(workspace: Workspace, name: str) -> WorkspaceIntegration:
    """State is the workspace's here, so that it works before there is any end user."""
    return WorkspaceIntegration(
        id=new_id("pi_"),
        workspace_id=workspace.id,
        org_id=workspace.org_id,
        integration_name=name,
        integration_alias=name,
        connection_strategy=ConnectionStrategy.FIXED,
        settings={"persistence": {"scope": "workspace"}} if name in _STATEFUL else {},
        created_at=workspace.created_at,
        updated_at=workspace.updated_at,
    )
