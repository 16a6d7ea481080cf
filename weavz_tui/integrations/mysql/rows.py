"""Rows, tables and any statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from weavz_tui.catalog import (
    Context,
    Dropdown,
    Effect,
    LongText,
    Markdown,
    Option,
    Options,
    Prop,
    ValidationError,
)
from weavz_tui.integrations.mysql.service import execute, integration
from weavz_tui.integrations.mysql.statements import quoted_name


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
    listed = ", ".join("*" if each == "*" else quoted_name(each) for each in columns or ["*"])
    statement = f"SELECT {listed} FROM {quoted_name(table)} WHERE {condition}"
    return {"results": (await execute(ctx, statement, args or [], timezone))["results"]}


@integration.action()
async def insert_row(
    ctx: Context, timezone: Timezone | None = None, *, table: Table, values: dict[str, Any]
) -> Any:
    """Add a row; `insertId` is the key that the server gave it.

    Args:
        values: Values by column.
    """
    _require(values)
    names = ", ".join(quoted_name(each) for each in values)
    places = ", ".join("?" for _ in values)
    statement = f"INSERT INTO {quoted_name(table)} ({names}) VALUES ({places})"
    return await execute(ctx, statement, list(values.values()), timezone)


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
    changes = ", ".join(f"{quoted_name(each)} = ?" for each in values)
    statement = f"UPDATE {quoted_name(table)} SET {changes} WHERE {quoted_name(search_column)} = ?"
    return await execute(ctx, statement, [*values.values(), search_value], timezone)


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
    statement = f"DELETE FROM {quoted_name(table)} WHERE {quoted_name(search_column)} = ?"
    return await execute(ctx, statement, [search_value], timezone)


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
    return await execute(ctx, query, args or [], timezone)


async def _tables(ctx: Context) -> list[str]:
    found = await execute(ctx, "SHOW FULL TABLES", [], None)
    return [str(next(iter(row.values()))) for row in found["results"]]


def _require(values: Mapping[str, Any]) -> None:
    if not values:
        raise ValidationError.of(values="must not be empty")
