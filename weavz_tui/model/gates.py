"""Human gates and triggers (wire A.2, B.10): what is kept of them. Nothing is gated yet and
nothing fires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from weavz_tui.model.base import Moment, Wire
from weavz_tui.model.enums import ConnectionStrategy, Source
from weavz_tui.model.pages import WorkspaceQuery

Decision = Literal["require_approval", "notify_only", "block", "auto_approve"]
EndUserMode = Literal["any", "end_user_present", "no_end_user"]
RiskMode = Literal["always", "rules", "model_assisted"]
AccessMode = Literal["dashboard_only", "dashboard_and_hosted_link", "hosted_link_only"]
TriggerType = Literal["WEBHOOK", "POLLING", "APP_WEBHOOK"]


class PolicyTerms(Wire):
    """What a policy says. A filter of None, or empty, lets everything through."""

    name: str = ""
    description: str | None = None
    enabled: bool = True
    priority: int = 100
    sources: list[Source] = Field(default_factory=list)
    mcp_server_ids: list[str] | None = None
    workspace_integration_ids: list[str] | None = None
    integration_aliases: list[str] | None = None
    integration_names: list[str] | None = None
    action_names: list[str] | None = None
    connection_strategies: list[ConnectionStrategy] | None = None
    end_user_mode: EndUserMode = "any"
    decision: Decision = "require_approval"
    risk_mode: RiskMode = "always"
    rules: dict[str, Any] = Field(default_factory=dict)
    approvers: list[dict[str, Any]] = Field(default_factory=list)
    timeout_seconds: int = 3600
    default_on_timeout: Literal["reject", "expire"] = "reject"
    reuse_window_seconds: int | None = None
    approval_access_mode: AccessMode = "dashboard_only"
    metadata: dict[str, Any] | None = None


class ApprovalPolicy(PolicyTerms):
    """A policy of the organisation, or of one workspace."""

    id: str
    org_id: str
    workspace_id: str | None = None
    created_at: Moment
    updated_at: Moment


class PolicyContext(Wire):
    """A call that a policy is tried on."""

    source: Source | None = None
    workspace_id: str | None = None
    mcp_server_id: str | None = None
    workspace_integration_id: str | None = None
    integration_alias: str | None = None
    integration_name: str | None = None
    action_name: str | None = None
    connection_strategy: ConnectionStrategy | None = None
    end_user_id: str | None = None


class PolicyOutcome(Wire):
    """What a policy would decide, and why; `allow` where it does not match."""

    decision: Literal["require_approval", "notify_only", "block", "auto_approve", "allow"]
    matched: bool
    reasons: list[str] = Field(default_factory=list)


class TriggerSource(Wire):
    """A trigger that was enabled. `webhook_url` where the service has to be told one."""

    id: str
    org_id: str
    workspace_id: str
    integration_name: str
    trigger_name: str
    trigger_type: TriggerType = "WEBHOOK"
    webhook_url: str | None = None
    callback_url: str
    callback_headers: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)
    callback_metadata: dict[str, Any] = Field(default_factory=dict)
    input: dict[str, Any] = Field(default_factory=dict)
    simulate: bool = False
    created_at: Moment


class TriggerEnable(Wire):
    """A wish to be told of something."""

    integration_name: str
    trigger_name: str
    callback_url: str
    workspace_id: str
    callback_headers: dict[str, str] = Field(default_factory=dict, repr=False)
    callback_metadata: dict[str, Any] = Field(default_factory=dict)
    input: dict[str, Any] = Field(default_factory=dict)
    simulate: bool = False


@dataclass(frozen=True, slots=True)
class TriggerQuery(WorkspaceQuery):
    """Which triggers."""
