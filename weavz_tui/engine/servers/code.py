"""CODE mode: an agent's Python, with the actions of an MCP server in reach (wire C.9, E.16)."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Protocol

from weavz_tui.engine.servers.callables import NAMESPACE, CodeCallable
from weavz_tui.model.code import CodeError, CodeResult, CodeTimings, CodeTrace
from weavz_tui.model.errors import NativeRuntimeRequired, ValidationError, WeavzError

if TYPE_CHECKING:
    from weavz_tui.model.execution import ExecuteResult
    from weavz_tui.model.servers import McpAccess
    from weavz_tui.sandbox import HostFunction, Outcome, PythonSandbox

TIMEOUT = 60.0
LARGEST_CODE = 256 * 1024
MOST_TRACES = 1000

_JAVASCRIPT = re.compile(
    r"^[ \t]*(?:const|let|var|function|async\s+function|export)\b|=>|===|\bnew\s+\w+\(|^[ \t]*//"
    r"|\)\s*\{\s*$|\(\{\s*\w+\s*:",
    re.MULTILINE,
)
IS_JAVASCRIPT = (
    "This looks like JavaScript. CODE mode runs Python here: "
    "`result = await weavz.<alias>.<action>(key=value)`, then `return result`"
)
NOT_AWAITED = "The result is a call that was not awaited: write `await weavz.<alias>.<action>(...)`"


class Caller(Protocol):
    """What carries a call of the code out."""

    async def __call__(
        self, access: McpAccess, called: CodeCallable, arguments: Mapping[str, Any]
    ) -> ExecuteResult:
        """Run an action for whoever has access; raises the WeavzError that says why it failed,
        whose `details.connectUrl` says where a missing account can be connected."""
        ...


class CodeRunner:
    """Runs code. One for the process: its interpreters stay warm between runs; `close` it."""

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._sandbox: PythonSandbox | None = None
        self._starting = asyncio.Lock()

    async def run(
        self,
        access: McpAccess,
        code: str,
        functions: Sequence[CodeCallable],
        caller: Caller,
        *,
        seconds: float = TIMEOUT,
    ) -> CodeResult:
        """Run code for at most `seconds` with these functions as `weavz.<alias>.<name>`.

        Code that fails is a result too. Raises NativeRuntimeRequired where no interpreter is
        installed and for JavaScript, ValidationError for code of more than 256 KiB, and RateLimited
        where too much of the organisation's code waits already.
        """
        if len(code.encode(errors="replace")) > LARGEST_CODE:
            raise ValidationError.of(code=f"is longer than {LARGEST_CODE} bytes")
        sandbox = await self._open()
        run = _Run(access, caller)
        outcome = await sandbox.run(
            code,
            caller=access.server.org_id,
            host_functions={
                f"{NAMESPACE}.{each.alias}.{each.name}": run.bound(each) for each in functions
            },
            timeout=seconds,
        )
        return run.result(code, outcome)

    async def close(self) -> None:
        """End the interpreters."""
        await self._stack.aclose()

    async def _open(self) -> PythonSandbox:
        from weavz_tui.sandbox import PythonSandbox  # noqa: PLC0415 - only code needs it

        async with self._starting:
            if self._sandbox is None:
                self._sandbox = await self._stack.enter_async_context(PythonSandbox())
        return self._sandbox


class _Run:
    """One run: the calls that it makes, as they are traced."""

    def __init__(self, access: McpAccess, caller: Caller) -> None:
        self._access = access
        self._caller = caller
        self._traces: list[CodeTrace] = []
        self._under_way = 0
        self._since = 0.0
        self._waited = 0.0

    def bound(self, called: CodeCallable) -> HostFunction:
        """The function that the code calls: keyword arguments, or one dictionary, or both."""

        async def call(*given: Any, **named: Any) -> Any:
            arguments = _arguments(called, given, named)
            trace = CodeTrace(
                alias=called.alias, action_name=called.action_name, status="canceled", duration_ms=0
            )
            if len(self._traces) < MOST_TRACES:
                self._traces.append(trace)
            began = self._enter()
            try:
                result = await self._caller(self._access, called, arguments)
            except WeavzError as error:
                trace.status, trace.code, trace.message = "error", error.code, error.message
                trace.connect_url = error.details.get("connectUrl")
                raise
            else:
                trace.status, trace.execution_id = "success", result.execution_id
                return result.output
            finally:
                trace.duration_ms = _milliseconds(self._leave() - began)

        return call

    def result(self, code: str, outcome: Outcome) -> CodeResult:
        """What the run came to."""
        total = _milliseconds(outcome.seconds)
        waited = min(total, _milliseconds(self._waited))
        logs, error = list(outcome.logs), None
        if outcome.error is not None:
            found = outcome.error
            if found.type == "SyntaxError" and looks_like_javascript(code):
                raise NativeRuntimeRequired(
                    IS_JAVASCRIPT,
                    details={"language": "javascript"},
                    hint="write the code in Python; weavz_read_api shows what can be called",
                )
            error = CodeError(
                type=found.type,
                message=found.message,
                line=found.line,
                traceback=found.traceback,
            )
        elif isinstance(outcome.result, str) and outcome.result.startswith("<coroutine"):
            error = CodeError(type="NotAwaited", message=NOT_AWAITED)
        return CodeResult(
            status="error" if error else "success",
            output=None if error else outcome.result,
            logs=logs,
            error=error,
            traces=self._traces,
            timings=CodeTimings(
                total_ms=total, actions_ms=waited, code_ms=round(total - waited, 2)
            ),
        )

    def _enter(self) -> float:
        now = time.monotonic()
        if self._under_way == 0:
            self._since = now
        self._under_way += 1
        return now

    def _leave(self) -> float:
        now = time.monotonic()
        self._under_way -= 1
        if self._under_way == 0:
            self._waited += now - self._since
        return now


def looks_like_javascript(code: str) -> bool:
    """Whether code that is no Python looks like the other language."""
    return _JAVASCRIPT.search(code) is not None


def _arguments(
    called: CodeCallable, given: tuple[Any, ...], named: Mapping[str, Any]
) -> dict[str, Any]:
    if not given:
        return dict(named)
    if len(given) == 1 and isinstance(given[0], Mapping):
        return {**given[0], **named}
    raise ValidationError(
        f"{called.alias}.{called.name} takes keyword arguments, or one dictionary",
        hint=f"await {NAMESPACE}.{called.alias}.{called.name}(key=value)",
    )


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 2)
