"""`weavz-tui usage`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import click

from weavz_tui.cli import options
from weavz_tui.cli.output import Column, print_fields, print_json, print_table
from weavz_tui.cli.session import engine_command
from weavz_tui.engine.service import Service
from weavz_tui.model.status import UsageReport


class Executions(NamedTuple):
    """Of one day, action, source or workspace."""

    name: str
    runs: int
    failed: int


@click.command()
@click.option("--month", default="", metavar="YYYY-MM", help="Another month than this one.")
@options.json_option
@engine_command
async def usage(service: Service, month: str, as_json: bool) -> None:
    """Executions of a calendar month (UTC), and what is left of its quota.

    Successful ones and those that failed, by day, by action, by the way they came and by
    workspace. Those of the playground are told, too, but do not consume the quota.
    """
    report = await service.usage(month)
    if as_json:
        print_json({"usage": report})
        return
    limit = "unlimited" if report.limit is None else report.limit
    print_fields(
        [
            ("executions", report.actions),
            ("failed", report.failed.total),
            ("counted", f"{report.counted} of {limit}"),
            ("from", report.start),
            ("to", report.end),
        ]
    )
    for title, rows in _tables(report).items():
        if rows:
            click.echo()
            print_table(_columns(title), rows)


def _tables(report: UsageReport) -> dict[str, list[Executions]]:
    failed = report.failed
    return {
        "day": sorted(_rows(dict(report.by_day), failed.by_day)),
        "action": _rows(dict(report.by_action), failed.by_action),
        "source": _rows(report.by_source, failed.by_source),
        "workspace": _rows(dict(report.by_workspace), failed.by_workspace),
    }


def _rows(runs: Mapping[str, int], failed: Mapping[str, int]) -> list[Executions]:
    return [
        Executions(name, runs.get(name, 0), failed.get(name, 0))
        for name in dict.fromkeys((*runs, *failed))
    ]


def _columns(title: str) -> tuple[Column[Executions], ...]:
    return (
        Column(title, lambda each: each.name),
        Column("executions", lambda each: each.runs),
        Column("failed", lambda each: each.failed),
    )
