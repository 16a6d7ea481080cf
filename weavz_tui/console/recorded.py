"""A service whose writes are entered in a journal with what takes them back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from weavz_tui.console.journal import Journal
from weavz_tui.console.recording.part import RecordedPart
from weavz_tui.console.recording.partials import RecordedPartials
from weavz_tui.console.recording.servers import RecordedServers
from weavz_tui.console.undoable import NOUNS

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service

KINDS: Mapping[str, type[RecordedPart]] = {
    "partials": RecordedPartials,
    "servers": RecordedServers,
}


class RecordedService:
    """The whole of a service; its parts enter what they write."""

    def __init__(self, service: Service, journal: Journal, workspace: Callable[[], str]) -> None:
        self._service = service
        self._journal = journal
        self._workspace = workspace
        self._parts: dict[str, RecordedPart] = {}

    def __getattr__(self, name: str) -> Any:
        if name not in NOUNS:
            return getattr(self._service, name)
        if name not in self._parts:
            kind = KINDS.get(name, RecordedPart)
            self._parts[name] = kind(name, self._service, self._journal, self._workspace)
        return self._parts[name]


def recorded(service: Service, journal: Journal, workspace: Callable[[], str]) -> Service:
    """A service that enters its writes; `workspace` answers the id of the one in force."""
    return cast("Service", RecordedService(service, journal, workspace))


def opening(
    opener: Callable[[], Awaitable[Service]], journal: Journal, workspace: Callable[[], str]
) -> Callable[[], Awaitable[Service]]:
    """An opener of a service that enters its writes."""

    async def run() -> Service:
        return recorded(await opener(), journal, workspace)

    return run
