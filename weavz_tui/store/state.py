"""Values and files that outlive a call, by scope (wire C.13)."""

from __future__ import annotations

import json
from typing import Any, Literal

from weavz_tui.model.base import iso, now
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.http import FileContent
from weavz_tui.store.protocol import Rows

TABLES = ("kv", "file")
Persistence = Literal["end_user", "workspace", "external"]


def scope(workspace_id: str, persistence: Persistence, external_id: str = "") -> str:
    """The scope of a workspace, one of its end users, or something the customer names. It begins
    with the workspace's id, so that it goes with the workspace."""
    return f"{workspace_id}/{persistence}/{external_id}"


def kv_get(rows: Rows, org_id: str, scope: str, key: str) -> Any:
    """A value, or None."""
    row = rows.one(
        "select value from kv where org_id = ? and scope = ? and key = ?", (org_id, scope, key)
    )
    return json.loads(row["value"]) if row else None


def kv_put(rows: Rows, org_id: str, scope: str, key: str, value: Any) -> None:
    """Store a JSON value, replacing what was there."""
    rows.run(
        "insert into kv (org_id, scope, key, value, updated_at) values (?, ?, ?, ?, ?) "
        "on conflict (org_id, scope, key) do update "
        "set value = excluded.value, updated_at = excluded.updated_at",
        (org_id, scope, key, json.dumps(value, ensure_ascii=False), iso(now())),
    )
    rows.changed("kv", _workspace(scope))


def kv_delete(rows: Rows, org_id: str, scope: str, key: str) -> bool:
    """Remove a value; whether there was one."""
    sql = "delete from kv where org_id = ? and scope = ? and key = ?"
    found = rows.run(sql, (org_id, scope, key)) > 0
    rows.changed("kv", _workspace(scope))
    return found


def kv_keys(rows: Rows, org_id: str, scope: str, prefix: str = "") -> list[str]:
    """The keys that start with a prefix, sorted."""
    found = rows.all(
        "select key from kv where org_id = ? and scope = ? and substr(key, 1, ?) = ? order by key",
        (org_id, scope, len(prefix), prefix),
    )
    return [row["key"] for row in found]


def kv_change(  # noqa: PLR0913, PLR0917 - where, what, and with what
    rows: Rows, org_id: str, scope: str, key: str, operation: str, value: Any
) -> Any:
    """Change a list and return it: `append`, or `remove` every equal item. A missing value is an
    empty list; raises ValidationError when there is something else."""
    items = kv_get(rows, org_id, scope, key)
    items = [] if items is None else items
    if not isinstance(items, list):
        raise ValidationError.of(f"The value of {key!r} is not a list", key="Not a list")
    if operation == "append":
        items = [*items, value]
    elif operation == "remove":
        items = [item for item in items if item != value]
    else:
        raise ValidationError.of(operation="append or remove")
    kv_put(rows, org_id, scope, key, items)
    return items


def file_get(rows: Rows, org_id: str, scope: str, path: str) -> FileContent | None:
    """A stored file, or None."""
    row = rows.one(
        "select name, content, content_type from file where org_id = ? and scope = ? and path = ?",
        (org_id, scope, path),
    )
    if row is None:
        return None
    return FileContent(
        filename=row["name"], body=bytes(row["content"]), mime_type=row["content_type"]
    )


def file_put(rows: Rows, org_id: str, scope: str, path: str, file: FileContent) -> None:
    """Store a file, replacing what was there."""
    rows.run(
        "insert into file (org_id, scope, path, name, content, content_type, size, updated_at) "
        "values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (org_id, scope, path) do update "
        "set name = excluded.name, content = excluded.content, size = excluded.size, "
        "content_type = excluded.content_type, updated_at = excluded.updated_at",
        (
            org_id,
            scope,
            path,
            file.filename,
            file.content,
            file.mime_type,
            file.size,
            iso(now()),
        ),
    )
    rows.changed("file", _workspace(scope))


def file_delete(rows: Rows, org_id: str, scope: str, path: str) -> bool:
    """Remove a file; whether there was one."""
    sql = "delete from file where org_id = ? and scope = ? and path = ?"
    found = rows.run(sql, (org_id, scope, path)) > 0
    rows.changed("file", _workspace(scope))
    return found


def file_list(rows: Rows, org_id: str, scope: str, prefix: str = "") -> list[dict[str, Any]]:
    """`path`, `size` (bytes), `contentType`, `updatedAt` of the files under a prefix, by path."""
    found = rows.all(
        "select path, size, content_type, updated_at from file "
        "where org_id = ? and scope = ? and substr(path, 1, ?) = ? order by path",
        (org_id, scope, len(prefix), prefix),
    )
    return [
        {
            "path": row["path"],
            "size": row["size"],
            "contentType": row["content_type"],
            "updatedAt": row["updated_at"],
        }
        for row in found
    ]


def forget(rows: Rows, org_id: str, workspace_id: str, end_user_id: str | None = None) -> None:
    """Remove the values and files of a workspace, or of one end user (by external id) of it."""
    condition, values = _of(org_id, workspace_id, end_user_id)
    for table in TABLES:
        if rows.run(f"delete from {table} where {condition}", values):
            rows.changed(table, workspace_id)


def holds(rows: Rows, org_id: str, workspace_id: str, end_user_id: str | None = None) -> bool:
    """Whether there are values or files of a workspace, or of one end user (by external id)."""
    condition, values = _of(org_id, workspace_id, end_user_id)
    return any(
        rows.one(f"select 1 from {table} where {condition} limit 1", values) is not None
        for table in TABLES
    )


def _of(
    org_id: str, workspace_id: str, end_user_id: str | None
) -> tuple[str, tuple[str | int, ...]]:
    """The condition for what is of a workspace, or of one end user of it, and its values."""
    if end_user_id is not None:
        own = scope(workspace_id, "end_user", end_user_id)
        return "org_id = ? and scope = ?", (org_id, own)
    begin = f"{workspace_id}/"
    return "org_id = ? and substr(scope, 1, ?) = ?", (org_id, len(begin), begin)


def _workspace(scope: str) -> str:
    return scope.partition("/")[0]
