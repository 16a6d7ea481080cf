"""Approval policies and triggers: columns for what lists need, the rest as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from weavz_tui.model.base import iso
from weavz_tui.model.gates import ApprovalPolicy, TriggerQuery, TriggerSource
from weavz_tui.model.pages import Page
from weavz_tui.store.folding import searchable
from weavz_tui.store.paging import Filter, Listing, marks
from weavz_tui.store.protocol import Rows

TRIGGERS = Listing(
    table="trigger_source",
    select="details",
    sorts={"created_at": "created_at", "trigger_name": "trigger_name"},
    order="created_at",
)


def policies(
    rows: Rows,
    org_id: str,
    workspace_id: str | None = None,
    within: Collection[str] | None = None,
) -> list[ApprovalPolicy]:
    """Policies in the order in which they are asked: those of a workspace with those of the whole
    organisation. `within` these workspaces, no other is heard of."""
    filter = Filter().equals("org_id", org_id)
    if workspace_id is not None:
        filter = filter.with_("(workspace_id = ? or workspace_id is null)", workspace_id)
    if within is not None:
        seen = f"(workspace_id in ({marks(within)}) or workspace_id is null)"
        filter = filter.with_(seen, *sorted(within))
    sql = f"select details from approval_policy where {filter.sql} order by priority, id"
    return [_policy(row["details"]) for row in rows.all(sql, filter.values)]


def policy(rows: Rows, org_id: str, id: str) -> ApprovalPolicy | None:
    """One policy, or None."""
    row = rows.one("select details from approval_policy where org_id = ? and id = ?", (org_id, id))
    return _policy(row["details"]) if row else None


def put_policy(rows: Rows, policy: ApprovalPolicy) -> None:
    """Write a policy, new or over the one with its id."""
    forget_policy(rows, policy.org_id, policy.id)
    rows.run(
        "insert into approval_policy (org_id, id, workspace_id, name, priority, enabled, details, "
        "created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            policy.org_id,
            policy.id,
            policy.workspace_id,
            policy.name,
            policy.priority,
            int(policy.enabled),
            json.dumps(policy.wire(), ensure_ascii=False),
            iso(policy.created_at),
            iso(policy.updated_at),
        ),
    )
    rows.changed("approval_policy", policy.workspace_id)


def change_policy(
    rows: Rows, org_id: str, id: str, changes: Mapping[str, Any]
) -> ApprovalPolicy | None:
    """Change fields of a policy as it stands now; the policy after it, None where it is not
    there."""
    found = policy(rows, org_id, id)
    if found is None:
        return None
    changed = found.model_copy(update=changes)
    put_policy(rows, changed)
    return changed


def forget_policy(rows: Rows, org_id: str, id: str) -> bool:
    """Remove a policy; whether it was there."""
    found = rows.run("delete from approval_policy where org_id = ? and id = ?", (org_id, id)) > 0
    rows.changed("approval_policy")
    return found


def triggers(
    rows: Rows, org_id: str, query: TriggerQuery, within: Collection[str] | None = None
) -> Page[TriggerSource]:
    """A page of triggers. `within` these workspaces, no other is heard of."""
    filter = Filter().equals("org_id", org_id).equals("workspace_id", query.workspace_id)
    if within is not None:
        filter = filter.with_(f"workspace_id in ({marks(within)})", *sorted(within))
    part = TRIGGERS.page(rows, query, filter)
    return Page([_trigger(row["details"]) for row in part.rows], **part.ends)


def trigger(rows: Rows, org_id: str, id: str) -> TriggerSource | None:
    """One trigger, or None."""
    row = rows.one("select details from trigger_source where org_id = ? and id = ?", (org_id, id))
    return _trigger(row["details"]) if row else None


def put_trigger(rows: Rows, trigger: TriggerSource) -> None:
    """Add a trigger."""
    details = trigger.wire() | {"callbackHeaders": trigger.callback_headers}
    rows.run(
        "insert into trigger_source (org_id, id, workspace_id, integration_name, trigger_name, "
        "details, search, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            trigger.org_id,
            trigger.id,
            trigger.workspace_id,
            trigger.integration_name,
            trigger.trigger_name,
            json.dumps(details, ensure_ascii=False),
            searchable(trigger.integration_name, trigger.trigger_name, trigger.callback_url),
            iso(trigger.created_at),
        ),
    )
    rows.changed("trigger_source", trigger.workspace_id)


def forget_trigger(rows: Rows, org_id: str, id: str) -> bool:
    """Remove a trigger; whether it was there."""
    found = rows.run("delete from trigger_source where org_id = ? and id = ?", (org_id, id)) > 0
    rows.changed("trigger_source")
    return found


def _policy(details: str) -> ApprovalPolicy:
    return ApprovalPolicy.model_validate_json(details)


def _trigger(details: str) -> TriggerSource:
    return TriggerSource.model_validate_json(details)
