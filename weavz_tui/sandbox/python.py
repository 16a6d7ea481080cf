"""Python in interpreters that are processes of their own (wire E.16)."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from keyword import iskeyword
from types import TracebackType
from typing import Any, Self

from weavz_tui.model.errors import NativeRuntimeRequired
from weavz_tui.sandbox.outcome import Outcome
from weavz_tui.sandbox.process import HostFunction, InterpreterProcess
from weavz_tui.sandbox.turns import Places, Turns

TIMEOUT = 60.0
MEMORY = 64 * 1024 * 1024
MOST_WARM = 2
# Runs in processes of their own, in the whole of this process. They are apart from those of a pool,
# whose code may wait for one of these.
_ALONE = Turns(Places(most=16, of_one=4, kept=8, waiting=1000, waiting_of_one=200))


class PythonSandbox:
    """A pool of processes; each run has a fresh interpreter of its own.

    An asynchronous context manager. Entering it raises NativeRuntimeRequired where the interpreter
    is not installed (extra `code`). A process that dies takes its run along and nothing else;
    `places` says how many runs there are at once, and how they are shared out.
    """

    def __init__(self, places: Places | None = None) -> None:
        self._turns = Turns(places or Places())
        self._warm: list[InterpreterProcess] = []
        self._is_open = False

    async def __aenter__(self) -> Self:
        require_interpreter()
        self._warm.append(await InterpreterProcess.start())
        self._is_open = True
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_open = False
        while self._warm:
            await self._warm.pop().kill()

    async def run(
        self,
        code: str,
        *,
        caller: str = "",
        host_functions: Mapping[str, HostFunction] | None = None,
        inputs: Mapping[str, Any] | None = None,
        timeout: float = TIMEOUT,
        memory: int = MEMORY,
    ) -> Outcome:
        """Run code and tell what it came to; code that fails is an Outcome, not an exception, and
        so is code that brings its interpreter down. Whoever is cancelled takes the process along.

        `caller` is who shares the places with others. `host_functions` are coroutine functions by
        the name that the code calls them by; a dotted name such as `weavz.github.get_issue` makes
        a namespace. They get JSON values, positional and by keyword, and give JSON values back. A
        WeavzError of theirs is a RuntimeError in the code, with message and code; one that is
        still under way when the time is over is cancelled. `inputs` are variables, JSON values.
        `timeout` is in seconds, without what a place is waited for; `memory` in bytes. At most
        1,000 calls of host functions, 1 MiB of printed text, and 8 Mi characters of a result or of
        what a call is given.

        Raises ValueError for a name that is no Python name, RateLimited where too many wait.
        """
        functions = host_functions or {}
        _check_names(functions)
        async with self._turns.turn(caller), self._process() as process:
            return await process.run(code, functions, inputs or {}, timeout, memory)

    @asynccontextmanager
    async def _process(self) -> AsyncIterator[InterpreterProcess]:
        """A process for one run; it stays warm if it is worth it."""
        process = self._warm.pop() if self._warm else await InterpreterProcess.start()
        try:
            yield process
        finally:
            if self._is_open and not process.is_broken and len(self._warm) < MOST_WARM:
                self._warm.append(process)
            else:
                await asyncio.shield(asyncio.ensure_future(process.kill()))


async def run_python(
    code: str,
    *,
    caller: str = "",
    host_functions: Mapping[str, HostFunction] | None = None,
    inputs: Mapping[str, Any] | None = None,
    timeout: float = TIMEOUT,
    memory: int = MEMORY,
) -> Outcome:
    """Run code once in a process of its own, as PythonSandbox.run does; sixteen at a time, four of
    one caller."""
    async with _ALONE.turn(caller), PythonSandbox() as sandbox:
        return await sandbox.run(
            code, host_functions=host_functions, inputs=inputs, timeout=timeout, memory=memory
        )


def require_interpreter() -> None:
    """Raises NativeRuntimeRequired where it is not installed. It is not loaded here: 70 ms, and a
    library that takes the process along when it fails."""
    if importlib.util.find_spec("pydantic_monty") is None:
        raise NativeRuntimeRequired(
            "Running Python needs the sandboxed interpreter, which is not installed",
            hint="Install the extra: pip install 'weavz-tui[code]'",
        )


def _check_names(names: Collection[str]) -> None:
    """Raise ValueError for a name that code cannot call."""
    for name in names:
        parts = name.split(".")
        if not all(each.isidentifier() and not iskeyword(each) for each in parts):
            raise ValueError(f"{name!r} is no Python name")
        if any(other.startswith(f"{name}.") for other in names):
            raise ValueError(f"{name!r} is a function and a namespace")
