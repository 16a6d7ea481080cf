"""Running other people's Python where it can reach nothing but what it is given.

    outcome = await run_python(
        "issue = await weavz.github.get_issue(number=1)\\nissue['title']",
        host_functions={"weavz.github.get_issue": get_issue},
        timeout=60,
        memory=64 * 1024 * 1024,
    )
    outcome.result, outcome.logs, outcome.error   # error: type, message, line

The code is the value of its last expression or of a top-level `return`; `await` works at the top.
It has no files, no network, no environment and a part of the standard library (`json`, `re`,
`math`, `datetime`, `asyncio`, ...). A door that runs much keeps a `PythonSandbox` open: its
workers stay warm, and a run then costs about a millisecond.
"""

from weavz_tui.sandbox.outcome import CodeError, Outcome
from weavz_tui.sandbox.process import HostFunction
from weavz_tui.sandbox.python import PythonSandbox, run_python
from weavz_tui.sandbox.turns import Places

__all__ = ["CodeError", "HostFunction", "Outcome", "Places", "PythonSandbox", "run_python"]
