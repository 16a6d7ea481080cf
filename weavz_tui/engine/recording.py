"""What is kept of an execution: everything a person needs to understand it, no secret."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from weavz_tui.engine.planning import Plan, Target
from weavz_tui.engine.redaction import Redactor, texts_under_secret_names
from weavz_tui.engine.sending import Sender, view
from weavz_tui.engine.state import StoreState
from weavz_tui.model.entities import ordered_id
from weavz_tui.model.enums import ExecutionStatus
from weavz_tui.model.errors import ActionFailed, WeavzError
from weavz_tui.model.execution import ExecuteRequest, ExecutionRecord, Timing

OUTPUT_LIMIT = 256 * 1024
_JSON = json.JSONEncoder()
_NO_SECRETS = Redactor()


class Stopwatch:
    """Milliseconds by step, of the `clock`."""

    clock: ClassVar[Callable[[], float]] = staticmethod(time.perf_counter)

    def __init__(self) -> None:
        self.started = self._last = Stopwatch.clock()
        self.steps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        """End a step."""
        now = Stopwatch.clock()
        self.steps[step] = round((now - self._last) * 1000, 3)
        self._last = now

    @property
    def total(self) -> float:
        """Milliseconds since the start."""
        return round((Stopwatch.clock() - self.started) * 1000, 3)


@dataclass(slots=True)
class Run:
    """A call under way: what is known of it so far."""

    request: ExecuteRequest
    moment: datetime
    watch: Stopwatch = field(default_factory=Stopwatch)
    target: Target | None = None
    plan: Plan | None = None
    sender: Sender | None = None
    state: StoreState | None = None
    redactor: Redactor = _NO_SECRETS
    notes: list[str] = field(default_factory=list)
    reserved: bool = False
    claimed: bool = False
    recorded: bool = False
    id: str = field(default_factory=ordered_id)

    @property
    def may_have_happened(self) -> bool:
        """Whether something that a repetition would do again may have been done."""
        was_sent = self.sender is not None and self.sender.may_have_happened
        return was_sent or (self.state is not None and self.state.changed)


def record_of(
    run: Run,
    target: Target,
    *,
    output: Any = None,
    error: WeavzError | None = None,
    status: ExecutionStatus,
) -> ExecutionRecord:
    """The record of a call that has ended; everything in it is redacted."""
    plan, sender = run.plan, run.sender
    given = plan.inputs.values if plan else run.request.input
    redactor = run.redactor.also(texts_under_secret_names(given))
    resolution = plan.resolution if plan else None
    used = resolution.connection if resolution else None
    return ExecutionRecord(
        id=run.id,
        workspace_id=target.workspace_id,
        integration_name=target.place.integration.name,
        integration_alias=target.alias,
        action_name=target.action.name,
        status=status,
        source=target.principal.source,
        end_user_id=resolution.end_user_id if resolution else None,
        connection_external_id=used.external_id if used else None,
        error_code=error.code if error else None,
        error_message=redactor.text(explain_error(error)) if error else None,
        status_code=sender.status if sender else None,
        attempts=sender.attempts if sender else 1,
        duration_ms=run.watch.total,
        created_at=run.moment,
        input=redactor.value(given),
        output=limited(redactor.value(output)),
        resolution=resolution,
        origins=plan.inputs.origins if plan else {},
        requests=[view(each.request, redactor) for each in sender.exchanges] if sender else [],
        timing=timing_of(run),
        warnings=[redactor.text(note) for note in run.notes],
        details=redactor.value(error.details) if error else {},
    )


def timing_of(run: Run) -> Timing:
    """Where the time of a call went."""
    return Timing(
        total=run.watch.total,
        steps=dict(run.watch.steps),
        attempts=run.sender.attempts if run.sender else 1,
        status_code=run.sender.status if run.sender else None,
    )


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
