"""What is kept of an execution: everything a person needs to understand it, no secret."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from pydantic_core import to_json

from weavz_tui.engine.calls.files import without_contents
from weavz_tui.engine.calls.plain import plain_text
from weavz_tui.engine.calls.planning import Plan, Target
from weavz_tui.engine.calls.redaction import Redactor, texts_under_secret_names
from weavz_tui.engine.calls.sending import Sender, view
from weavz_tui.engine.calls.state import StoreState
from weavz_tui.model.base import iso
from weavz_tui.model.entities import ordered_id
from weavz_tui.model.enums import ExecutionStatus
from weavz_tui.model.errors import ActionFailed, WeavzError
from weavz_tui.model.execution import (
    ExecuteRequest,
    HttpRequestView,
    Timing,
)
from weavz_tui.store.lines import Line

OUTPUT_LIMIT = 256 * 1024
_JSON = json.JSONEncoder()
_CONTENT = '"base64":"'
_NO_SECRETS = Redactor()


class Stopwatch:
    """Milliseconds by step, to the microsecond, of the `clock`, which counts nanoseconds."""

    clock: ClassVar[Callable[[], int]] = staticmethod(time.perf_counter_ns)

    def __init__(self) -> None:
        self.started = self._last = Stopwatch.clock()
        self.steps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        """End a step."""
        now = Stopwatch.clock()
        self.steps[step] = (now - self._last) // 1000 / 1000
        self._last = now

    @property
    def total(self) -> float:
        """Milliseconds since the start."""
        return (Stopwatch.clock() - self.started) // 1000 / 1000


@dataclass(slots=True)
class Run:
    """A call under way: what is known of it so far."""

    request: ExecuteRequest
    moment: datetime
    files_to: Path | None = None
    watch: Stopwatch = field(default_factory=Stopwatch)
    target: Target | None = None
    plan: Plan | None = None
    sender: Sender | None = None
    state: StoreState | None = None
    redactor: Redactor = _NO_SECRETS
    notes: list[str] = field(default_factory=list)
    quota: int | None = None
    claimed: bool = False
    recorded: bool = False
    id: str = field(default_factory=ordered_id)

    @property
    def may_have_happened(self) -> bool:
        """Whether something that a repetition would do again may have been done."""
        was_sent = self.sender is not None and self.sender.may_have_happened
        return was_sent or (self.state is not None and self.state.changed)

    @property
    def connection_id(self) -> str | None:
        """The connection that something was sent with."""
        if self.plan is None or self.sender is None or not self.sender.exchanges:
            return None
        used = self.plan.resolution.connection
        return used.id if used else None


class Account:
    """What is told of a call that has ended, to its caller and in the record; redacted."""

    def __init__(self, run: Run, target: Target, output: Any = None) -> None:
        plan, sender = run.plan, run.sender
        self._run = run
        self._target = target
        self._input = plan.inputs.values if plan else run.request.input
        self._redactor = run.redactor.also(texts_under_secret_names(self._input))
        self.output = output
        written = self._redactor.harmless({"input": self._input, "output": output})
        if written is None or len(written) > OUTPUT_LIMIT or _CONTENT in written:
            written = self._hidden(output)
        self._written = written
        self.requests: list[HttpRequestView] = []
        self.warnings = [self._redactor.text(plain_text(note)) for note in run.notes]
        attempts, status = 1, None
        if sender is not None:
            self.requests = [view(each.request, self._redactor) for each in sender.exchanges]
            attempts, status = sender.attempts, sender.status
        self.timing = Timing(
            total=run.watch.total, steps=run.watch.steps, attempts=attempts, status_code=status
        )

    def line(self, status: ExecutionStatus, error: WeavzError | None = None) -> Line:
        """The record."""
        run, target, redactor = self._run, self._target, self._redactor
        resolution = run.plan.resolution if run.plan else None
        used = resolution.connection if resolution else None
        return Line(
            org_id=target.principal.org_id,
            id=run.id,
            workspace_id=target.workspace_id,
            integration_name=target.place.integration.name,
            integration_alias=target.alias,
            action_name=target.action.name,
            status=str(status),
            source=str(target.principal.source),
            end_user_id=resolution.end_user_id if resolution else None,
            connection_external_id=used.external_id if used else None,
            error_code=error.code if error else None,
            error_message=redactor.text(plain_text(explain_error(error))) if error else None,
            status_code=self.timing.status_code,
            attempts=self.timing.attempts,
            duration_ms=self.timing.total,
            created_at=iso(run.moment),
            server_id=target.principal.server_id,
            payload=self._payload(redactor.value(error.details) if error else {}),
        )

    def _hidden(self, output: Any) -> str:
        """Input and output as JSON text where they may hold what has to be hidden, or are large."""
        # The caller may see again what they gave themselves.
        self.output = self._run.redactor.data(output)
        given, came = (self._redactor.json(each) for each in (self._input, output))
        if _CONTENT in given:
            given = self._redactor.json(without_contents(self._input))
        if _CONTENT in came:
            output = without_contents(output)
            came = self._redactor.json(output)
        if len(came) > OUTPUT_LIMIT:
            came = self._redactor.json(limited(self._redactor.value(output)))
        return f'{{"input":{given},"output":{came}}}'

    def _payload(self, details: Any) -> str:
        """One JSON object of parts that are each encoded once."""
        plan = self._run.plan
        origins = plan.inputs.origins if plan else {}
        rest = {
            "origins": {plain_text(name): origin for name, origin in origins.items()},
            "requests": [vars(each) for each in self.requests],
            "timing": vars(self.timing),
            "warnings": self.warnings,
            "details": details,
        }
        written = to_json(rest, by_alias=False, exclude_none=True, inf_nan_mode="null").decode()
        chosen = self._target.choice(plan.resolution) if plan else "null"
        return f'{self._written[:-1]},"resolution":{chosen},{written[1:]}'


def explain_error(error: WeavzError) -> str:
    """The line of an error that a person wants: what the service said, else what happened."""
    if isinstance(error, ActionFailed) and error.details.get("message"):
        return str(error.details["message"])
    return str(error.details.get("message") or error.message)


def limited(output: Any) -> Any:
    """An output small enough to keep: over 256 kB only its size and its beginning stay."""
    if output is None or isinstance(output, bool | int | float):
        return output
    text = output if isinstance(output, str) else _JSON.encode(output)
    if len(text) <= OUTPUT_LIMIT:
        return output
    return {"truncated": True, "size": len(text), "beginning": text[:4096]}
