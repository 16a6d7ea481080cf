"""Importing descriptions of APIs and MCP servers into the catalogue: what is asked, what came."""

from __future__ import annotations

from weavz_tui.model.base import Frozen, Moment
from weavz_tui.model.enums import ConnectionType, Effect


class ImportRequest(Frozen):
    """What is to be imported: a description at `source` (a file or a URL) or given as `content`,
    or the MCP server that `command` starts or that answers at `server_url`.

    `only` keeps the operations with one of these tags, or under one of these paths. `env` and
    `headers` name what a connection gives to an MCP server. `allow_remote_refs` lets a description
    refer to other files and hosts.
    """

    source: str = ""
    content: str | None = None
    command: tuple[str, ...] = ()
    server_url: str = ""
    name: str | None = None
    only: tuple[str, ...] = ()
    base_url: str | None = None
    env: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    allow_remote_refs: bool = False


class ActionChange(Frozen):
    """An action that an import changes: the keys of its inputs that come, go or are different;
    `call` says that it is sent otherwise than before."""

    name: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    call: bool = False


class SkippedOperation(Frozen):
    """An operation of a description that becomes no action, and why."""

    name: str
    reason: str


class ImportReport(Frozen):
    """What an import brings, or would bring; `known` says that there was an earlier one. `uses` are
    the aliases whose allowed actions name one that goes."""

    name: str
    display_name: str
    description: str
    source: str
    origin: str
    base_url: str = ""
    auth_types: tuple[ConnectionType, ...] = ()
    action_count: int = 0
    known: bool = False
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[ActionChange, ...] = ()
    skipped: tuple[SkippedOperation, ...] = ()
    warnings: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()

    @property
    def is_different(self) -> bool:
        """Whether it differs from what is there."""
        return bool(not self.known or self.added or self.removed or self.changed)


class ImportedRow(Frozen):
    """An imported integration as a list shows it."""

    name: str
    display_name: str
    source: str
    origin: str
    action_count: int
    created_at: Moment
    updated_at: Moment


class ActionSummary(Frozen):
    """An action as a list of every action shows it."""

    integration_name: str
    name: str
    display_name: str
    description: str
    effect: Effect = Effect.WRITE
