"""Code in a sandbox: Python, in an interpreter that reaches nothing outside (wire E.16)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Effect,
    Integration,
    LongText,
    Prop,
    ValidationError,
)
from weavz_tui.model.errors import NativeRuntimeRequired

TIMEOUT = 300.0
"""Seconds, where `settings.advancedCode.timeoutSeconds` names none, and at most (wire A.2)."""
LABELS = {"javascript": "JavaScript (not here)", "python": "Python", "shell": "Shell (not here)"}

integration = Integration(
    "advanced-code",
    title="Sandbox",
    description="Run Python without files, network or environment, within a time and a memory.",
    categories=[Category.DEVELOPER_TOOLS],
)


@integration.action(effect=Effect.READ)
async def run_code(
    ctx: Context,
    language: Annotated[Literal["javascript", "python", "shell"], Prop(labels=LABELS)],
    code: LongText,
) -> Any:
    """Run Python; `result` is the value of its last expression or of a top-level `return`.

    It may take 64 MiB and as long as the integration's settings say. JavaScript and shell need a
    runtime that is not here.

    Args:
        language: What the code is written in.
        code: The program.
    """
    if language != "python":
        raise NativeRuntimeRequired(
            f"Running {language} needs a runtime that is not here",
            details={"language": language},
            hint="Write it in Python and choose python as its language",
        )
    from weavz_tui.sandbox import run_python  # noqa: PLC0415 - only who runs code needs it

    outcome = await run_python(code, caller=ctx.caller, timeout=_timeout(ctx))
    printed = {"stdout": outcome.stdout, "stderr": outcome.stderr}
    if outcome.error is not None:
        raise ActionFailed(
            "Action execution failed",
            details={
                "message": str(outcome.error),
                "statusCode": None,
                "line": outcome.error.line,
                "traceback": outcome.error.traceback,
                **printed,
            },
            hint="Mend the code and run it again",
        )
    seconds = round(outcome.seconds, 3)
    return {"result": outcome.result, **printed, "logs": list(outcome.logs), "seconds": seconds}


def _timeout(ctx: Context) -> float:
    settings = ctx.settings.get("advancedCode") or {}
    seconds = settings.get("timeoutSeconds", TIMEOUT)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds <= 0:
        raise ValidationError.of(
            **{"settings.advancedCode.timeoutSeconds": "must be a number of seconds above 0"}
        )
    return min(float(seconds), TIMEOUT)
