"""Bodies of executions and look-ups (wire B.5)."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from weavz_tui.api.bodies.base import Body, Text, Values
from weavz_tui.model.execution import ExecuteRequest, OptionsRequest


class Selectors(Body):
    """What points at a connection and at presets."""

    workspace_id: Text | None = None
    workspace_integration_id: Text | None = None
    integration_alias: Text | None = None
    connection_external_id: Text | None = None
    external_id: Text | None = None
    end_user_id: Text | None = None
    auth_method_key: Text | None = None
    partial_ids: list[Text] | None = None


class ExecuteBody(Selectors):
    """One call of an action. `partialIds` absent: defaults apply; empty: none at all."""

    integration_name: Text
    action_name: Text
    input: Values | None = Field(default_factory=dict)
    idempotency_key: Text | None = None

    def model(self, idempotency_key: str = "") -> ExecuteRequest:
        """For the engine; a key in the headers counts where the body has none."""
        values: dict[str, Any] = self.given()
        if values.get("input", {}) is None:
            del values["input"]
        if not self.idempotency_key:
            values["idempotency_key"] = idempotency_key or None
        return ExecuteRequest(**values)


class LookupBody(Selectors):
    """A look-up of the choices, or the shape, of one property."""

    property_name: Text
    action_name: Text | None = None
    trigger_name: Text | None = None
    input: Values | None = Field(default_factory=dict)

    def model(self, integration_name: str) -> OptionsRequest:
        """For the engine."""
        values = {name: value for name, value in self.given().items() if name != "trigger_name"}
        if values.get("input", {}) is None:
            del values["input"]
        return OptionsRequest(integration_name=integration_name, **values)


class OptionsBody(LookupBody):
    """The same with a search."""

    search_value: Text | None = None
