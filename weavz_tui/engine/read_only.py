"""An engine that may only be read: below every door, so that none of them has to remember it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from weavz_tui.model.enums import Effect
from weavz_tui.model.errors import ReadOnly

if TYPE_CHECKING:
    from pathlib import Path

    from weavz_tui.engine.service import Service
    from weavz_tui.model.execution import ExecuteRequest, ExecuteResult

READS: Mapping[str, frozenset[str]] = {
    "workspaces": frozenset({"list", "get", "dependants"}),
    "integrations": frozenset(
        {"list", "get", "dependants", "check_alias", "who", "who_everywhere"}
    ),
    "connections": frozenset({"list", "get", "find", "dependants", "test"}),
    "end_users": frozenset({"list", "get", "dependants"}),
    "partials": frozenset({"list", "get"}),
    "catalogue": frozenset(
        {"list", "get", "actions", "broken", "preview_import", "imports", "dependants"}
    ),
    "actions": frozenset({"execute", "preview", "explain", "options", "resolve_property"}),
    "activity": frozenset({"list", "get"}),
    "vault": frozenset({"status", "unlock", "lock"}),
    "oauth_apps": frozenset({"list", "get", "dependants"}),
    "authorisations": frozenset(),
    "organisations": frozenset({"get"}),
    "api_keys": frozenset({"list"}),
    "servers": frozenset(
        {"list", "get", "dependants", "tokens", "tools", "exposed", "declarations"}
    ),
    "connect": frozenset({"session", "poll"}),
}
"""What may be asked of each part; anything that is not named here is refused."""
OWN = frozenset({"name", "usage", "changes", "close"})
"""What may be asked of the service itself."""


class ReadOnlyPart:
    """One part of a service: what reads goes through, everything else raises ReadOnly."""

    def __init__(self, name: str, part: object) -> None:
        self._name = name
        self._part = part

    def __getattr__(self, method: str) -> Any:
        if method in READS[self._name]:
            return getattr(self._part, method)
        if not hasattr(self._part, method):
            raise AttributeError(f"{self._name} has no {method}")
        return _refusing(f"{self._name}.{method}")


class ReadOnlyActions(ReadOnlyPart):
    """Running is let through for actions that only read at their service."""

    def __init__(self, service: Service) -> None:
        super().__init__("actions", service.actions)
        self._service = service

    async def execute(self, request: ExecuteRequest, files_to: Path | None = None) -> ExecuteResult:
        """Run an action that changes nothing. Raises ReadOnly for one that writes or destroys."""
        info = await self._service.catalogue.get(request.integration_name)
        for action in info.actions:
            if action.name == request.action_name and action.effect is not Effect.READ:
                raise _refusal(f"{request.integration_name}.{request.action_name}")
        return await self._service.actions.execute(request, files_to)


class ReadOnlyService:
    """The whole of a service, part by part."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._parts: dict[str, ReadOnlyPart] = {"actions": ReadOnlyActions(service)}

    def __getattr__(self, name: str) -> Any:
        if name in READS:
            if name not in self._parts:
                self._parts[name] = ReadOnlyPart(name, getattr(self._service, name))
            return self._parts[name]
        if name in OWN:
            return getattr(self._service, name)
        if not hasattr(self._service, name):
            raise AttributeError(f"a service has no {name}")
        return _refusing(name)


def read_only(service: Service) -> Service:
    """A service on which every method that writes raises ReadOnly."""
    return cast("Service", ReadOnlyService(service))


def _refusing(what: str) -> Any:
    async def refuse(*_: object, **__: object) -> None:
        raise _refusal(what)

    return refuse


def _refusal(what: str) -> ReadOnly:
    return ReadOnly(
        f"{what} would change something, and this engine is opened to be read only",
        details={"refused": what},
        hint="open it without --read-only, or take the mark from its context (weavz-tui contexts)",
    )
