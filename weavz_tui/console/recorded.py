"""A service whose writes are entered in a journal with what takes them back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from weavz_tui.console.journal import UNDO_SECONDS, Journal
from weavz_tui.console.undoable import CANNOT, HOLDS_OTHERS, NOUNS, UNDOABLE, WITHOUT
from weavz_tui.model.errors import NotFound, ValidationError
from weavz_tui.model.pages import PartialQuery
from weavz_tui.model.secrets import is_secret_name

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service

MOST_PARTIALS = 500


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
        answer = await getattr(self._part, method)(*given)
        if (token := getattr(answer, "undo", None)) is None:
            self._bar(method)
        else:
            noun = "tool" if method == "delete_tool" else self._noun
            self._journal.add(f"Deleted {_a(noun)}", partial(self._undo, token), UNDO_SECONDS)
        return answer

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


class RecordedPartials(RecordedPart):
    """Saved inputs; one that becomes the default takes that from another."""

    async def _create(self, data: Any) -> Any:
        return await self._with_defaults(data, data, super()._create)

    async def _update(self, id: str, data: Any) -> Any:
        return await self._with_defaults(await self._part.get(id), data, super()._update, id)

    async def _with_defaults(
        self, of: Any, data: Any, write: Callable[..., Awaitable[Any]], *id: str
    ) -> Any:
        if not data.is_default:
            return await write(*id, data)
        from weavz_tui.model.requests import PartialUpdate

        query = PartialQuery(
            workspace_id=of.workspace_id, integration_name=of.integration_name, limit=MOST_PARTIALS
        )
        before = await self._defaults(query)
        answer = await write(*id, data)
        for lost in before - await self._defaults(query):
            change = PartialUpdate(is_default=True)
            self._journal.also(partial(self._part.update, lost, change))
        return answer

    async def _defaults(self, query: PartialQuery) -> set[str]:
        return {each.id for each in (await self._part.list(query)).items if each.is_default}


class RecordedServers(RecordedPart):
    """MCP servers, with their tools and the tokens of their end users."""

    async def _issue_access_token(self, id: str, data: Any) -> Any:
        return self._issued(id, await self._part.issue_access_token(id, data))

    async def _issue_oauth_token(self, id: str, data: Any) -> Any:
        return self._issued(id, await self._part.issue_oauth_token(id, data))

    def _issued(self, id: str, issued: Any) -> Any:
        async def back() -> None:
            await self._part.revoke_token(id, issued.token.id)

        self._journal.add(f"Issued a token for {issued.token.end_user_id}", back)
        return issued

    async def _add_tool(self, id: str, data: Any) -> Any:
        made = await self._part.add_tool(id, data)

        async def back() -> None:
            await self._part.delete_tool(id, made.id)

        self._journal.add(f"Added the tool {made.action_name}", back)
        return made

    async def _update_tool(self, id: str, tool_id: str, data: Any) -> Any:
        before = await self._tool(id, tool_id)
        own = await self._own(id, before)
        changed = await self._part.update_tool(id, tool_id, data)
        # What is as the workspace has it is so by having nothing of its own.
        old = {
            field: None if getattr(before, field) == own.get(field) else getattr(before, field)
            for field in data.model_fields_set
        }
        written = {field: getattr(changed, field) for field in old}

        async def back() -> None:
            present = await self._tool(id, tool_id)
            if any(getattr(present, field) != value for field, value in written.items()):
                raise ValidationError(
                    f"The tool {present.action_name} was changed once more since",
                    hint="edit it on its screen",
                )
            await self._part.update_tool(id, tool_id, type(data)(**old))

        self._journal.add(f"Changed the tool {before.action_name}", back)
        return changed

    async def _tool(self, id: str, tool_id: str) -> Any:
        for each in await self._part.tools(id):
            if each.id == tool_id:
                return each
        raise NotFound(f"Tool '{tool_id}' not found", details={"toolId": tool_id})

    async def _own(self, id: str, tool: Any) -> Mapping[str, Any]:
        """What a tool has from its workspace; nothing for one added by hand."""
        if tool.source_workspace_integration_id is None:
            return {}
        server = await self._part.get(id)
        found = await self._service.integrations.get(
            server.workspace_id, tool.source_workspace_integration_id
        )
        return {
            "integration_alias": found.integration_alias,
            "sort_order": found.sort_order,
            "input_defaults": {},
        }


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


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiouAEIOUM" else f"a {noun}"
