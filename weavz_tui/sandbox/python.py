"""Python in the interpreter of pydantic-monty, which runs in worker processes (wire E.16)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from keyword import iskeyword
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Self

import anyio

from weavz_tui.model.errors import NativeRuntimeRequired, WeavzError
from weavz_tui.sandbox.outcome import CodeError, Outcome, as_json

if TYPE_CHECKING:
    import pydantic_monty

TIMEOUT = 60.0
MEMORY = 64 * 1024 * 1024
LARGEST_OUTPUT = 1024 * 1024
LARGEST_VALUE = 8 * 1024 * 1024
MOST_CALLS = 1000
LONGEST_TRACEBACK = 4000

HostFunction = Callable[..., Awaitable[Any]]
Names = dict[str, Any]


class PythonSandbox:
    """A pool of workers; each run has a fresh interpreter of its own.

    An asynchronous context manager. Entering it raises NativeRuntimeRequired where the interpreter
    is not installed (extra `code`). Workers are processes: one that crashes is replaced.
    """

    def __init__(self, workers: int = 2) -> None:
        self._workers = workers
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        monty = _interpreter()
        self._pool = await self._stack.enter_async_context(
            monty.AsyncMonty(min_processes=1, max_processes=self._workers)
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    async def run(
        self,
        code: str,
        *,
        host_functions: Mapping[str, HostFunction] | None = None,
        inputs: Mapping[str, Any] | None = None,
        timeout: float = TIMEOUT,
        memory: int = MEMORY,
    ) -> Outcome:
        """Run code and tell what it came to; code that fails is an Outcome, not an exception.

        `host_functions` are coroutine functions by the name that the code calls them by; a dotted
        name such as `weavz.github.get_issue` makes a namespace. They get JSON values, positional
        and by keyword, and give JSON values back. A WeavzError of theirs is a RuntimeError in the
        code, with message and code; one that is still under way when the time is over is
        cancelled. `inputs` are variables. `timeout` is in seconds, all in all; `memory` in bytes.
        At most 1,000 calls of host functions, 1 MiB of printed text, and 8 Mi characters of a
        result or of what a call is given.

        Raises ValueError for a name that is no Python name.
        """
        monty = _interpreter()
        printed = monty.CollectStreams(LARGEST_OUTPUT)
        began = time.monotonic()
        result, error = None, None
        limits = {
            "max_feed_duration_secs": timeout,
            "max_memory": memory,
            "max_suspensions": MOST_CALLS,
        }
        given = host_functions or {}
        _check_names(given)
        with anyio.move_on_after(timeout) as scope:
            async with _calls(given) as functions:
                names, modules = _namespaces(monty, functions)
                try:
                    async with self._pool.checkout(limits=limits, external_modules=modules) as own:
                        for name in modules:
                            await own.feed_run(f"import {name}")
                        result = await own.feed_run(
                            code,
                            inputs=dict(inputs or {}),
                            external_lookup=names,
                            print_callback=printed,
                        )
                except monty.MontyError as failure:
                    error = _described(failure, timeout, memory)
        if scope.cancelled_caught:
            error = CodeError("TimeoutError", _too_long(timeout))
        try:
            result = as_json(result, most=LARGEST_VALUE)
        except ValueError as failure:
            result, error = None, CodeError("ValueError", f"the result cannot be given: {failure}")
        output = printed.output
        return Outcome(
            result=result,
            logs=tuple("".join(text for _, text in output).splitlines()),
            stdout="".join(text for stream, text in output if stream == "stdout"),
            stderr="".join(text for stream, text in output if stream == "stderr"),
            error=error,
            seconds=time.monotonic() - began,
        )


async def run_python(
    code: str,
    *,
    host_functions: Mapping[str, HostFunction] | None = None,
    inputs: Mapping[str, Any] | None = None,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
) -> Outcome:
    """Run code once in a worker of its own, as PythonSandbox.run does."""
    async with PythonSandbox(workers=1) as sandbox:
        return await sandbox.run(
            code, host_functions=host_functions, inputs=inputs, timeout=timeout, memory=memory
        )


def _interpreter() -> Any:
    """The module; raises NativeRuntimeRequired where it is not installed."""
    try:
        import pydantic_monty  # noqa: PLC0415 - an extra, and 70 ms that only code needs
    except ImportError as error:
        raise NativeRuntimeRequired(
            "Running Python needs the sandboxed interpreter, which is not installed",
            hint="Install the extra: pip install 'weavz-tui[code]'",
        ) from error
    module: ModuleType = pydantic_monty
    return module


@asynccontextmanager
async def _calls(functions: Mapping[str, HostFunction]) -> AsyncIterator[dict[str, HostFunction]]:
    """The functions, each call of which runs in a task group that ends with the block: what the
    interpreter awaits on its own would outlive a run that is out of time."""
    async with anyio.create_task_group() as group:

        def bound(function: HostFunction) -> HostFunction:
            async def call(*given: Any, **named: Any) -> Any:
                settled: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
                group.start_soon(_settle, settled, function, given, named)
                return await settled

            return call

        yield {name: bound(function) for name, function in functions.items()}
        group.cancel_scope.cancel()


async def _settle(
    settled: asyncio.Future[Any],
    function: HostFunction,
    given: tuple[Any, ...],
    named: dict[str, Any],
) -> None:
    try:
        called = as_json([list(given), named], most=LARGEST_VALUE)
        answer = as_json(await function(*called[0], **called[1]))
    except WeavzError as error:
        hint = f"; {error.hint}" if error.hint else ""
        _fail(settled, RuntimeError(f"{error.message} ({error.code}){hint}"))
    except Exception as error:  # the code may catch it, as it may any error of what it calls
        _fail(settled, error)
    else:
        if not settled.done():
            settled.set_result(answer)
    finally:
        settled.cancel()


def _fail(settled: asyncio.Future[Any], error: Exception) -> None:
    if not settled.done():
        settled.set_exception(error)


def _check_names(names: Collection[str]) -> None:
    """Raise ValueError for a name that code cannot call."""
    for name in names:
        parts = name.split(".")
        if not all(each.isidentifier() and not iskeyword(each) for each in parts):
            raise ValueError(f"{name!r} is no Python name")
        if any(other.startswith(f"{name}.") for other in names):
            raise ValueError(f"{name!r} is a function and a namespace")


def _namespaces(
    monty: Any, functions: Mapping[str, HostFunction]
) -> tuple[Names, dict[str, pydantic_monty.ExternalModule]]:
    """Plain names as functions, dotted ones as modules of modules."""
    names: Names = {}
    tree: Names = {}
    for name, function in functions.items():
        *parents, last = name.split(".")
        if not parents:
            names[last] = function
            continue
        branch = tree
        for each in parents:
            branch = branch.setdefault(each, {})
        branch[last] = function

    def module(branch: Names) -> Any:
        members = {
            name: module(each) if isinstance(each, dict) else each for name, each in branch.items()
        }
        return monty.ExternalModule(members)

    return names, {name: module(branch) for name, branch in tree.items()}


def _too_long(timeout: float) -> str:
    return f"stopped after {timeout:g} seconds"


def _described(failure: Any, timeout: float, memory: int) -> CodeError:
    """What an error of the interpreter says to a person."""
    frames = failure.traceback() if hasattr(failure, "traceback") else []
    kind = type(failure.exception()).__name__
    message = str(failure).removeprefix(f"{kind}: ")
    if kind == "TimeoutError" and not frames:
        message = _too_long(timeout)
    elif kind == "MemoryError" and not frames:
        message = f"needs more than {memory} bytes of memory, or printed more than {LARGEST_OUTPUT}"
    shown = failure.display() if hasattr(failure, "display") else ""
    last = frames[-1] if frames else None
    return CodeError(
        type=kind,
        message=message[:LONGEST_TRACEBACK],
        line=last.line if last else None,
        column=last.column if last else None,
        traceback=shown[-LONGEST_TRACEBACK:],
    )
