"""MySQL and MariaDB: rows and queries."""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from weavz_tui.catalog import (
    Category,
    Context,
    CustomAuth,
    Dropdown,
    Effect,
    Integration,
    LongText,
    Markdown,
    Option,
    Options,
    Prop,
    Property,
    ValidationError,
)
from weavz_tui.integrations._sockets import (
    Place,
    driver,
    failed,
    in_thread,
    open_socket,
    place_of,
)
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import PropertyType

Result = TypeVar("Result")

PORT = 3306
CONNECT_SECONDS = 30.0
QUERY_SECONDS = 300

_FIELDS = (
    Property(name="host", type=PropertyType.SHORT_TEXT, display_name="Host", required=True),
    Property(
        name="port",
        type=PropertyType.NUMBER,
        display_name="Port",
        required=True,
        default_value=PORT,
    ),
    Property(name="user", type=PropertyType.SHORT_TEXT, display_name="User name", required=True),
    Property(
        name="password",
        type=PropertyType.SECRET_TEXT,
        display_name="Password",
        required=True,
        secret=True,
    ),
    Property(name="database", type=PropertyType.SHORT_TEXT, display_name="Database", required=True),
    Property(
        name="enable_ssl",
        type=PropertyType.CHECKBOX,
        display_name="Use TLS",
        default_value=False,
    ),
    Property(
        name="certificate",
        type=PropertyType.LONG_TEXT,
        display_name="Certificate authority",
        description="PEM; the system's authorities when empty.",
    ),
)

integration = Integration(
    "mysql",
    title="MySQL",
    description="Rows and queries of a MySQL or MariaDB database.",
    categories=[Category.DEVELOPER_TOOLS],
    auth=[CustomAuth(title="Database", properties=_FIELDS)],
)


async def tables(ctx: Context) -> Options:
    """The tables of the database."""
    found = await _tables(ctx)
    return Options(options=tuple(Option(label=each, value=each) for each in found))


Table = Annotated[str, Dropdown(tables), Prop(description="The table.")]
Timezone = Annotated[
    str, Prop(description="Time zone of the session, such as +02:00; the server's when empty.")
]
Note = Annotated[
    Markdown, Prop(description="A note; put values into the arguments, never into the statement.")
]


@integration.action(effect=Effect.READ)
async def find_rows(
    ctx: Context,
    markdown: Note | None = None,
    timezone: Timezone | None = None,
    *,
    table: Table,
    condition: LongText,
    args: list[Any] | None = None,
    columns: list[str] | None = None,
) -> Any:
    """Read the rows for which a condition holds.

    Args:
        condition: What comes after WHERE, with ? for each argument.
        args: The arguments.
        columns: The columns to read; all when empty.
    """
    listed = ", ".join("*" if each == "*" else _name(each) for each in columns or ["*"])
    statement = f"SELECT {listed} FROM {_name(table)} WHERE {condition}"
    return {"results": (await _run(ctx, statement, args or [], timezone))["results"]}


@integration.action()
async def insert_row(
    ctx: Context, timezone: Timezone | None = None, *, table: Table, values: dict[str, Any]
) -> Any:
    """Add a row; `insertId` is the key that the server gave it.

    Args:
        values: Values by column.
    """
    _require(values)
    names = ", ".join(_name(each) for each in values)
    places = ", ".join("?" for _ in values)
    statement = f"INSERT INTO {_name(table)} ({names}) VALUES ({places})"
    return await _run(ctx, statement, list(values.values()), timezone)


@integration.action(idempotent=True)
async def update_row(
    ctx: Context,
    timezone: Timezone | None = None,
    *,
    table: Table,
    values: dict[str, Any],
    search_column: str,
    search_value: str,
) -> Any:
    """Change the rows that have a value in a column.

    Args:
        values: New values by column.
        search_column: The column that is looked at.
        search_value: The value that it has.
    """
    _require(values)
    changes = ", ".join(f"{_name(each)} = ?" for each in values)
    statement = f"UPDATE {_name(table)} SET {changes} WHERE {_name(search_column)} = ?"
    return await _run(ctx, statement, [*values.values(), search_value], timezone)


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_row(
    ctx: Context,
    markdown: Note | None = None,
    timezone: Timezone | None = None,
    *,
    table: Table,
    search_column: str,
    search_value: str,
) -> Any:
    """Delete the rows that have a value in a column.

    Args:
        search_column: The column that is looked at.
        search_value: The value that it has.
    """
    statement = f"DELETE FROM {_name(table)} WHERE {_name(search_column)} = ?"
    return await _run(ctx, statement, [search_value], timezone)


@integration.action(effect=Effect.READ)
async def get_tables(ctx: Context) -> Any:
    """List the tables of the database."""
    return {"tables": await _tables(ctx)}


@integration.action(effect=Effect.DESTROY, idempotent=False)
async def execute_query(
    ctx: Context,
    markdown: Note | None = None,
    timezone: Timezone | None = None,
    *,
    query: LongText,
    args: list[Any] | None = None,
) -> Any:
    """Run one statement; the result has `results`, `affectedRows` and `insertId`.

    Args:
        query: The statement, with ? for each argument.
        args: The arguments.
    """
    return await _run(ctx, query, args or [], timezone)


async def _tables(ctx: Context) -> list[str]:
    found = await _run(ctx, "SHOW FULL TABLES", [], None)
    return [str(next(iter(row.values()))) for row in found["results"]]


async def _run(
    ctx: Context, statement: str, args: Sequence[Any], timezone: str | None
) -> dict[str, Any]:
    """The rows of a statement and what it changed; raises ActionFailed with the server's error."""
    pymysql = driver("pymysql", "mysql")
    place, credential = place_of(ctx, PORT), ctx.credential or Credential(integration.auth[0].type)
    purpose = f"mysql query on {place}/{credential.get('database')}\n{statement}"
    if args:
        purpose += f"\narguments: {json.dumps(args, ensure_ascii=False, default=str)}"
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
                cursor.execute(prepared, tuple(_literal(each) for each in args))
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


_PIECES = re.compile(
    r"""'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`|--[ \t][^\n]*|\#[^\n]*|/\*.*?\*/|\?|%""",
    re.DOTALL,
)


def with_places(statement: str, args: Sequence[Any]) -> str:
    """A statement with %s for each ?, as the driver has it; what is quoted or a comment stays.

    Raises ValidationError where there are not as many arguments as places.
    """
    places = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal places
        piece = match[0]
        if piece == "?":
            places += 1
            return "%s"
        return piece.replace("%", "%%")

    prepared = _PIECES.sub(replaced, statement)
    if places != len(args):
        raise ValidationError.of(args=f"there are {places} places (?) and {len(args)} arguments")
    return prepared


def _name(text: str) -> str:
    """A table's or a column's name, quoted; `database.table` is two of them."""
    if not all(text.split(".")) or "\0" in text:
        raise ValidationError.of(table="a name must not be empty")
    return ".".join("`" + part.replace("`", "``") + "`" for part in text.split("."))


def _literal(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def _require(values: Mapping[str, Any]) -> None:
    if not values:
        raise ValidationError.of(values="must not be empty")
