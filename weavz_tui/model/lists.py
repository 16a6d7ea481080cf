"""Lists: pages by key, and rows with what a list shows beside the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import Field

from weavz_tui.model.base import Moment, Wire
from weavz_tui.model.entities import Connection, EndUser, Partial, Workspace, WorkspaceIntegration
from weavz_tui.model.enums import ExecutionStatus, Source

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class PageQuery:
    """Which part of a list. `cursor` is an earlier page's `next` or `previous`, opaque.

    `backwards` reads the page that ends before the cursor (before the end of the list when there
    is no cursor); its items still come in the list's order. `search` is matched, folded, anywhere
    in what the list's rows are searched by. `sort` is a column of the list, `-` in front
    descending; empty: the list's own order.
    """

    limit: int = 100
    cursor: str | None = None
    backwards: bool = False
    search: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class ActivityQuery(PageQuery):
    """Which executions, newest first."""

    workspace_id: str | None = None
    status: ExecutionStatus | None = None
    source: Source | None = None
    integration_alias: str | None = None
    integration_name: str | None = None
    action_name: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConnectionQuery(PageQuery):
    """Which connections: visible in a workspace, of an integration, of an end user."""

    workspace_id: str | None = None
    integration_name: str | None = None
    end_user_id: str | None = None


@dataclass(frozen=True, slots=True)
class PartialQuery(PageQuery):
    """Which partials of a workspace."""

    workspace_id: str = ""
    integration_name: str | None = None
    workspace_integration_id: str | None = None
    integration_alias: str | None = None
    action_name: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page. `total` counts the whole list under the same filter. `next` and `previous` are
    None at the ends."""

    items: Sequence[Item]
    total: int
    next: str | None = None
    previous: str | None = None


class WorkspaceRow(Workspace):
    """A workspace with its counts and the time of its latest execution."""

    integration_count: int = 0
    connection_count: int = 0
    server_count: int = 0
    end_user_count: int = 0
    last_activity_at: Moment | None = None


class IntegrationRow(WorkspaceIntegration):
    """A workspace integration with what its strategy comes to.

    `action_count` is what the integration offers; `own_count` of `end_user_count` end users have
    a connection of their own. `needs_connection` False: no account is asked for at all.
    """

    connection: Connection | None = None
    needs_connection: bool = True
    action_count: int = 0
    own_count: int = 0
    end_user_count: int = 0
    servers: list[str] = Field(default_factory=list)
    integration_display_name: str = ""


class ConnectionRow(Connection):
    """A connection and how many workspace integrations name it."""

    used_by: list[str] = Field(default_factory=list)
    workspace_slug: str | None = None


class EndUserRow(EndUser):
    """An end user and the integrations they have connected."""

    integrations: list[str] = Field(default_factory=list)


class PartialRow(Partial):
    """A partial as a list shows it."""


class Dependants(Wire):
    """What else goes when a record is deleted: how many of each kind, and their names."""

    counts: dict[str, int] = Field(default_factory=dict)
    names: dict[str, list[str]] = Field(default_factory=dict)

    def sentence(self) -> str:
        """`3 integrations, 2 connections`, or an empty text."""
        return ", ".join(
            f"{count} {kind if count != 1 else kind.removesuffix('s')}"
            for kind, count in self.counts.items()
            if count
        )


class Deleted(Wire):
    """A deletion. `undo` takes it back for ten seconds where nothing outside was touched."""

    deleted: bool = True
    id: str
    undo: str | None = None
    dependants: Dependants = Field(default_factory=Dependants)
