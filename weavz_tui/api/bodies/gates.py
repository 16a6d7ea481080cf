"""Bodies of approval policies and triggers (wire B.10)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from weavz_tui.api.bodies.base import LARGEST, Body, Name, Text, Values, Whole
from weavz_tui.model.enums import ConnectionStrategy, Source
from weavz_tui.model.gates import (
    AccessMode,
    Decision,
    EndUserMode,
    PolicyContext,
    PolicyTerms,
    RiskMode,
    TriggerEnable,
)

Sources = list[Annotated[Source, Field(strict=False)]]
Strategies = list[Annotated[ConnectionStrategy, Field(strict=False)]]
Seconds = Annotated[int, Field(ge=1, le=LARGEST)]
Names = list[Text]


class PolicyFields(Body):
    """What a policy may say; a field that is not given has the default of a new one."""

    description: Text | None = None
    enabled: bool | None = None
    priority: Whole | None = None
    sources: Sources | None = None
    mcp_server_ids: Names | None = None
    workspace_integration_ids: Names | None = None
    integration_aliases: Names | None = None
    integration_names: Names | None = None
    action_names: Names | None = None
    connection_strategies: Strategies | None = None
    end_user_mode: EndUserMode | None = None
    decision: Decision | None = None
    risk_mode: RiskMode | None = None
    rules: Values | None = None
    approvers: list[Values] | None = None
    timeout_seconds: Seconds | None = None
    default_on_timeout: Literal["reject", "expire"] | None = None
    reuse_window_seconds: Seconds | None = None
    approval_access_mode: AccessMode | None = None
    metadata: Values | None = None

    def changes(self) -> dict[str, Any]:
        """What was sent, where null means something or is none."""
        nullable = {
            name
            for name, field in PolicyTerms.model_fields.items()
            if field.default is None and not field.is_required()
        }
        return {
            name: value
            for name, value in self.given().items()
            if name in PolicyTerms.model_fields and (value is not None or name in nullable)
        }

    def terms(self) -> PolicyTerms:
        """For the engine."""
        return PolicyTerms(**self.changes())


class PolicyBody(PolicyFields):
    """A new policy; without a workspace it is one of the whole organisation."""

    name: Name
    workspace_id: Text | None = None


class PolicyChange(PolicyFields):
    """Changes to a policy."""

    name: Name | None = None


class PolicyDraft(PolicyFields):
    """A policy that is not kept."""

    name: Text | None = None
    workspace_id: Text | None = None


class ContextBody(Body):
    """A call that a policy is tried on."""

    source: Annotated[Source, Field(strict=False)] | None = None
    workspace_id: Text | None = None
    mcp_server_id: Text | None = None
    workspace_integration_id: Text | None = None
    integration_alias: Text | None = None
    integration_name: Text | None = None
    action_name: Text | None = None
    connection_strategy: Annotated[ConnectionStrategy, Field(strict=False)] | None = None
    end_user_id: Text | None = None

    def model(self) -> PolicyContext:
        """For the engine."""
        return PolicyContext(**self.given())


class PolicyTestBody(Body):
    """A policy and a call to try it on."""

    policy: PolicyDraft
    context: ContextBody = Field(default_factory=ContextBody)


class DecisionBody(Body):
    """Why an approval was decided so."""

    reason: Text | None = None
    metadata: Values | None = None


class TriggerBody(Body):
    """A wish to be told of something."""

    integration_name: Text
    trigger_name: Text
    callback_url: Text
    workspace_id: Text
    callback_headers: dict[str, Text] | None = None
    callback_metadata: Values | None = None
    workspace_integration_id: Text | None = None
    integration_alias: Text | None = None
    connection_external_id: Text | None = None
    end_user_id: Text | None = None
    auth_method_key: Text | None = None
    partial_ids: Names | None = None
    input: Values | None = None
    polling_interval_minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    simulate: bool | None = None

    def model(self) -> TriggerEnable:
        """For the engine; null is as good as absent."""
        found = {name: value for name, value in self.given().items() if value is not None}
        return TriggerEnable(**found)


class DisableBody(Body):
    """Which trigger."""

    trigger_source_id: Text


class SampleBody(Body):
    """Which trigger's sample."""

    integration_name: Text
    trigger_name: Text
