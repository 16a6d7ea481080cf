"""Rows and queries of a real MariaDB."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.fixtures.databases import Database, mariadb
from tests.integrations.contexts import options_of, run
from tests.integrations.purposes import purpose_of
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.mysql import integration
from weavz_tui.integrations.mysql.statements import with_places
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.net.client import Client
from weavz_tui.net.policy import AddressPolicy
from weavz_tui.net.settings import NetSettings

TABLE = """CREATE TABLE tea (
    id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(50) UNIQUE, price DECIMAL(6,2), bought DATETIME,
    details JSON
)"""


@pytest.fixture(scope="module")
def server() -> Iterator[Database]:
    with mariadb() as running:
        yield running


@pytest.fixture
async def tea(server: Database) -> AsyncIterator[Database]:
    """A table with two rows."""
    await call(server, "execute_query", query=TABLE)
    for name in ("Assam", "Sencha"):
        await call(server, "insert_row", table="tea", values={"name": name, "price": 4.5})
    yield server
    await call(server, "execute_query", query="DROP TABLE tea")


def credential(server: Database, base_url: str | None = None, **fields: Any) -> Credential:
    values = {
        "host": server.host,
        "port": server.port,
        "user": server.user,
        "password": server.password,
        "database": server.database,
        **fields,
    }
    return Credential(ConnectionType.CUSTOM_AUTH, values, base_url)


async def call(server: Database, action: str, **inputs: Any) -> Any:
    given = credential(server, **inputs.pop("fields", {}))
    return await run(integration, action, inputs, transport=Client(), credential=given)


async def failure(server: Database, action: str, **inputs: Any) -> ActionFailed:
    with pytest.raises(ActionFailed) as caught:
        await call(server, action, **inputs)
    return caught.value


async def names(server: Database) -> list[str]:
    found = await call(server, "find_rows", table="tea", condition="1 ORDER BY name")
    return [each["name"] for each in found["results"]]


async def test_rows_are_found_by_a_condition(tea: Database) -> None:
    found = await call(
        tea,
        "find_rows",
        table="tea",
        condition="name LIKE ? AND price > ?",
        args=["%am", 4],
        columns=["name", "price"],
    )
    assert [each["name"] for each in found["results"]] == ["Assam"]
    assert [str(each["price"]) for each in found["results"]] == ["4.50"]


async def test_a_hostile_argument_is_a_value(tea: Database) -> None:
    hostile = "x' OR '1'='1"
    found = await call(tea, "find_rows", table="tea", condition="name = ?", args=[hostile])
    assert found == {"results": []}


async def test_a_hostile_name_is_a_name(tea: Database) -> None:
    error = await failure(
        tea, "delete_row", table="tea", search_column="name` = name OR `id", search_value="1"
    )
    assert "Unknown column" in error.details["message"]
    assert await names(tea) == ["Assam", "Sencha"]


async def test_a_row_is_added_with_its_key(tea: Database) -> None:
    values = {"name": "Grüner Tee 茶", "price": 9, "details": {"from": ["Uji"]}}
    added = await call(tea, "insert_row", table="tea", values=values)
    assert (added["insertId"], added["affectedRows"]) == (3, 1)
    found = await call(tea, "find_rows", table="tea", condition="id = 3", columns=["*"])
    assert found["results"][0]["name"] == "Grüner Tee 茶"
    assert found["results"][0]["details"] == '{"from": ["Uji"]}'


async def test_a_row_is_changed(tea: Database) -> None:
    changed = await call(
        tea,
        "update_row",
        table="tea",
        values={"name": "Bancha"},
        search_column="name",
        search_value="Sencha",
    )
    assert changed["affectedRows"] == 1
    assert await names(tea) == ["Assam", "Bancha"]


async def test_a_row_is_deleted(tea: Database) -> None:
    found = await call(tea, "delete_row", table="tea", search_column="name", search_value="Sencha")
    assert found["affectedRows"] == 1
    assert await names(tea) == ["Assam"]


async def test_the_tables_are_listed_and_offered(tea: Database) -> None:
    assert await call(tea, "get_tables") == {"tables": ["tea"]}
    found = await options_of(
        integration, "find_rows", "table", transport=Client(), credential=credential(tea)
    )
    assert [each.value for each in found.options] == ["tea"]


async def test_the_session_has_the_given_time_zone(tea: Database) -> None:
    found = await call(
        tea,
        "execute_query",
        query="SELECT UNIX_TIMESTAMP('2026-01-01 02:00:00') AS t",
        timezone="+02:00",
    )
    assert found["results"] == [{"t": 1767225600}]


async def test_an_error_of_the_server_is_told_and_leaves_nothing_in_doubt(tea: Database) -> None:
    error = await failure(tea, "insert_row", table="tea", values={"name": "Assam"})
    assert error.details["message"] == "Duplicate entry 'Assam' for key 'name' (1062)"
    assert error.details["reason"] == "REFUSED"


async def test_a_wrong_password_is_told_and_not_shown(server: Database) -> None:
    error = await failure(server, "get_tables", fields={"password": "wrong-secret"})
    assert error.details["message"].startswith("Access denied for user 'tea'")
    assert "wrong-secret" not in str(error.wire())


async def test_a_port_where_nobody_listens(server: Database) -> None:
    error = await failure(server, "get_tables", fields={"port": 1})
    assert error.details["reason"] == "CONNECT"


async def is_running(server: Database, note: str) -> bool:
    """Whether a statement with a note is still at work."""
    own = "id <> CONNECTION_ID()"
    text = f"SELECT id FROM information_schema.processlist WHERE info LIKE ? AND {own}"
    found = await call(server, "execute_query", query=text, args=[f"%/* {note} */%"])
    return bool(found["results"])


async def until(server: Database, note: str, wanted: bool) -> None:
    """The server tells nobody when a statement begins or ends: it has to be asked."""
    async with asyncio.timeout(10):
        while await is_running(server, note) is not wanted:
            pass


async def test_cancelling_stops_the_query_at_the_server(server: Database) -> None:
    text = "SELECT SLEEP(60) /* cancelled */"
    task = asyncio.create_task(call(server, "execute_query", query=text))
    await until(server, "cancelled", wanted=True)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(server, "cancelled", wanted=False)


async def test_tls_is_verified_against_the_given_authority(server: Database) -> None:
    inputs = {"query": "SHOW STATUS LIKE 'Ssl_version'"}
    fields = {"enable_ssl": True, "certificate": server.authority}
    found = await call(server, "execute_query", **inputs, fields=fields)
    assert found["results"][0]["Value"].startswith("TLSv1.")
    plain = await call(server, "execute_query", **inputs)
    assert plain["results"][0]["Value"] == ""
    error = await failure(server, "execute_query", **inputs, fields={"enable_ssl": True})
    assert "certificate" in error.details["message"].lower()


async def test_the_base_url_stands_in_for_host_and_port(server: Database) -> None:
    given = credential(server, f"http://127.0.0.1:{server.port}", host="nowhere.invalid", port=1)
    found = await run(integration, "get_tables", transport=Client(), credential=given)
    assert found == {"tables": []}


async def test_the_address_policy_holds(server: Database) -> None:
    strict = Client(NetSettings(policy=AddressPolicy(allow_private=False)))
    with pytest.raises(ActionFailed) as caught:
        await run(integration, "get_tables", transport=strict, credential=credential(server))
    assert caught.value.details["reason"] == "REFUSED"


async def test_a_preview_shows_the_statement_and_where_it_goes(server: Database) -> None:
    inputs = {"table": "tea", "search_column": "id", "search_value": "1"}
    shown = await purpose_of(integration, "delete_row", inputs, credential(server))
    where = f"mysql query on 127.0.0.1:{server.port}/tea"
    assert shown == f'{where}\nDELETE FROM `tea` WHERE `id` = ?\narguments: ["1"]'


async def test_a_missing_driver_says_what_installs_it(
    server: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pymysql", None)
    error = await failure(server, "get_tables")
    assert error.hint == "install it: pip install 'weavz-tui[mysql]'"


def test_the_integration_alone_does_not_import_its_driver() -> None:
    code = "import sys, weavz_tui.integrations.mysql as m; assert 'pymysql' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("statement", "prepared"),
    [
        ("a = ? AND b = ?", "a = %s AND b = %s"),
        ("a = '?' AND b = ? AND c = ?", "a = '?' AND b = %s AND c = %s"),
        (r"a = 'it\'s?' AND b = ? AND c=?", r"a = 'it\'s?' AND b = %s AND c=%s"),
        ("a = 'it''s?' AND b = ? AND `c?` = ?", "a = 'it''s?' AND b = %s AND `c?` = %s"),
        ("a = ? -- what?\nAND b = ? /* ? */ # ?", "a = %s -- what?\nAND b = %s /* ? */ # ?"),
        ('a LIKE "5%?" AND b % 2 = ? AND c = ?', 'a LIKE "5%%?" AND b %% 2 = %s AND c = %s'),
    ],
)
def test_only_the_places_of_a_statement_are_places(statement: str, prepared: str) -> None:
    assert with_places(statement, [1, 2]) == prepared


@pytest.mark.parametrize("args", [[], [1], [1, 2, 3]])
def test_there_are_as_many_arguments_as_places(args: list[int]) -> None:
    with pytest.raises(ValidationError):
        with_places("a = ? AND b = ?", args)


@pytest.mark.parametrize("values", [{}, {"": 1}])
async def test_a_row_has_columns(server: Database, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        await call(server, "insert_row", table="tea", values=values)
