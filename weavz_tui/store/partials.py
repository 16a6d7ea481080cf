"""Partials: saved inputs of an integration, an alias or an action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weavz_tui.model.entities import Partial
from weavz_tui.model.lists import Page, PartialQuery, PartialRow
from weavz_tui.store.paging import Filter, Listing
from weavz_tui.store.protocol import Rows
from weavz_tui.store.tables import PARTIAL as TABLE

LISTING = Listing(
    table="partial",
    select=TABLE.select(),
    sorts={
        "name": "name",
        "integration_name": "integration_name",
        "integration_alias": "coalesce(integration_alias, '')",
        "action_name": "coalesce(action_name, '')",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    order="name",
)


def insert(rows: Rows, partial: Partial) -> None:
    """Add a partial. Raises Duplicate for its name, NotFound without its workspace."""
    TABLE.insert(rows, partial)
    rows.changed("partial", partial.workspace_id)


def change(rows: Rows, org_id: str, id: str, changes: Mapping[str, Any]) -> Partial | None:
    """Change fields of a record as it stands now; the record after it, None where it is not there.
    Raises Duplicate."""
    changed = TABLE.change(rows, org_id, id, changes)
    if changed is not None:
        rows.changed("partial", changed.workspace_id)
    return changed


def delete(rows: Rows, org_id: str, id: str) -> bool:
    """Remove a partial; whether it was there."""
    partial = get(rows, org_id, id)
    if partial is None:
        return False
    TABLE.delete(rows, org_id, id)
    rows.changed("partial", partial.workspace_id)
    return True


def get(rows: Rows, org_id: str, id: str) -> Partial | None:
    """The partial with an id, or None."""
    return TABLE.get(rows, org_id, id)


def page(rows: Rows, org_id: str, query: PartialQuery) -> Page[PartialRow]:
    """A page of a workspace's partials."""
    filter = (
        Filter()
        .equals("org_id", org_id)
        .equals("workspace_id", query.workspace_id or None)
        .equals("integration_name", query.integration_name)
        .equals("workspace_integration_id", query.workspace_integration_id)
        .equals("integration_alias", query.integration_alias)
        .equals("action_name", query.action_name)
        .equals("trigger_name", query.trigger_name)
    )
    part = LISTING.page(rows, query, filter)
    return Page([PartialRow(**TABLE.values(row)) for row in part.rows], **part.ends)


def of_workspace(
    rows: Rows, org_id: str, workspace_id: str, integration_name: str
) -> list[Partial]:
    """Every partial of an integration in a workspace, by name."""
    condition = "org_id = ? and workspace_id = ? and integration_name = ?"
    return TABLE.where(rows, condition, (org_id, workspace_id, integration_name), "name, id")


def of_alias(rows: Rows, org_id: str, workspace_id: str, alias: str) -> list[Partial]:
    """Every partial of an alias of a workspace."""
    condition = "org_id = ? and workspace_id = ? and integration_alias = ?"
    return TABLE.where(rows, condition, (org_id, workspace_id, alias), "name, id")


def clear_default(rows: Rows, partial: Partial) -> int:
    """Take the default flag from the others in a partial's scope (integration, alias, action,
    trigger); from how many."""
    cleared = rows.run(
        "update partial set is_default = 0 where org_id = ? and workspace_id = ? "
        "and integration_name = ? and coalesce(integration_alias, '') = ? "
        "and coalesce(action_name, '') = ? and coalesce(trigger_name, '') = ? "
        "and id <> ? and is_default = 1",
        (
            partial.org_id,
            partial.workspace_id,
            partial.integration_name,
            partial.integration_alias or "",
            partial.action_name or "",
            partial.trigger_name or "",
            partial.id,
        ),
    )
    if cleared:
        rows.changed("partial", partial.workspace_id)
    return cleared


def rename_alias(rows: Rows, org_id: str, workspace_id: str, old: str, new: str) -> int:
    """Let the partials of an alias follow its new name; how many. Raises Duplicate."""
    following = of_alias(rows, org_id, workspace_id, old)
    for partial in following:
        TABLE.update(rows, partial.model_copy(update={"integration_alias": new}), org_id)
    if following:
        rows.changed("partial", workspace_id)
    return len(following)
