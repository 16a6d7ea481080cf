"""Sandboxed Python: what it gives, what it cannot reach, what stops it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import AsyncIterator
from typing import Any

import anyio
import pytest

from tests.real import need
from weavz_tui.model.errors import NativeRuntimeRequired, NotFound
from weavz_tui.sandbox import Outcome, PythonSandbox, run_python


@pytest.fixture(scope="module")
async def sandbox() -> AsyncIterator[PythonSandbox]:
    """A warm sandbox."""
    found = importlib.util.find_spec("pydantic_monty") is not None
    need(found, "install the extra `code`: pip install -e '.[code]'")
    async with PythonSandbox() as made:
        yield made


async def echo(*given: Any, **named: Any) -> Any:
    """A host function that gives back what it got."""
    return {"given": list(given), "named": named}


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("1 + 1", 2),
        ("x = 1", None),
        ("return [1, 2]", [1, 2]),
        ("(1, {2}, b'ab', 1e400, None)", [1, [2], "YWI=", "inf", None]),
        ("class P:\n    def __init__(self):\n        self.x = 1\nP()", {"x": 1}),
        ("import datetime\ndatetime.date(2026, 11, 22)", "2026-11-22"),
        ("import json\njson.loads('{\"a\": 1}')", {"a": 1}),
    ],
)
async def test_the_result_is_the_last_value_as_json(
    sandbox: PythonSandbox, code: str, result: Any
) -> None:
    outcome = await sandbox.run(code)
    assert (outcome.result, outcome.error) == (result, None)


async def test_what_is_printed_is_kept_in_order(sandbox: PythonSandbox) -> None:
    code = "import sys\nprint('a', 1)\nprint('b', file=sys.stderr)\nprint('c')"
    outcome = await sandbox.run(code)
    assert outcome.logs == ("a 1", "b", "c")
    assert (outcome.stdout, outcome.stderr) == ("a 1\nc\n", "b\n")


async def test_inputs_are_variables(sandbox: PythonSandbox) -> None:
    outcome = await sandbox.run("inputs['a'] + [other]", inputs={"inputs": {"a": [1]}, "other": 2})
    assert outcome.result == [1, 2]


@pytest.mark.parametrize("name", ["echo", "weavz.echo", "weavz.slack.echo"])
async def test_host_functions_are_called_by_name(sandbox: PythonSandbox, name: str) -> None:
    outcome = await sandbox.run(f"await {name}(1, (2,), key={{3}})", host_functions={name: echo})
    assert outcome.error is None
    assert outcome.result == {"given": [1, [2]], "named": {"key": [3]}}


async def test_host_functions_run_side_by_side(sandbox: PythonSandbox) -> None:
    first, second = anyio.Event(), anyio.Event()

    async def one() -> int:
        first.set()
        await second.wait()
        return 1

    async def two() -> int:
        await first.wait()
        second.set()
        return 2

    outcome = await sandbox.run(
        "import asyncio\nawait asyncio.gather(h.one(), h.two())",
        host_functions={"h.one": one, "h.two": two},
    )
    assert (outcome.result, outcome.error) == ([1, 2], None)


async def test_an_error_of_a_host_function_can_be_caught(sandbox: PythonSandbox) -> None:
    async def missing() -> None:
        raise NotFound("no such issue", hint="list them")

    code = (
        "try:\n    await missing()\nexcept RuntimeError as error:\n    caught = str(error)\ncaught"
    )
    outcome = await sandbox.run(code, host_functions={"missing": missing})
    assert outcome.result == "no such issue (NOT_FOUND); list them"


async def test_an_error_of_a_host_function_names_the_line(sandbox: PythonSandbox) -> None:
    async def missing() -> None:
        raise NotFound("no such issue")

    outcome = await sandbox.run("x = 1\nawait h.missing()", host_functions={"h.missing": missing})
    assert outcome.error is not None
    assert str(outcome.error) == "RuntimeError: no such issue (NOT_FOUND) (line 2)"


@pytest.mark.parametrize(
    ("code", "kind", "line"),
    [
        ("a = 1\na / 0", "ZeroDivisionError", 2),
        ("def f():\n    return [][1]\n\nf()", "IndexError", 2),
        ("a = (\n1", "SyntaxError", 2),
        ("const x = 1;", "SyntaxError", 1),
        ("\n\nnothing", "NameError", 3),
    ],
)
async def test_a_failure_names_its_line(
    sandbox: PythonSandbox, code: str, kind: str, line: int
) -> None:
    error = (await sandbox.run(code)).error
    assert error is not None
    assert (error.type, error.line) == (kind, line)
    assert kind in error.traceback


async def test_what_was_printed_before_a_failure_stays(sandbox: PythonSandbox) -> None:
    outcome = await sandbox.run("print('so far')\n1 / 0")
    assert outcome.logs == ("so far",)


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/passwd').read()",
        "import os\nos.environ['PATH']",
        "import os\nos.listdir('/')",
        "import subprocess",
        "import socket",
        "import ctypes",
        "__import__('os').system('id')",
        "().__class__.__base__.__subclasses__()",
    ],
)
async def test_nothing_outside_can_be_reached(sandbox: PythonSandbox, code: str) -> None:
    outcome = await sandbox.run(code)
    assert outcome.error is not None
    assert outcome.result is None


async def test_an_endless_loop_is_stopped(sandbox: PythonSandbox) -> None:
    outcome = await sandbox.run("print('on')\nwhile True: pass", timeout=0.2)
    assert outcome.error is not None
    assert str(outcome.error) == "TimeoutError: stopped after 0.2 seconds"
    assert outcome.seconds < 2


async def test_a_host_function_out_of_time_is_cancelled(sandbox: PythonSandbox) -> None:
    ended: list[str] = []

    async def hang() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            ended.append("hang")

    outcome = await sandbox.run("await hang()", host_functions={"hang": hang}, timeout=0.2)
    assert outcome.error is not None
    assert outcome.error.type == "TimeoutError"
    assert ended == ["hang"]


async def test_a_call_that_the_code_does_not_wait_for_ends_with_it(sandbox: PythonSandbox) -> None:
    outcome = await sandbox.run(
        "import asyncio\npending = h()\n1", host_functions={"h": anyio.sleep_forever}
    )
    assert outcome.seconds < 5


async def test_memory_is_limited(sandbox: PythonSandbox) -> None:
    outcome = await sandbox.run("x = []\nwhile True: x.append('a' * 10000)", memory=8 * 1024**2)
    assert outcome.error is not None
    assert outcome.error.type == "MemoryError"


async def test_calls_are_limited(sandbox: PythonSandbox) -> None:
    code = "for i in range(2000):\n    await echo()"
    outcome = await sandbox.run(code, host_functions={"echo": echo})
    assert outcome.error is not None
    assert outcome.error.type == "RuntimeError"


async def test_a_run_knows_nothing_of_another(sandbox: PythonSandbox) -> None:
    await sandbox.run("kept = 1")
    error = (await sandbox.run("kept")).error
    assert error is not None
    assert error.type == "NameError"


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["weavz.my-alias.send"], "no Python name"),
        (["weavz.class"], "no Python name"),
        ([""], "no Python name"),
        (["weavz.a", "weavz.a.b"], "a function and a namespace"),
    ],
)
async def test_a_name_that_code_cannot_call_is_refused(
    sandbox: PythonSandbox, names: list[str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        await sandbox.run("1", host_functions=dict.fromkeys(names, echo))


async def test_one_run_needs_no_pool(sandbox: PythonSandbox) -> None:
    outcome: Outcome = await run_python("await echo()", host_functions={"echo": echo})
    assert outcome.result == {"given": [], "named": {}}


async def test_without_the_interpreter_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pydantic_monty", None)
    with pytest.raises(NativeRuntimeRequired) as refused:
        await run_python("1")
    assert "weavz-tui[code]" in refused.value.hint


@pytest.mark.parametrize(
    "code",
    [
        "a = []\nfor _ in range(60):\n    a = [a, a]\na",
        "a = 1\nfor _ in range(60):\n    a = {'x': a, 'y': a}\na",
        "x = 'a' * 1000000\n[x] * 1000",
        "x = b'a' * 1000000\n[x] * 1000",
        "10 ** 6000",
    ],
)
@pytest.mark.parametrize("way", ["{}", "await echo({})"])
async def test_what_is_small_in_the_code_fills_no_memory_outside(
    sandbox: PythonSandbox, code: str, way: str
) -> None:
    *before, last = code.split("\n")
    attack = "\n".join([*before, way.format(last)])
    outcome = await sandbox.run(attack, host_functions={"echo": echo})
    assert outcome.result is None
    assert outcome.error is not None
    assert outcome.error.type == "ValueError"
    assert (await sandbox.run("1 + 1")).result == 2


async def test_an_answer_that_cannot_be_written_ends_its_call_alone(sandbox: PythonSandbox) -> None:
    async def huge() -> Any:
        return 10**6000

    outcome = await sandbox.run(
        "try:\n    await huge()\nexcept ValueError:\n    found = 'caught'\nfound",
        host_functions={"huge": huge},
    )
    assert outcome.result == "caught"
