"""Organisations, the tenants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weavz_tui.model.entities import Organisation
from weavz_tui.store.protocol import Rows
from weavz_tui.store.tables import ORGANISATION as TABLE


def insert(rows: Rows, organisation: Organisation) -> None:
    """Add an organisation. Raises Duplicate for a slug that another one has."""
    TABLE.insert(rows, organisation)
    _take(rows, organisation)
    rows.changed("organisation")


def update(rows: Rows, organisation: Organisation) -> bool:
    """Write an organisation over the one with its id; whether it is there. Raises Duplicate for a
    slug that another one has."""
    columns = {name: value for name, value in TABLE.row(organisation).items() if name != "org_id"}
    changes = ", ".join(f"{name} = ?" for name in columns)
    sql = f"update organisation set {changes} where org_id = ?"
    found = rows.run(sql, (*columns.values(), organisation.id)) > 0
    if found and _holder(rows, organisation.slug) != organisation.id:
        rows.run("delete from organisation_slug where org_id = ?", (organisation.id,))
        _take(rows, organisation)
    rows.changed("organisation")
    return found


def change(rows: Rows, id: str, changes: Mapping[str, Any]) -> Organisation | None:
    """Change fields of an organisation as it stands now; the record after it, None where it is not
    there. Raises Duplicate for a slug that another one has."""
    found = get(rows, id)
    if found is None:
        return None
    changed = found.model_copy(update=changes)
    update(rows, changed)
    return changed


def get(rows: Rows, id: str) -> Organisation | None:
    """The organisation with an id, or None."""
    return next(iter(TABLE.where(rows, "org_id = ?", (id,))), None)


def first(rows: Rows) -> Organisation | None:
    """The oldest organisation, the only one of a local home; None in a new home."""
    order = "created_at, org_id limit 1"
    return next(iter(TABLE.where(rows, "1 = 1", (), order)), None)


def every(rows: Rows) -> list[Organisation]:
    """Every organisation, the oldest first."""
    return TABLE.where(rows, "1 = 1", (), "created_at, org_id")


def _take(rows: Rows, organisation: Organisation) -> None:
    sql = "insert into organisation_slug (slug, org_id) values (?, ?)"
    rows.run(sql, (organisation.slug, organisation.id))


def _holder(rows: Rows, slug: str) -> str | None:
    found = rows.one("select org_id from organisation_slug where slug = ?", (slug,))
    return found["org_id"] if found else None
