"""One part of a service whose writes are entered in a journal with what takes them back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from weavz_tui.console.journal import UNDO_SECONDS, Journal
from weavz_tui.console.undoable import CANNOT, HOLDS_OTHERS, NOUNS, UNDOABLE, WITHOUT
from weavz_tui.model.errors import NotFound, ValidationError
from weavz_tui.model.secrets import is_secret_name

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service


class RecordedPart:
    """One part; what is written through it is entered, or that it cannot be taken back."""

    def __init__(self, name: str, service: Service, journal: Journal, workspace: Any) -> None:
        self._name = name
        self._service = service
        self._part: Any = getattr(service, name)
        self._journal = journal
        self._workspace: Callable[[], str] = workspace
        self._noun, self._named_by = NOUNS[name]

    def __getattr__(self, method: str) -> Any:
        write = f"{self._name}.{method}"
        if write not in UNDOABLE and write not in CANNOT:
            return getattr(self._part, method)
        if method in {"delete", "remove", "delete_tool"} or write in CANNOT:
            return partial(self._passed_on, method)
        return getattr(self, f"_{method}")

    async def _passed_on(self, method: str, *given: Any) -> Any:
        """A write that is taken back by the engine itself, or not at all."""
        named = await self._named(method, *given)
        answer = await getattr(self._part, method)(*given)
        if (token := getattr(answer, "undo", None)) is None:
            self._bar(method)
        else:
            self._journal.add(f"Deleted the {named}", partial(self._undo, token), UNDO_SECONDS)
        return answer

    async def _named(self, method: str, *given: Any) -> str:
        """What is about to go, while it can still be asked for its name."""
        if f"{self._name}.{method}" not in UNDOABLE:
            return self._noun
        if method == "remove":
            return f"{self._noun} {given[-1]}"
        *where, id = given
        try:
            found = await self._known(where, id)
        except NotFound:
            return self._noun
        return f"{self._noun} {getattr(found, self._named_by)}"

    async def _undo(self, token: str) -> None:
        await self._service.undo(token)

    async def _create(self, *given: Any) -> Any:
        answer = await self._part.create(*given)
        made = self._record(answer)
        where = given[:-1]

        async def back() -> None:
            if goes := await self._hanging(made.id):
                raise ValidationError(
                    f"The {self._noun} holds {goes} by now",
                    hint="delete it on its screen, where all of that is told",
                )
            await self._part.delete(*where, made.id)

        self._journal.add(f"Made the {self._noun} {getattr(made, self._named_by)}", back)
        return answer

    async def _hanging(self, id: str) -> str:
        if self._name not in HOLDS_OTHERS:
            return ""
        return str((await self._part.dependants(id)).sentence())

    async def _update(self, *given: Any) -> Any:
        *where, id, data = given
        before = await self._known(where, id)
        answer = await self._part.update(*given)
        changed = self._record(answer)
        old = _old(before, data)
        if old is None or _secret(old) or self._is_for_good(before, changed):
            self._bar("update")
            return answer
        written = {field: getattr(changed, field) for field in old}

        async def back() -> None:
            present = await self._known(where, id)
            if any(getattr(present, field) != value for field, value in written.items()):
                raise ValidationError(
                    f"The {self._noun} {getattr(present, self._named_by)} was changed once more "
                    "since",
                    hint="edit it on its screen",
                )
            await self._part.update(*where, id, type(data)(**old))

        self._journal.add(f"Changed the {self._noun} {getattr(before, self._named_by)}", back)
        return answer

    async def _import_(self, request: Any) -> Any:
        before = {each.name for each in await self._part.imports()}
        report = await self._part.import_(request)
        if report.name in before:
            self._bar("import_")
            return report

        async def back() -> None:
            if goes := (await self._part.dependants(report.name)).sentence():
                raise ValidationError(
                    f"The import {report.name} is used by {goes} by now",
                    hint="remove it on its screen, where all of that is told",
                )
            await self._part.remove(report.name)

        self._journal.add(f"Imported {report.name}", back)
        return report

    async def _known(self, where: list[Any], id: str) -> Any:
        if self._name == "end_users":
            return await self._part.get(self._workspace(), id)
        return await self._part.get(*where, id)

    def _record(self, answer: Any) -> Any:
        """The record in an answer that holds more than it."""
        inner = {"servers": "server", "api_keys": "api_key"}.get(self._name)
        return getattr(answer, inner) if inner is not None else answer

    def _is_for_good(self, before: Any, changed: Any) -> bool:
        """Whether a change took with it what nobody can bring back."""
        return self._name == "servers" and before.auth_mode != changed.auth_mode

    def _bar(self, method: str) -> None:
        write = f"{self._name}.{method}"
        self._journal.bar(CANNOT.get(write) or WITHOUT.get(write, ""))


def _old(before: Any, data: Any) -> dict[str, Any] | None:
    """What the fields of a change were before it; None where the record does not tell."""
    fields = data.model_fields_set
    if not all(hasattr(before, field) for field in fields):
        return None
    return {field: getattr(before, field) for field in fields}


def _secret(value: Any) -> bool:
    """Whether something in there stands under a secret's name."""
    if isinstance(value, Mapping):
        return any(is_secret_name(str(key)) or _secret(each) for key, each in value.items())
    return isinstance(value, list) and any(map(_secret, value))
