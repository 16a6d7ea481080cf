"""Queries on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fixtures.databases import Database, postgres
from tests.integrations.contexts import probed, run
from tests.integrations.purposes import purpose_of
from weavz_tui.catalog import ActionFailed
from weavz_tui.integrations.postgres import integration
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.net.client import Client
from weavz_tui.net.policy import AddressPolicy
from weavz_tui.net.settings import NetSettings


@pytest.fixture(scope="module")
def server() -> Iterator[Database]:
    with postgres() as running:
        yield running


def credential(server: Database, base_url: str | None = None, **fields: Any) -> Credential:
    values = {
        "host": server.host,
        "port": str(server.port),
        "user": server.user,
        "password": server.password,
        "database": server.database,
        "enable_ssl": False,
        **fields,
    }
    return Credential(ConnectionType.CUSTOM_AUTH, values, base_url)


async def query(server: Database, text: str, **inputs: Any) -> Any:
    given = credential(server, **inputs.pop("fields", {}))
    return await run(
        integration,
        "run-query",
        {"query": text, **inputs},
        transport=Client(),
        credential=given,
    )


async def failure(server: Database, text: str, **inputs: Any) -> ActionFailed:
    with pytest.raises(ActionFailed) as caught:
        await query(server, text, **inputs)
    return caught.value


async def test_rows_come_with_their_types(server: Database) -> None:
    found = await query(server, "SELECT 1 AS one, 'Grüße' AS text, true AS yes, NULL AS nothing")
    assert found == {
        "rows": [{"one": 1, "text": "Grüße", "yes": True, "nothing": None}],
        "rowCount": 1,
        "command": "SELECT 1",
    }


async def test_arguments_are_never_part_of_the_statement(server: Database) -> None:
    hostile = "'; DROP TABLE tea; --"
    found = await query(
        server, "SELECT $1::text AS a, $2::int AS b, $3::jsonb AS c", args=[hostile, 7, {"k": [1]}]
    )
    assert found["rows"] == [{"a": hostile, "b": 7, "c": {"k": [1]}}]


async def test_a_percent_sign_is_just_that(server: Database) -> None:
    assert (await query(server, "SELECT 'a%s' LIKE 'a%' AS same"))["rows"] == [{"same": True}]


async def test_what_is_written_stays(server: Database) -> None:
    await query(server, "CREATE TABLE tea (name text)")
    written = await query(server, "INSERT INTO tea VALUES ($1), ($2)", args=["Assam", "Sencha"])
    assert written == {"rows": [], "rowCount": 2, "command": "INSERT 0 2"}
    found = await query(server, "SELECT name FROM tea ORDER BY name")
    assert [each["name"] for each in found["rows"]] == ["Assam", "Sencha"]


async def test_an_error_of_the_server_is_told_and_leaves_nothing_in_doubt(
    server: Database,
) -> None:
    error = await failure(server, "SELECT * FROM missing")
    assert error.details["message"] == 'relation "missing" does not exist (42P01)'
    assert error.details["reason"] == "REFUSED"


async def test_a_wrong_password_is_told_and_not_shown(server: Database) -> None:
    error = await failure(server, "SELECT 1", fields={"password": "wrong-secret"})
    assert "password authentication failed" in error.details["message"]
    assert error.details["reason"] == "CONNECT"
    assert "wrong-secret" not in str(error.wire())


async def test_a_connection_is_tested_by_signing_in(server: Database) -> None:
    found = await probed(integration, transport=Client(), credential=credential(server))
    assert found["rowCount"] == 1
    with pytest.raises(ActionFailed):
        bad = credential(server, password="no")
        await probed(integration, transport=Client(), credential=bad)


async def test_a_port_where_nobody_listens(server: Database) -> None:
    error = await failure(server, "SELECT 1", fields={"port": "1"})
    assert error.details["reason"] == "CONNECT"


async def running(server: Database, note: str) -> bool:
    """Whether a statement with a note is still at work."""
    text = "SELECT count(*) AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1"
    found = await query(server, text, args=[f"SELECT pg_sleep% -- {note}"])
    return bool(found["rows"][0]["n"])


async def until(server: Database, note: str, wanted: bool) -> None:
    """The server tells nobody when a statement begins or ends: it has to be asked."""
    async with asyncio.timeout(10):
        while await running(server, note) is not wanted:
            pass


async def test_a_query_over_its_time_is_stopped_at_the_server(server: Database) -> None:
    error = await failure(server, "SELECT pg_sleep(60) -- slow", query_timeout=200)
    assert error.details["reason"] == "TIMEOUT"
    await until(server, "slow", wanted=False)


async def test_cancelling_stops_the_query_at_the_server(server: Database) -> None:
    task = asyncio.create_task(query(server, "SELECT pg_sleep(60) -- cancelled"))
    await until(server, "cancelled", wanted=True)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(server, "cancelled", wanted=False)


async def test_tls_is_verified_against_the_given_authority(server: Database) -> None:
    ssl = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    fields = {"enable_ssl": True, "certificate": server.authority}
    assert (await query(server, ssl, fields=fields))["rows"] == [{"ssl": True}]
    unverified = {"enable_ssl": True, "reject_unauthorized": False}
    assert (await query(server, ssl, fields=unverified))["rows"] == [{"ssl": True}]
    error = await failure(server, ssl, fields={"enable_ssl": True})
    assert error.details["reason"] == "CONNECT"
    assert "certificate" in error.details["message"]


async def test_the_base_url_stands_in_for_host_and_port(server: Database) -> None:
    given = credential(server, f"http://localhost:{server.port}", host="nowhere.invalid", port="1")
    found = await run(
        integration, "run-query", {"query": "SELECT 1 AS n"}, transport=Client(), credential=given
    )
    assert found["rows"] == [{"n": 1}]


async def test_the_address_policy_holds(server: Database) -> None:
    strict = Client(NetSettings(policy=AddressPolicy(allow_private=False)))
    with pytest.raises(ActionFailed) as caught:
        await run(
            integration,
            "run-query",
            {"query": "SELECT 1"},
            transport=strict,
            credential=credential(server),
        )
    assert caught.value.details["reason"] == "REFUSED"


async def test_a_preview_shows_the_query_and_where_it_goes(server: Database) -> None:
    inputs = {"query": "SELECT $1", "args": ["a"]}
    shown = await purpose_of(integration, "run-query", inputs, credential(server))
    where = f"postgres query on 127.0.0.1:{server.port}/postgres"
    assert shown == f'{where}\nSELECT $1\narguments: ["a"]'


async def test_a_missing_driver_says_what_installs_it(
    server: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    error = await failure(server, "SELECT 1")
    assert error.hint == "install it: pip install 'weavz-tui[postgres]'"


def test_the_integration_alone_does_not_import_its_driver() -> None:
    code = "import sys, weavz_tui.integrations.postgres as p; assert 'psycopg' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
