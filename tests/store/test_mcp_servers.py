"""MCP servers as lists show them, and the calls that came through them."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from tests.store import made
from weavz_tui.model.enums import Source
from weavz_tui.model.lists import ActivityQuery, ServerQuery
from weavz_tui.model.servers import McpServer
from weavz_tui.store import executions, mcp_servers
from weavz_tui.store.protocol import Row, Rows, Values
from weavz_tui.store.rows import SqliteRows
from weavz_tui.store.sqlite import SqliteStore


def furnish(rows: Rows) -> None:
    """Three servers; two calls through the first, one through the second, one through no server."""
    for id in ("s0", "s1", "s2"):
        server = McpServer(
            id=id, org_id=made.ORG, workspace_id="w", name=id, created_at=made.AT,
            updated_at=made.AT,
        )  # fmt: skip
        mcp_servers.insert(rows, server)
    for number, through in enumerate(("s0", "s0", "s1", None)):
        moment = made.AT + timedelta(hours=number)
        source = Source.MCP_TOOLS if through else Source.REST
        record = made.execution(f"e{number}", source=source, created_at=moment, server_id=through)
        executions.insert(rows, made.ORG, record)


async def test_the_last_call_of_a_server_is_its_own(store: SqliteStore) -> None:
    await store.write(furnish)

    page = await store.read(lambda rows: mcp_servers.page(rows, made.ORG, ServerQuery()))

    hours = [made.AT + timedelta(hours=1), made.AT + timedelta(hours=2), None]
    assert [each.last_call_at for each in page.items] == hours


async def test_executions_are_found_by_the_server_that_they_came_through(
    store: SqliteStore,
) -> None:
    await store.write(furnish)

    def found(rows: Rows, query: ActivityQuery) -> list[str]:
        return [each.id for each in executions.page(rows, made.ORG, query).items]

    for query, expected in (
        (ActivityQuery(server_id="s0"), ["e1", "e0"]),
        (ActivityQuery(server_id="s1", workspace_id="w"), ["e2"]),
        (ActivityQuery(server_id="s2"), []),
        (ActivityQuery(), ["e3", "e2", "e1", "e0"]),
    ):
        assert await store.read(lambda rows, query=query: found(rows, query)) == expected  # type: ignore[misc]


async def test_looking_for_them_reads_no_other_execution(store: SqliteStore) -> None:
    class Listening(SqliteRows):
        """Rows that tell how they would be read instead."""

        def all(self, sql: str, values: Values = ()) -> list[Row]:
            plans.append(
                str([row["detail"] for row in super().all(f"explain query plan {sql}", values)])
            )
            return []

    plans: list[str] = []
    connection = sqlite3.connect(store.path)
    rows = Listening(connection, store.path)
    for query in (
        ActivityQuery(server_id="s0", counted=False),
        ActivityQuery(server_id="s0", workspace_id="w", counted=False),
    ):
        executions.page(rows, made.ORG, query, ["w", "v"])
    connection.close()

    assert len(plans) == 2
    assert all("INDEX execution_server" in each and "TEMP" not in each for each in plans)
