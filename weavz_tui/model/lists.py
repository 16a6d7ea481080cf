"""Rows of lists: each record with what a list shows beside it. Pages are those of `model.pages`."""

from __future__ import annotations

from pydantic import Field

from weavz_tui.model.base import Moment, Wire
from weavz_tui.model.entities import Connection, EndUser, Partial, Workspace, WorkspaceIntegration
from weavz_tui.model.pages import (
    ActivityQuery,
    ConnectionQuery,
    Page,
    PageQuery,
    PartialQuery,
    ServerQuery,
)

__all__ = [
    "ActivityQuery",
    "ConnectionQuery",
    "ConnectionRow",
    "Deleted",
    "Dependants",
    "EndUserRow",
    "IntegrationRow",
    "Page",
    "PageQuery",
    "PartialQuery",
    "PartialRow",
    "ServerQuery",
    "WorkspaceRow",
]


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
