"""A call: the request, how its connection and inputs were chosen, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, Field

from weavz_tui.model.base import Moment, Wire
from weavz_tui.model.entities import Connection, WorkspaceIntegration
from weavz_tui.model.enums import ConnectionStrategy, ExecutionStatus, Source, ValueSource


class Selectors(Wire):
    """What may point at a connection and its presets (specification, connection resolution)."""

    integration_name: str
    workspace_id: str | None = None
    workspace_integration_id: str | None = None
    integration_alias: str | None = None
    connection_external_id: str | None = None
    external_id: str | None = None
    end_user_id: str | None = None
    auth_method_key: str | None = None
    partial_ids: list[str] | None = None


class ExecuteRequest(Selectors):
    """One call of an action. `partial_ids` None: defaults apply; empty: no partial at all.
    `input_defaults` are weaker than partials (a tool's, wire C.3)."""

    action_name: str
    input: dict[str, Any] = Field(default_factory=dict)
    input_defaults: dict[str, Any] = Field(default_factory=dict)
    idempotency_key: str | None = None


class OptionsRequest(Selectors):
    """A look-up of the choices (or the shape) of one property. Sub-properties: `group.child`."""

    property_name: str
    action_name: str | None = None
    input: dict[str, Any] = Field(default_factory=dict)
    search_value: str | None = None


StepName = Literal[
    "explicit connection",
    "workspace integration",
    "end user",
    "fixed",
    "fallback",
    "only connection",
]


class Step(Wire):
    """One step of the choice of a connection, in the order in which they were taken.

    `outcome`: `used`, `none` (looked and found nothing), `skipped` (does not apply), `not reached`
    or `unusable` (found, but in state ERROR).
    """

    name: StepName
    outcome: Literal["used", "none", "skipped", "not reached", "unusable"]
    reason: str
    connection_external_id: str | None = None


class Choice(Wire):
    """How a connection was chosen, as it is kept: the steps name the connection, by its external
    id. `reason` sums them up."""

    required: bool = True
    strategy: ConnectionStrategy | None = None
    end_user_id: str | None = None
    steps: list[Step] = Field(default_factory=list)
    reason: str = ""

    @property
    def ok(self) -> bool:
        """Whether a call could go ahead."""
        return not self.required or any(step.outcome == "used" for step in self.steps)


class Resolution(Choice):
    """Which connection a call would use and why. `connection` None with `required` False: none
    is needed; with `required` True: CONNECTION_REQUIRED, `reason` says why."""

    connection: Connection | None = None
    integration: WorkspaceIntegration | None = None

    @property
    def ok(self) -> bool:
        """Whether a call could go ahead."""
        return not self.required or self.connection is not None


class FieldOrigin(Wire):
    """Where one input's value comes from; `partial_name` where a partial gave it."""

    source: ValueSource
    partial_id: str | None = None
    partial_name: str | None = None


BodyKind = Literal["none", "json", "form", "text", "binary", "multipart"]


@dataclass
class HttpRequestView:
    """A request as it would go out, with every secret masked."""

    # The engine makes one for every request it sends: of values that need no check.
    __pydantic_config__: ClassVar[ConfigDict] = Wire.model_config

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    body_kind: BodyKind = "none"


@dataclass
class Timing:
    """Milliseconds by step of the flow, in order, and in all."""

    __pydantic_config__: ClassVar[ConfigDict] = Wire.model_config

    total: float = 0.0
    steps: dict[str, float] = field(default_factory=dict)
    attempts: int = 1
    status_code: int | None = None


class Explanation(Wire):
    """Steps 1 to 4 of the flow: which inputs and which connection, before anything is sent."""

    resolution: Resolution
    input: dict[str, Any] = Field(default_factory=dict)
    origins: dict[str, FieldOrigin] = Field(default_factory=dict)
    errors: dict[str, str] = Field(default_factory=dict)
    unknown_keys: list[str] = Field(default_factory=list)
    partials: list[str] = Field(default_factory=list)


class Preview(Wire):
    """What an execution would do first. `effect`: the kind of the first thing that would leave
    the action (`http`, `state`, `file`, `socket`), or `local` when it only computes here."""

    explanation: Explanation
    effect: Literal["http", "state", "file", "socket", "local"] = "local"
    request: HttpRequestView | None = None
    description: str = ""
    curl: str = ""


class ExecuteResult(Wire):
    """A successful call. `duration` in milliseconds."""

    success: bool = True
    output: Any = None
    duration: int = 0
    execution_id: str = ""
    replayed: bool = False
    explanation: Explanation | None = None
    requests: list[HttpRequestView] = Field(default_factory=list)
    timing: Timing = Field(default_factory=Timing)
    warnings: list[str] = Field(default_factory=list)


class ExecutionRow(Wire):
    """An execution as a list shows it. `duration_ms` in milliseconds; `server_id`: the MCP server
    that it came through."""

    id: str
    workspace_id: str
    integration_name: str
    integration_alias: str | None = None
    action_name: str
    status: ExecutionStatus
    source: Source
    end_user_id: str | None = None
    connection_external_id: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    status_code: int | None = None
    attempts: int = 1
    duration_ms: float = 0.0
    created_at: Moment
    server_id: str | None = None


class ExecutionRecord(ExecutionRow):
    """One execution with everything kept of it; input, output and requests are redacted."""

    input: dict[str, Any] = Field(default_factory=dict)
    output: Any = None
    resolution: Choice | None = None
    origins: dict[str, FieldOrigin] = Field(default_factory=dict)
    requests: list[HttpRequestView] = Field(default_factory=list)
    timing: Timing = Field(default_factory=Timing)
    warnings: list[str] = Field(default_factory=list)
    details: dict[str, Any] = Field(default_factory=dict)
