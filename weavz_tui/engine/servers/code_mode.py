"""What the three tools of CODE mode do (wire C.9, E.16)."""

from __future__ import annotations

import difflib
import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from weavz_tui.engine.servers.callables import (
    NAMESPACE,
    CodeCallable,
    callables,
    declarations,
    search,
)
from weavz_tui.engine.servers.code import CodeRunner
from weavz_tui.model.code import CodeIntegration, CodeResult, CodeTrace
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import NotFound
from weavz_tui.model.servers import McpAccess

if TYPE_CHECKING:
    from weavz_tui.engine.local import LocalService
    from weavz_tui.engine.parts import Shared
    from weavz_tui.engine.servers.toolbox import Shown
    from weavz_tui.model.execution import ExecuteResult
    from weavz_tui.model.servers import McpServer

CAPACITY = 100
LONGEST_LOG = 4000


class CodeMode:
    """Finds, declares and runs what code may call on a server. One for the process; `close` it."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._runner = CodeRunner()
        self._kept: dict[int, tuple[Shown, list[CodeCallable]]] = {}

    async def search(self, server: McpServer, query: str = "") -> list[CodeIntegration]:
        """The functions with every word of the query, or the first of all of them."""
        return search(await self.functions(server), query)

    async def declarations(
        self,
        server: McpServer,
        aliases: Collection[str] = (),
        actions: Collection[str] = (),
        *,
        full: bool = True,
    ) -> str:
        """The functions of these aliases and actions as Python stubs, all of them where none are
        named; with their documentation if `full`. Names may be written as code does or as things
        are called. Raises NotFound for a name that means nothing."""
        known = await self.functions(server)
        chosen = [
            each
            for each in known
            if (not aliases or {each.alias, each.integration_alias} & set(aliases))
            and (not actions or {each.name, each.action_name} & set(actions))
        ]
        _require(aliases, {name for each in known for name in (each.alias, each.integration_alias)})
        _require(actions, {name for each in known for name in (each.name, each.action_name)})
        return declarations(chosen, full=full)

    async def execute(self, access: McpAccess, code: str) -> CodeResult:
        """Run code for whoever has access. Code that fails is a result; raises
        NativeRuntimeRequired and ValidationError for what is no code to run."""
        return await self._runner.run(access, code, await self.functions(access.server), self._call)

    async def functions(self, server: McpServer) -> list[CodeCallable]:
        """Everything that code may call on a server."""
        shown = await self._shared.toolbox.shown(server)
        kept = self._kept.get(id(shown))
        if kept is None:
            if len(self._kept) >= CAPACITY:
                self._kept.clear()
            # The object is kept with its id, so that no other can come to have it.
            kept = self._kept[id(shown)] = (
                shown,
                callables(shown.actions, self._shared.known(server.org_id)),
            )
        return kept[1]

    async def close(self) -> None:
        """End what runs code."""
        await self._runner.close()

    async def _call(
        self, access: McpAccess, called: CodeCallable, arguments: Mapping[str, Any]
    ) -> ExecuteResult:
        tool = called.shown.tool
        assert tool is not None
        return await self._shared.toolbox.run(access, tool, arguments, source=Source.MCP_CODE)


class ServerScripts:
    """Runs scripts over the tools of a server, for callers who reach its workspace."""

    async def run(self, engine: LocalService, server_id: str, code: str) -> dict[str, Any]:
        """A run as `code_answer` has it. Raises NotFound for a server out of reach, and what
        `CodeMode.execute` raises."""
        server = await engine.servers.get(server_id)
        access = McpAccess(server=server, scopes=["mcp:code"], end_user_id=server.end_user_id)
        return code_answer(await engine.parts.shared.code.execute(access, code))


def code_answer(result: CodeResult) -> dict[str, Any]:
    """A run of code as MCP and REST answer it: `content`, `structuredContent`, `isError`."""
    return {
        "content": [{"type": "text", "text": _text(result)}],
        "structuredContent": result.wire(),
        "isError": result.status == "error",
    }


def _text(result: CodeResult) -> str:
    """What a model reads: the value or the error, what was printed, calls that failed."""
    parts: list[str] = []
    if result.error is not None:
        where = f" (line {result.error.line})" if result.error.line else ""
        parts.append(f"{result.error.type}: {result.error.message}{where}")
    elif isinstance(result.output, str):
        parts.append(result.output)
    else:
        parts.append(json.dumps(result.output, ensure_ascii=False, separators=(",", ":")))
    if result.logs:
        parts.append("Printed:\n" + "\n".join(result.logs)[:LONGEST_LOG])
    failed = [each for each in result.traces if each.status == "error"]
    if failed:
        parts.append("Calls that failed:\n" + "\n".join(_line(each) for each in failed))
    return "\n\n".join(parts)


def _line(trace: CodeTrace) -> str:
    line = f"- {trace.alias}.{trace.action_name}: {trace.code}: {trace.message}"
    return f"{line}; connect the account here: {trace.connect_url}" if trace.connect_url else line


def _require(wanted: Collection[str], known: Collection[str]) -> None:
    for name in wanted:
        if name not in known:
            near = difflib.get_close_matches(name, list(known), 1)
            raise NotFound(
                f"Nothing in {NAMESPACE} is named '{name}'",
                details={"name": name},
                hint=f"did you mean '{near[0]}'?" if near else "weavz_search finds what there is",
            )
