"""Answers about the catalogue, executions, usage and activity."""

from __future__ import annotations

from typing import Any

from weavz_tui.api.answers.base import Answer, Listed
from weavz_tui.model.catalogue import AuthOption
from weavz_tui.model.execution import (
    ExecuteResult,
    ExecutionRecord,
    ExecutionRow,
    Explanation,
    Preview,
)
from weavz_tui.model.properties import Option, Property
from weavz_tui.model.status import FailedExecutions, HourOfUse


class Executed(Answer):
    """A successful execution. `duration` in milliseconds."""

    success: bool
    output: Any
    duration: int
    execution_id: str
    replayed: bool


class ResultAnswer(Answer):
    result: ExecuteResult


class PreviewAnswer(Answer):
    preview: Preview


class ExplanationAnswer(Answer):
    explanation: Explanation


class ActionShown(Answer):
    """An action; `props` by name, in display order."""

    name: str
    display_name: str
    description: str
    props: dict[str, Property]
    effect: str
    idempotent: bool
    requires_auth: bool


class AuthShown(Answer):
    type: list[str]
    oauth2: dict[str, Any] | None


class IntegrationMetadata(Answer):
    """An integration with its actions."""

    name: str
    display_name: str
    description: str
    logo_url: str
    categories: list[str]
    auth: AuthShown | None
    auth_options: list[AuthOption]
    actions: dict[str, ActionShown]
    triggers: dict[str, Any]
    source: str
    base_url: str


class SummaryAuth(Answer):
    type: str


class IntegrationSummaryShown(Answer):
    """An integration as a list shows it."""

    name: str
    display_name: str
    description: str
    logo_url: str
    categories: list[str]
    auth: SummaryAuth | None
    auth_types: list[str]
    action_count: int
    trigger_count: int
    source: str


class MetadataAnswer(Answer):
    integration: IntegrationMetadata


class CatalogueAnswer(Answer):
    """Every integration: in full, or as a summary."""

    integrations: list[IntegrationMetadata | IntegrationSummaryShown]
    total: int
    registered: list[str]


class OAuthStatusAnswer(Answer):
    configured: list[str]


class OptionsAnswer(Answer):
    options: list[Option]
    disabled: bool
    placeholder: str


class Event(ExecutionRow):
    """An event of the record; `id` is that of the execution."""

    type: str
    metadata: dict[str, Any]


class ActivityList(Listed):
    events: list[Event]


class RecordAnswer(Answer):
    execution: ExecutionRecord


class ActionUsage(Answer):
    action: str
    runs: int


class DayUsage(Answer):
    day: str
    runs: int


class WorkspaceUsage(Answer):
    workspace: str
    runs: int


class UsageShown(Answer):
    """Successful executions of the month. `counted`: those that consume the quota; `byHour`: the
    last 24 hours, whichever the month."""

    actions: int
    counted: int
    by_source: dict[str, int]
    by_action: list[ActionUsage]
    by_day: list[DayUsage]
    by_workspace: list[WorkspaceUsage]
    failed: FailedExecutions
    by_hour: list[HourOfUse]


class UsageLimits(Answer):
    actions: int | None


class UsagePeriod(Answer):
    start: str
    end: str
    resets_at: str


class UsageAnswer(Answer):
    usage: UsageShown
    limits: UsageLimits
    period: UsagePeriod
    months: list[str]


class BrokenAnswer(Answer):
    broken: dict[str, str]
