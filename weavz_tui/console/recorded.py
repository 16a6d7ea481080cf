"""A service whose writes are entered in a journal with what takes them back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from weavz_tui.console.journal import UNDO_SECONDS, Journal
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.secrets import is_secret_name

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service

NOUNS: Mapping[str, tuple[str, str]] = {
    "workspaces": ("workspace", "slug"),
    "integrations": ("integration", "integration_alias"),
    "connections": ("connection", "external_id"),
    "end_users": ("end user", "external_id"),
    "partials": ("partial", "name"),
}
"""Parts whose makings and changes can be taken back: what a record is called, and its name."""
HOLDS_OTHERS = frozenset({"workspaces", "end_users", "connections"})


class RecordedPart:
    """One part; `create`, `update` and `delete` are entered."""

    def __init__(self, name: str, service: Service, journal: Journal, workspace: Any) -> None:
        self._name = name
        self._service = service
        self._part: Any = getattr(service, name)
        self._journal = journal
        self._workspace: Callable[[], str] = workspace

    def __getattr__(self, method: str) -> Any:
        if method in {"delete", "remove"}:
            return partial(self._delete, getattr(self._part, method))
        if self._name in NOUNS and method in {"create", "update"}:
            return getattr(self, f"_{method}")
        return getattr(self._part, method)

    async def _delete(self, delete: Callable[..., Awaitable[Any]], *given: str) -> Any:
        deleted = await delete(*given)
        if (token := getattr(deleted, "undo", None)) is not None:
            noun = NOUNS[self._name][0] if self._name in NOUNS else "record"
            self._journal.add(f"Deleted a {noun}", lambda: self._service.undo(token), UNDO_SECONDS)
        return deleted

    async def _create(self, *given: Any) -> Any:
        made = await self._part.create(*given)
        noun, name = NOUNS[self._name]
        where = given[:-1]

        async def back() -> None:
            if self._name in HOLDS_OTHERS:
                goes = (await self._part.dependants(made.id)).sentence()
                if goes:
                    raise ValidationError(
                        f"The {noun} holds {goes} by now",
                        hint="delete it on its screen, where all of that is told",
                    )
            await self._part.delete(*where, made.id)

        self._journal.add(f"Made the {noun} {getattr(made, name)}", back)
        return made

    async def _update(self, *given: Any) -> Any:
        *where, id, data = given
        before = await self._known(where, id)
        changed = await self._part.update(*given)
        fields = data.model_fields_set
        old = {field: getattr(before, field) for field in fields if hasattr(before, field)}
        if old.keys() != fields or _secret(old):
            return changed
        noun, name = NOUNS[self._name]
        written = {field: getattr(changed, field) for field in fields}

        async def back() -> None:
            present = await self._known(where, id)
            if any(getattr(present, field) != value for field, value in written.items()):
                raise ValidationError(
                    f"The {noun} {getattr(present, name)} was changed once more since",
                    hint="edit it on its screen",
                )
            await self._part.update(*where, id, type(data)(**old))

        self._journal.add(f"Changed the {noun} {getattr(before, name)}", back)
        return changed

    async def _known(self, where: list[Any], id: str) -> Any:
        if self._name == "end_users":
            return await self._part.get(self._workspace(), id)
        return await self._part.get(*where, id)


def _secret(value: Any) -> bool:
    """Whether something in there stands under a secret's name."""
    if isinstance(value, Mapping):
        return any(is_secret_name(str(key)) or _secret(each) for key, each in value.items())
    return isinstance(value, list) and any(map(_secret, value))


class RecordedService:
    """The whole of a service; its parts enter what they write."""

    def __init__(self, service: Service, journal: Journal, workspace: Callable[[], str]) -> None:
        self._service = service
        self._journal = journal
        self._workspace = workspace
        self._parts: dict[str, RecordedPart] = {}

    def __getattr__(self, name: str) -> Any:
        if name not in {*NOUNS, "servers", "api_keys", "catalogue"}:
            return getattr(self._service, name)
        if name not in self._parts:
            self._parts[name] = RecordedPart(name, self._service, self._journal, self._workspace)
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
