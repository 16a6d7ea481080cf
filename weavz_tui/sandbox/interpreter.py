"""The interpreter of pydantic-monty as the process sees it that has it loaded (wire E.16)."""

from __future__ import annotations

import asyncio
import builtins
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pydantic_monty as monty

from weavz_tui.sandbox.outcome import CodeError, Outcome, as_json

if TYPE_CHECKING:
    from pydantic_monty import ExternalModule

LARGEST_OUTPUT = 1024 * 1024
LARGEST_VALUE = 8 * 1024 * 1024
MOST_CALLS = 1000
LONGEST_TRACEBACK = 4000

Names = dict[str, Any]
Ask = Callable[[str, Sequence[Any], Mapping[str, Any]], Awaitable[Any]]
"""What carries out a call of the code: the function's name and what it was given, as JSON."""


class HostError(Exception):
    """A function of the host failed: the name of the error's type, and what it says."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        found: Any = getattr(builtins, kind, None)
        is_known = isinstance(found, type) and issubclass(found, Exception)
        self.cause = found(message) if is_known else RuntimeError(f"{kind}: {message}")


async def interpret(
    pool: monty.AsyncMonty,
    code: str,
    *,
    functions: Sequence[str],
    ask: Ask,
    inputs: Mapping[str, Any],
    timeout: float,
    memory: int,
) -> Outcome:
    """Run code in a fresh interpreter; see PythonSandbox.run. `functions` are names."""
    printed = monty.CollectStreams(LARGEST_OUTPUT)
    began = time.monotonic()
    result, error = None, None
    limits: monty.ResourceLimits = {
        "max_feed_duration_secs": timeout,
        "max_memory": memory,
        "max_suspensions": MOST_CALLS,
    }
    names, modules = _namespaces({name: _bound(name, ask) for name in functions})
    try:
        async with (
            asyncio.timeout(timeout),
            pool.checkout(limits=limits, external_modules=modules) as own,
        ):
            for name in modules:
                await own.feed_run(f"import {name}")
            result = await own.feed_run(
                code, inputs=dict(inputs), external_lookup=names, print_callback=printed
            )
    except monty.MontyError as failure:
        error = _described(failure, timeout, memory)
    except TimeoutError:
        error = CodeError("TimeoutError", too_long(timeout))
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


def too_long(timeout: float) -> str:
    """What is said of code that is out of time."""
    return f"stopped after {timeout:g} seconds"


def _bound(name: str, ask: Ask) -> Callable[..., Awaitable[Any]]:
    async def call(*given: Any, **named: Any) -> Any:
        arguments = as_json([list(given), named], most=LARGEST_VALUE)
        try:
            return await ask(name, *arguments)
        except HostError as error:
            raise error.cause from None

    return call


def _namespaces(functions: Mapping[str, Any]) -> tuple[Names, dict[str, ExternalModule]]:
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


def _described(failure: Any, timeout: float, memory: int) -> CodeError:
    """What an error of the interpreter says to a person."""
    frames = failure.traceback() if hasattr(failure, "traceback") else []
    kind = type(failure.exception()).__name__
    message = str(failure).removeprefix(f"{kind}: ")
    if kind == "TimeoutError" and not frames:
        message = too_long(timeout)
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
