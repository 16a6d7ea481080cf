"""MCP servers as lists show them."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.store import made
from weavz_tui.model.enums import Source
from weavz_tui.model.lists import ServerQuery
from weavz_tui.model.servers import McpServer
from weavz_tui.store import executions, mcp_servers, workspaces
from weavz_tui.store.migrations import migrate
from weavz_tui.store.protocol import Row
from weavz_tui.store.rows import SqliteRows


class Counting(SqliteRows):
    """Rows that count the looks at executions."""

    looks = 0

    def one(self, sql: str, values: Any = ()) -> Row | None:
        self.looks += "from execution" in sql
        return super().one(sql, values)


def test_the_last_call_of_a_workspace_is_looked_for_once() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    path = Path(":memory:")
    migrate(connection, path)
    rows = Counting(connection, path)
    workspaces.insert(rows, made.workspace())
    for number in range(4):
        moment = made.AT + timedelta(hours=number)
        server = McpServer(
            id=f"s{number}", org_id=made.ORG, workspace_id="w", name=f"s{number}",
            created_at=moment, updated_at=moment,
        )  # fmt: skip
        mcp_servers.insert(rows, server)
    called = made.AT + timedelta(hours=1, minutes=30)
    record = made.execution("e", source=Source.MCP_TOOLS, created_at=called)
    executions.insert(rows, made.ORG, record)

    page = mcp_servers.page(rows, made.ORG, ServerQuery())

    assert [each.last_call_at for each in page.items] == [called, called, None, None]
    assert rows.looks == 1
