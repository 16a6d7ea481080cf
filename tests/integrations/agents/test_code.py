"""advanced-code runs Python; what needs another runtime says so."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from tests.integrations.contexts import run
from tests.real import need
from weavz_tui.catalog import ActionFailed, Integration
from weavz_tui.integrations.advanced_code import integration as advanced
from weavz_tui.integrations.code import integration as plain
from weavz_tui.model.errors import NativeRuntimeRequired


async def python(code: str) -> Any:
    """What the action says of Python code."""
    found = importlib.util.find_spec("pydantic_monty") is not None
    need(found, "install the extra `code`: pip install -e '.[code]'")
    return await run(advanced, "run_code", {"language": "python", "code": code})


async def test_python_is_run() -> None:
    found = await python("print('adding')\n[1 + 1]")
    assert found["seconds"] < 30
    assert {key: found[key] for key in ("result", "stdout", "stderr", "logs")} == {
        "result": [2],
        "stdout": "adding\n",
        "stderr": "",
        "logs": ["adding"],
    }


async def test_code_that_fails_tells_its_line_and_what_it_printed() -> None:
    with pytest.raises(ActionFailed) as failed:
        await python("print('so far')\n\n1 / 0")
    details = failed.value.details
    assert details["message"] == "ZeroDivisionError: division by zero (line 3)"
    assert (details["line"], details["stdout"]) == (3, "so far\n")
    assert failed.value.hint


@pytest.mark.parametrize(
    ("integration", "inputs"),
    [
        (advanced, {"language": "javascript", "code": "1"}),
        (advanced, {"language": "shell", "code": "ls"}),
        (plain, {"code": "return 1", "inputs": {"a": 1}}),
    ],
)
async def test_what_needs_another_runtime_says_so(
    integration: Integration, inputs: dict[str, Any]
) -> None:
    with pytest.raises(NativeRuntimeRequired) as refused:
        await run(integration, "run_code", inputs)
    assert (refused.value.code, refused.value.status) == ("NATIVE_RUNTIME_REQUIRED", 501)
    assert "ython" in refused.value.hint
