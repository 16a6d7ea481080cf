"""Imported integrations and their actions.

An action's `body` is read when its integration is first used, never for a list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from weavz_tui.model.base import iso, now
from weavz_tui.model.catalogue import IntegrationSummary
from weavz_tui.model.enums import ConnectionType, Effect
from weavz_tui.model.imports import ActionSummary, ImportedRow
from weavz_tui.store.protocol import Row, Rows

KIND = "catalogue"
# What uses an integration: which name of which table.
USERS = {"integrations": ("workspace_integration", "integration_alias"),
         "connections": ("connection", "external_id")}  # fmt: skip
_SUMMARY = (
    "select name, title, description, source, auth_types, action_count "
    "from imported_integration where org_id = ? order by name"
)


def digests(rows: Rows, org_id: str) -> dict[str, str]:
    """Every imported integration of an organisation and what tells its contents apart."""
    sql = "select name, digest from imported_integration where org_id = ? order by name"
    return {row["name"]: row["digest"] for row in rows.all(sql, (org_id,))}


def summaries(rows: Rows, org_id: str) -> list[IntegrationSummary]:
    """As a list of the catalogue shows them."""
    return [
        IntegrationSummary(
            name=row["name"],
            display_name=row["title"],
            description=row["description"],
            auth_types=tuple(ConnectionType(each) for each in json.loads(row["auth_types"])),
            action_count=row["action_count"],
            source=row["source"],
        )
        for row in rows.all(_SUMMARY, (org_id,))
    ]


def actions(rows: Rows, org_id: str) -> list[ActionSummary]:
    """Every imported action of an organisation, by integration, in its own order."""
    sql = (
        "select integration_name, name, title, summary, effect from imported_action "
        "where org_id = ? order by integration_name, position"
    )
    return [
        ActionSummary.model_construct(
            integration_name=row["integration_name"],
            name=row["name"],
            display_name=row["title"],
            description=row["summary"],
            effect=Effect(row["effect"]),
        )
        for row in rows.all(sql, (org_id,))
    ]


def listed(rows: Rows, org_id: str) -> list[ImportedRow]:
    """Where each came from."""
    sql = (
        "select name, title as display_name, source, origin, action_count, created_at, updated_at "
        "from imported_integration where org_id = ? order by name"
    )
    return [ImportedRow.model_validate(row) for row in rows.all(sql, (org_id,))]


def content(rows: Rows, org_id: str, name: str) -> Row | None:
    """`content` and `digest` of one, or None."""
    sql = "select content, digest from imported_integration where org_id = ? and name = ?"
    return rows.one(sql, (org_id, name))


def bodies(rows: Rows, org_id: str, name: str) -> list[Row]:
    """`name`, `title`, `effect`, `idempotent`, `requires_auth` and `body` of its actions, in
    order."""
    sql = (
        "select name, title, effect, idempotent, requires_auth, body from imported_action "
        "where org_id = ? and integration_name = ? order by position"
    )
    return rows.all(sql, (org_id, name))


def replace(
    rows: Rows, org_id: str, integration: dict[str, Any], actions: Iterable[Sequence[Any]]
) -> None:
    """Write an integration over the one of its name, if any. `actions` are rows of name, title,
    summary, effect, idempotent, requires_auth, body; `integration` has the columns but for the
    moments."""
    values = {**integration, "updated_at": iso(now())}
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    changes = ", ".join(f"{each} = excluded.{each}" for each in values if each != "name")
    rows.run(
        f"insert into imported_integration (org_id, created_at, {names}) values (?, ?, {marks}) "
        f"on conflict (org_id, name) do update set {changes}",
        (org_id, iso(now()), *values.values()),
    )
    name = integration["name"]
    rows.run(
        "delete from imported_action where org_id = ? and integration_name = ?", (org_id, name)
    )
    sql = (
        "insert into imported_action (org_id, integration_name, position, name, title, summary, "
        "effect, idempotent, requires_auth, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    for position, each in enumerate(actions):
        rows.run(sql, (org_id, name, position, *each))
    rows.changed(KIND)


def remove(rows: Rows, org_id: str, name: str) -> bool:
    """Remove an integration with its actions; whether it was there."""
    rows.run(
        "delete from imported_action where org_id = ? and integration_name = ?", (org_id, name)
    )
    condition = "where org_id = ? and name = ?"
    found = rows.run(f"delete from imported_integration {condition}", (org_id, name)) > 0
    rows.changed(KIND)
    return found


def users(rows: Rows, org_id: str, name: str) -> dict[str, list[str]]:
    """The aliases and the external ids of what uses an integration, by kind."""
    return {
        kind: [
            row["name"]
            for row in rows.all(
                f"select {column} as name from {table} "
                "where org_id = ? and integration_name = ? order by 1",
                (org_id, name),
            )
        ]
        for kind, (table, column) in USERS.items()
    }


def has_secrets(rows: Rows, org_id: str, name: str) -> bool:
    """Whether secrets are in the vault under the name of an integration: of a connection or an
    app."""
    where = "where org_id = ? and integration_name = ? limit 1"
    tables = ("connection", "oauth_app")
    found = (rows.one(f"select 1 from {each} {where}", (org_id, name)) for each in tables)
    return any(each is not None for each in found)


def allowing(rows: Rows, org_id: str, name: str, actions: set[str]) -> list[str]:
    """The aliases of an integration that are limited to actions, one of these among them."""
    found = rows.all(
        "select integration_alias, allowed_actions from workspace_integration "
        "where org_id = ? and integration_name = ? and allowed_actions is not null",
        (org_id, name),
    )
    return [
        row["integration_alias"]
        for row in found
        if actions.intersection(json.loads(row["allowed_actions"]))
    ]
