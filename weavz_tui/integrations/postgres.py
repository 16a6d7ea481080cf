"""PostgreSQL: any query."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

from weavz_tui.catalog import (
    Category,
    Context,
    CustomAuth,
    Effect,
    Integration,
    LongText,
    Markdown,
    Prop,
    Property,
)
from weavz_tui.integrations._databases import purpose_of, sign_in
from weavz_tui.integrations._sockets import Place, driver, failed, place_of
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import PropertyType

PORT = 5432
TIMEOUT_MS = 30_000

_PORT = Property(
    name="port",
    type=PropertyType.SHORT_TEXT,
    display_name="Port",
    required=True,
    default_value=str(PORT),
)
_VERIFY = Property(
    name="reject_unauthorized",
    type=PropertyType.CHECKBOX,
    display_name="Verify the server's certificate",
    default_value=True,
)

integration = Integration(
    "postgres",
    title="Postgres",
    description="Queries on a PostgreSQL database.",
    categories=[Category.DEVELOPER_TOOLS],
    auth=[
        CustomAuth(title="Database", properties=sign_in(_PORT, "User", tls=True, trust=[_VERIFY]))
    ],
)


@integration.action("run-query", effect=Effect.DESTROY, idempotent=False)
async def run_query(
    ctx: Context,
    markdown: Markdown | None = None,
    *,
    query: LongText,
    args: list[Any] | None = None,
    query_timeout: Annotated[float, Prop(title="Query timeout (ms)", minimum=1)] = TIMEOUT_MS,
    connection_timeout_ms: Annotated[
        float, Prop(title="Connection timeout (ms)", minimum=1)
    ] = TIMEOUT_MS,
    application_name: str | None = None,
) -> Any:
    """Run one statement; the result has `rows`, `rowCount` and `command`.

    Args:
        markdown: A note; put values into the arguments, never into the statement.
        query: The statement, with $1, $2, ... for the arguments.
        args: The arguments; an object or a list of one goes in as JSON.
        query_timeout: How long the statement may take, in milliseconds.
        connection_timeout_ms: How long connecting may take, in milliseconds.
        application_name: What the server calls this client.
    """
    psycopg = driver("psycopg", "postgres")
    values = [json.dumps(each) if isinstance(each, dict | list) else each for each in args or []]
    place, credential = place_of(ctx, PORT), ctx.credential or Credential(integration.auth[0].type)
    purpose = purpose_of("postgres", place, credential, query, values)
    addresses = await ctx.resolve(place.host, place.port, purpose=purpose)
    target = {
        # Every address of the host in turn, and none that the policy has not seen.
        "host": ",".join([place.host] * len(addresses)),
        "hostaddr": ",".join(addresses),
        "port": place.port,
        "application_name": application_name or "weavz-tui",
        **_login(credential),
    }
    with _authorities(credential, place) as tls:
        connection = await _connected(psycopg, {**target, **tls}, connection_timeout_ms)
    async with connection:
        return await _result(psycopg, connection, query, values, query_timeout)


@integration.tests
async def select(ctx: Context) -> Any:
    """Sign in and ask for nothing."""
    return await run_query(ctx, query="SELECT 1")


async def _connected(psycopg: Any, target: dict[str, str], milliseconds: float) -> Any:
    """A connection in which every statement stands for itself."""
    rows = driver("psycopg.rows", "postgres")
    try:
        async with asyncio.timeout(milliseconds / 1000):
            return await psycopg.AsyncConnection.connect(
                psycopg.conninfo.make_conninfo(**target), autocommit=True, row_factory=rows.dict_row
            )
    except TimeoutError:
        text = f"the server did not answer within {milliseconds:g} ms"
        raise failed(text, reason="CONNECT") from None
    except psycopg.Error as error:
        raise failed(_text(error), reason="CONNECT") from None


async def _result(
    psycopg: Any, connection: Any, query: str, values: list[Any], milliseconds: float
) -> dict[str, Any]:
    """What a statement gives; when its time is up, or the caller gone, the server stops it."""
    try:
        async with (
            asyncio.timeout(milliseconds / 1000),
            psycopg.AsyncRawCursor(connection) as cursor,
        ):
            await cursor.execute(query, values or None)
            rows = await cursor.fetchall() if cursor.description else []
            return {"rows": rows, "rowCount": cursor.rowcount, "command": cursor.statusmessage}
    except TimeoutError:
        raise failed(
            f"no answer within {milliseconds:g} ms",
            reason="TIMEOUT",
            hint="give the query more time (query_timeout), or see what keeps it waiting",
        ) from None
    except psycopg.Error as error:
        raise _said(error) from None


def _login(credential: Credential) -> dict[str, str]:
    names = {"dbname": "database", "user": "user", "password": "password"}
    return {key: credential.get(field) for key, field in names.items() if credential.get(field)}


@contextmanager
def _authorities(credential: Credential, place: Place) -> Iterator[dict[str, str]]:
    """How the server's certificate is looked at; a base URL's scheme tells whether there is one."""
    wanted = place.tls if credential.base_url else _is_on(credential, "enable_ssl")
    authority = credential.get("certificate").strip()
    if not wanted:
        yield {"sslmode": "disable"}
    elif not _is_on(credential, "reject_unauthorized"):
        yield {"sslmode": "require"}
    elif not authority:
        yield {"sslmode": "verify-full", "sslrootcert": "system"}
    else:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "authority.pem")
            file.write_text(authority)
            yield {"sslmode": "verify-full", "sslrootcert": str(file)}


def _is_on(credential: Credential, key: str) -> bool:
    value = credential.values.get(key, True)
    return str(value).casefold() not in {"false", "0", "no", "off", "none", ""}


def _said(error: Any) -> Exception:
    """A server's own error, with its SQLSTATE; a lost connection leaves open what was done."""
    state = getattr(error, "sqlstate", None)
    if state is None:
        return failed(_text(error), reason="DROPPED")
    text = f"{error.diag.message_primary or _text(error)} ({state})"
    more = [each for each in (error.diag.message_detail, error.diag.message_hint) if each]
    return failed(". ".join([text, *more]), reason="REFUSED")


def _text(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
