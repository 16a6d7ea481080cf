"""Lists by page: which part is asked for, and what comes back. Plain dataclasses, so that a screen
can ask before any model has been imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

    from weavz_tui.model.enums import ExecutionStatus, Source

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class PageQuery:
    """Which part of a list. `cursor` is an earlier page's `next` or `previous`, opaque.

    `backwards` reads the page that ends before the cursor (before the end of the list when there
    is no cursor); its items still come in the list's order. `search` is matched, folded, anywhere
    in what the list's rows are searched by. `sort` is a column of the list, `-` in front
    descending; empty: the list's own order. `counted` False spares the count of the whole list,
    which costs more than a page of a long one.
    """

    limit: int = 100
    cursor: str | None = None
    backwards: bool = False
    search: str = ""
    sort: str = ""
    counted: bool = True


@dataclass(frozen=True, slots=True)
class WorkspaceQuery(PageQuery):
    """Which records of a workspace, by its id or slug; None: of every workspace in reach."""

    workspace_id: str | None = None


@dataclass(frozen=True, slots=True)
class ActivityQuery(WorkspaceQuery):
    """Which executions, newest first. `server_id`: those that came through that MCP server."""

    status: ExecutionStatus | None = None
    source: Source | None = None
    integration_alias: str | None = None
    integration_name: str | None = None
    action_name: str | None = None
    server_id: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConnectionQuery(WorkspaceQuery):
    """Which connections: visible in a workspace, of an integration, of an end user."""

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
    trigger_name: str | None = None


@dataclass(frozen=True, slots=True)
class ServerQuery(WorkspaceQuery):
    """Which MCP servers."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page. `total` counts the whole list under the same filter; of a page that was asked for
    uncounted it is what the page itself proves. `next` and `previous` are None at the ends."""

    items: Sequence[Item]
    total: int
    next: str | None = None
    previous: str | None = None
