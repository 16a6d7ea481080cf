"""`weavz-tui usage`."""

from __future__ import annotations

import click

from weavz_tui.cli import options
from weavz_tui.cli.output import Column, print_fields, print_json, print_table
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service

BY_SOURCE = (
    Column[tuple[str, int]]("source", lambda each: each[0]),
    Column[tuple[str, int]]("executions", lambda each: each[1]),
)
BY_ACTION = (
    Column[tuple[str, int]]("action", lambda each: each[0]),
    Column[tuple[str, int]]("executions", lambda each: each[1]),
)


@click.command()
@options.json_option
@engine_command
async def usage(service: Service, as_json: bool) -> None:
    """Executions of this calendar month (UTC) and what is left of the quota."""
    report = await service.usage()
    if as_json:
        print_json({"usage": report})
        return
    limit = "unlimited" if report.limit is None else report.limit
    print_fields(
        [
            ("executions", report.actions),
            ("counted", f"{report.counted} of {limit}"),
            ("from", report.start),
            ("to", report.end),
        ]
    )
    for columns, rows in (
        (BY_SOURCE, list(report.by_source.items())),
        (BY_ACTION, report.by_action),
    ):
        if rows:
            click.echo()
            print_table(columns, rows)
