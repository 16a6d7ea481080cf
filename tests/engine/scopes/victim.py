"""The records that belong to somebody else, and whether anything of them is told or touched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from weavz_tui.engine.local import LocalService
from weavz_tui.model.lists import (
    Page,
    PageQuery,
)

MARK = "victim"


@dataclass
class Victim:
    """The ids of the records that belong to the victim."""

    org: str
    workspace: str
    instance: str
    connection: str
    end_user: str
    partial: str
    execution: str
    server: str
    tool: str
    token: str
    api_key: str
    session: str
    link: str
    undo: str
    authorisation: str
    state: str


Attempt = Callable[[Any, Victim], Awaitable[Any]]


# What a stranger may get: REFUSED is an error, OWN is an answer about what is theirs.
REFUSED, OWN = "refused", "own"

HASH = {"integration_name": "hash-encode", "action_name": "generate_uuid"}
FRESH = PageQuery()


async def kept(service: LocalService) -> dict[str, list[dict[str, Any]]]:
    """Everything in the database that belongs to the victim."""
    tables = await service.parts.read(
        lambda rows: [
            row["name"] for row in rows.all("select name from sqlite_schema where type = 'table'")
        ]
    )

    def read(table: str) -> Callable[[Any], list[dict[str, Any]]]:
        return lambda rows: [
            dict(row) for row in rows.all(f"select * from {table}") if MARK in str(row)
        ]

    return {table: await service.parts.read(read(table)) for table in sorted(tables)}


def text_of(found: Any) -> str:
    """Whatever an answer says."""
    if isinstance(found, Page):
        return " ".join(text_of(each) for each in found.items)
    if isinstance(found, list | tuple):
        return " ".join(text_of(each) for each in found)
    return str(found.wire()) if hasattr(found, "wire") else repr(found)
