"""CODE mode: what an agent finds, and what running its code came to (wire C.9, E.16)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from weavz_tui.model.base import Wire


class CodeFunction(Wire):
    """An action as code calls it. `hidden_keys` are inputs that are fixed and cannot be given."""

    function_name: str
    action_name: str
    description: str
    hidden_keys: list[str] = Field(default_factory=list)


class CodeIntegration(Wire):
    """An alias with those of its functions that a search found. `alias` is the name in code."""

    alias: str
    source_integration_name: str
    display_name: str
    actions: list[CodeFunction] = Field(default_factory=list)


class CodeError(Wire):
    """Why code stopped; `line` counts from one."""

    type: str
    message: str
    line: int | None = None
    traceback: str = ""


class CodeTrace(Wire):
    """One call that the code made. `duration_ms` in milliseconds; `connect_url` where an account
    is missing and can be connected."""

    alias: str
    action_name: str
    status: Literal["success", "error", "canceled"]
    duration_ms: float
    execution_id: str | None = None
    code: str | None = None
    message: str | None = None
    connect_url: str | None = None


class CodeTimings(Wire):
    """Milliseconds: in all, waiting for actions (the longest at a time), and the rest."""

    total_ms: float
    actions_ms: float
    code_ms: float


class CodeResult(Wire):
    """What a run of code came to: the value of its last expression or `return`, what it printed,
    every call that it made, and where it stopped."""

    status: Literal["success", "error"]
    output: Any = None
    logs: list[str] = Field(default_factory=list)
    error: CodeError | None = None
    traces: list[CodeTrace] = Field(default_factory=list)
    timings: CodeTimings
