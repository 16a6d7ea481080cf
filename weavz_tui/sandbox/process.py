"""An interpreter's process, from the engine's side."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self

from weavz_tui.model.errors import NativeRuntimeRequired, WeavzError
from weavz_tui.sandbox.frames import LENGTH, Message, length_of, packed, unpacked
from weavz_tui.sandbox.outcome import CodeError, Outcome, as_json

START_SECONDS = 30.0
# How much later than its own limit a run is over that did not end by itself.
GRACE_SECONDS = 5.0
END_SECONDS = 2.0
# A process that interprets strangers' code has no use for what else stands in the environment.
KEPT = frozenset(
    {"PATH", "HOME", "LANG", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "VIRTUAL_ENV", "MONTY_BIN"}
    | {"PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"}
)
DIED = "The interpreter of the code came to an end; nothing else was touched"

HostFunction = Callable[..., Awaitable[Any]]


class InterpreterProcess:
    """A process that runs code, one run at a time; `kill` it when it is no longer wanted."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.is_broken = False

    @classmethod
    async def start(cls) -> Self:
        """A new one, ready; raises NativeRuntimeRequired where it does not come up."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "weavz_tui.sandbox.worker",
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True,
            env={name: text for name, text in os.environ.items() if name in KEPT},
        )  # fmt: skip
        made = cls(process)
        try:
            async with asyncio.timeout(START_SECONDS):
                await made._next()
        except (EOFError, TimeoutError, ValueError, OSError) as error:
            await made.kill()
            raise NativeRuntimeRequired(
                "The sandboxed interpreter does not start",
                hint="Install it anew: pip install --force-reinstall 'weavz-tui[code]'",
            ) from error
        except BaseException:
            await made.kill()
            raise
        return made

    async def run(
        self,
        code: str,
        functions: Mapping[str, HostFunction],
        inputs: Mapping[str, Any],
        timeout: float,
        memory: int,
    ) -> Outcome:
        """Run code; see PythonSandbox.run. A process that died, hung or was left in the middle of
        a run `is_broken`."""
        began = time.monotonic()
        self.is_broken = True
        wanted = {
            "code": code,
            "functions": list(functions),
            "inputs": as_json(inputs),
            "timeout": timeout,
            "memory": memory,
        }
        try:
            async with asyncio.timeout(timeout + GRACE_SECONDS), asyncio.TaskGroup() as calls:
                end = await self._converse(calls, functions, {"run": wanted})
        except TimeoutError:
            error = CodeError("TimeoutError", f"stopped after {timeout:g} seconds")
            return _without(error, began)
        if end is None:
            return _without(CodeError("InterpreterDied", DIED), began)
        self.is_broken = False
        return _outcome(end)

    async def kill(self) -> None:
        """End it with everything that it started."""
        if self._process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(END_SECONDS):
                await self._process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                if hasattr(os, "killpg"):
                    os.killpg(self._process.pid, signal.SIGKILL)
                else:
                    self._process.kill()
            await self._process.wait()

    async def _converse(
        self, calls: asyncio.TaskGroup, functions: Mapping[str, HostFunction], run: Message
    ) -> Message | None:
        """Have a run done and carry out its calls; its end, None where the process died."""
        under_way: set[asyncio.Task[None]] = set()
        try:
            self._tell(run)
            while "end" not in (message := await self._next()):
                task = calls.create_task(self._answer(functions, message))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
        except (EOFError, OSError, ValueError):
            return None
        finally:
            for each in under_way:
                each.cancel()
        end: Message = message["end"]
        return end

    async def _answer(self, functions: Mapping[str, HostFunction], message: Message) -> None:
        """Carry out a call of the code."""
        answer: Message
        try:
            found = await functions[message["call"]](*message["given"], **message["named"])
            answer = {"answer": as_json(found)}
        except WeavzError as error:
            hint = f"; {error.hint}" if error.hint else ""
            answer = _failure("RuntimeError", f"{error.message} ({error.code}){hint}")
        except Exception as error:  # the code may catch it, as it may any error of what it calls
            answer = _failure(type(error).__name__, str(error))
        self._tell({"id": message["id"], **answer})

    def _tell(self, message: Message) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(packed(message))

    async def _next(self) -> Message:
        assert self._process.stdout is not None
        head = await self._process.stdout.readexactly(LENGTH)
        return unpacked(await self._process.stdout.readexactly(length_of(head)))


def _failure(kind: str, text: str) -> Message:
    return {"failure": kind, "text": text}


def _without(error: CodeError, began: float) -> Outcome:
    """The outcome of a run of which nothing is left."""
    return Outcome(None, (), "", "", error, time.monotonic() - began)


def _outcome(found: Message) -> Outcome:
    error = found["error"]
    return Outcome(
        **{
            **found,
            "logs": tuple(found["logs"]),
            "error": CodeError(**error) if error is not None else None,
        }
    )
