"""Models to columns and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Any, Generic, TypeVar

from weavz_tui.model.base import Wire, iso
from weavz_tui.store.folding import searchable
from weavz_tui.store.protocol import Row, Rows

Entity = TypeVar("Entity", bound=Wire)

Columns = Mapping[str, Any]


def to_column(value: Any) -> Any:
    """A field's value as a column holds it."""
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value


@dataclass(frozen=True)
class Table(Generic[Entity]):
    """How records of one model are kept in a table.

    `fields` are kept under their own names but for those in `renamed` (column by field), `json`
    names those kept as JSON text, `searched` those that a list is searched by.
    """

    name: str
    model: type[Entity]
    fields: tuple[str, ...]
    json: frozenset[str] = frozenset()
    searched: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The model's columns, in the order of its fields."""
        return tuple(self.renamed.get(name, name) for name in self.fields)

    def select(self, prefix: str = "") -> str:
        """The columns as a query lists them, of the table that `prefix` (`c.`) stands for."""
        return ", ".join(f"{prefix}{column}" for column in self.columns)

    def row(self, entity: Entity) -> dict[str, Any]:
        """The columns of a record, its search text included."""
        found = {
            column: to_column(getattr(entity, name))
            for name, column in zip(self.fields, self.columns, strict=True)
        }
        if self.searched:
            found["search"] = searchable(*(getattr(entity, name) for name in self.searched))
        return found

    def values(self, row: Row) -> dict[str, Any]:
        """The fields of a row's record, ready for the model or one that extends it."""
        found: dict[str, Any] = {}
        for name, column in zip(self.fields, self.columns, strict=True):
            value = row[column]
            found[name] = json.loads(value) if name in self.json and value is not None else value
        return found

    def entity(self, row: Row) -> Entity:
        """The record of a row."""
        return self.model.model_validate(self.values(row))

    def insert(self, rows: Rows, entity: Entity, **more: Any) -> None:
        """Add a record, with `more` columns that its model lacks. Raises Duplicate."""
        columns = self.row(entity) | more
        marks = ", ".join("?" * len(columns))
        names = ", ".join(columns)
        sql = f"insert into {self.name} ({names}) values ({marks})"
        rows.run(sql, tuple(columns.values()))

    def update(
        self, rows: Rows, entity: Entity, org_id: str, *, keep: frozenset[str] = frozenset()
    ) -> bool:
        """Write a record over the one with its id, but for the columns to `keep`; whether it is
        there. Raises Duplicate."""
        columns = {
            name: value
            for name, value in self.row(entity).items()
            if name not in ("id", "org_id") and name not in keep
        }
        changes = ", ".join(f"{name} = ?" for name in columns)
        sql = f"update {self.name} set {changes} where org_id = ? and id = ?"
        return rows.run(sql, (*columns.values(), org_id, getattr(entity, "id"))) > 0  # noqa: B009

    def change(self, rows: Rows, org_id: str, id: str, changes: Mapping[str, Any]) -> Entity | None:
        """Change fields of the record with an id as it stands in this transaction, so that what
        somebody else has changed of it since stays; the record after it, None where it is not
        there. Raises Duplicate."""
        found = self.get(rows, org_id, id)
        if found is None:
            return None
        changed = found.model_copy(update=changes)
        self.update(rows, changed, org_id)
        return changed

    def get(self, rows: Rows, org_id: str, id: str) -> Entity | None:
        """The record with an id, or None."""
        row = rows.one(
            f"select {self.select()} from {self.name} where org_id = ? and id = ?", (org_id, id)
        )
        return self.entity(row) if row else None

    def where(
        self, rows: Rows, condition: str, values: tuple[Any, ...], order: str = ""
    ) -> list[Entity]:
        """The records that meet a condition, in an order."""
        ordered = f" order by {order}" if order else ""
        sql = f"select {self.select()} from {self.name} where {condition}{ordered}"
        return [self.entity(row) for row in rows.all(sql, values)]

    def delete(self, rows: Rows, org_id: str, id: str) -> bool:
        """Remove a record; whether it was there."""
        return rows.run(f"delete from {self.name} where org_id = ? and id = ?", (org_id, id)) > 0
