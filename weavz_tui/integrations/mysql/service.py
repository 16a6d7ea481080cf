"""The connection to a MySQL or MariaDB server, and a statement on it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from weavz_tui.catalog import (
    Category,
    Context,
    CustomAuth,
    Integration,
    Property,
)
from weavz_tui.integrations._databases import purpose_of, sign_in
from weavz_tui.integrations._sockets import (
    Place,
    driver,
    failed,
    in_thread,
    open_socket,
    place_of,
)
from weavz_tui.integrations.mysql.statements import literal, with_places
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import PropertyType

Result = TypeVar("Result")

PORT = 3306
CONNECT_SECONDS = 30.0
QUERY_SECONDS = 300

_PORT = Property(
    name="port",
    type=PropertyType.NUMBER,
    display_name="Port",
    required=True,
    default_value=PORT,
)

integration = Integration(
    "mysql",
    title="MySQL",
    description="Rows and queries of a MySQL or MariaDB database.",
    categories=[Category.DEVELOPER_TOOLS],
    auth=[CustomAuth(title="Database", properties=sign_in(_PORT, "User name", tls=False))],
)


async def execute(
    ctx: Context, statement: str, args: Sequence[Any], timezone: str | None
) -> dict[str, Any]:
    """The rows of a statement and what it changed; raises ActionFailed with the server's error."""
    pymysql = driver("pymysql", "mysql")
    place, credential = place_of(ctx, PORT), ctx.credential or Credential(integration.auth[0].type)
    purpose = purpose_of("mysql", place, credential, statement, args)
    prepared = with_places(statement, args)
    addresses = await ctx.resolve(place.host, place.port, purpose=purpose)
    opened = await open_socket(addresses, place, CONNECT_SECONDS)
    connection = _unconnected(pymysql, credential, place)

    def work() -> dict[str, Any]:
        connection.connect(opened)
        try:
            with connection.cursor() as cursor:
                if timezone:
                    cursor.execute("SET time_zone = %s", (timezone,))
                cursor.execute(prepared, tuple(literal(each) for each in args))
                return {
                    "results": [dict(row) for row in cursor.fetchall()],
                    "affectedRows": cursor.rowcount,
                    "insertId": cursor.lastrowid or None,
                }
        finally:
            connection.close()

    async def stop() -> None:
        await _kill(pymysql, credential, place, addresses, connection)

    try:
        return await in_thread(lambda: _translated(pymysql, work), opened, stop)
    finally:
        opened.close()


def _unconnected(pymysql: Any, credential: Credential, place: Place) -> Any:
    wanted = place.tls if credential.base_url else credential.values.get("enable_ssl") is True
    return pymysql.connections.Connection(
        host=place.host,
        port=int(place.port),
        user=credential.get("user"),
        password=credential.get("password"),
        database=credential.get("database") or None,
        charset="utf8mb4",
        autocommit=True,
        read_timeout=QUERY_SECONDS,
        write_timeout=QUERY_SECONDS,
        cursorclass=pymysql.cursors.DictCursor,
        ssl=_tls(credential) if wanted else None,
        ssl_disabled=not wanted,
        program_name="weavz-tui",
        defer_connect=True,
    )


def _tls(credential: Credential) -> ssl.SSLContext:
    authority = credential.get("certificate").strip()
    return ssl.create_default_context(cadata=authority or None)


async def _kill(
    pymysql: Any, credential: Credential, place: Place, addresses: tuple[str, ...], running: Any
) -> None:
    """Tell the server to stop a statement: it goes on when only its client is gone."""
    if running.server_thread_id[0] is None:
        return
    opened: socket.socket = await open_socket(addresses, place, CONNECT_SECONDS)
    other = _unconnected(pymysql, credential, place)

    def work() -> None:
        other.connect(opened)
        try:
            other.kill(running.thread_id())
        finally:
            other.close()

    try:
        await in_thread(work, opened)
    finally:
        opened.close()


def _translated(pymysql: Any, work: Callable[[], Result]) -> Result:
    """What `work` gives, with the driver's errors as ours."""
    try:
        return work()
    except pymysql.err.MySQLError as error:
        number = error.args[0] if error.args and isinstance(error.args[0], int) else 0
        text = str(error.args[1] if len(error.args) > 1 else error)
        # From 2000 on the numbers are the client's own: nobody knows what the server did.
        known = 1000 <= number < 2000 or number >= 3000
        raise failed(
            f"{text} ({number})" if number else text, reason="REFUSED" if known else "DROPPED"
        ) from None
    except (OSError, ValueError) as error:
        raise failed(str(error) or type(error).__name__, reason="DROPPED") from None
