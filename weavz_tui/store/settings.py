"""Settings of an organisation: a JSON value by name."""

from __future__ import annotations

import json
from typing import Any

from weavz_tui.store.protocol import Rows


def get(rows: Rows, org_id: str, name: str, default: Any = None) -> Any:
    """The value of a setting, or the default."""
    row = rows.one("select value from setting where org_id = ? and name = ?", (org_id, name))
    return json.loads(row["value"]) if row else default


def put(rows: Rows, org_id: str, name: str, value: Any) -> None:
    """Set a setting to a JSON value."""
    rows.run(
        "insert into setting (org_id, name, value) values (?, ?, ?) "
        "on conflict (org_id, name) do update set value = excluded.value",
        (org_id, name, json.dumps(value)),
    )
    rows.changed("setting")
