"""Triggers (wire B.10, C.12): enabled, disabled, sampled. Nothing fires them yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weavz_tui.engine.parts import Parts
from weavz_tui.model.base import now
from weavz_tui.model.entities import new_id
from weavz_tui.model.errors import NotFound, TriggerNotFound, ValidationError
from weavz_tui.model.gates import TriggerEnable, TriggerQuery, TriggerSource
from weavz_tui.model.lists import Page
from weavz_tui.net.address import web_address
from weavz_tui.store import gates

SAMPLES: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("slack", "new_message"): {
        "type": "message",
        "channel": "C024BE91L",
        "user": "U2147483697",
        "text": "Hello world",
        "ts": "1355517523.000005",
    },
}
"""What each trigger there is would send, by integration and name."""


class LocalTriggers:
    """Triggers of the caller's workspaces."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self, query: TriggerQuery) -> Page[TriggerSource]:
        """A page, the oldest first."""
        wanted = await self._parts.placed(query)
        within = self._parts.principal.workspace_ids
        return await self._parts.read(
            lambda rows: gates.triggers(rows, self._parts.org_id, wanted, within)
        )

    async def enable(self, data: TriggerEnable) -> TriggerSource:
        """Keep a trigger. Raises IntegrationNotFound, TriggerNotFound, NotFound,
        ValidationError."""
        self.sample(data.integration_name, data.trigger_name)
        workspace = await self._parts.workspace(data.workspace_id)
        if web_address(data.callback_url) is None:
            raise ValidationError.of("Invalid callback", callbackUrl="must be an http(s) URL")
        made = TriggerSource(
            **data.model_dump(exclude={"workspace_id"}),
            id=new_id("ts_"),
            org_id=self._parts.org_id,
            workspace_id=workspace.id,
            created_at=now(),
        )
        await self._parts.write(lambda rows: gates.put_trigger(rows, made))
        return made

    async def disable(self, id: str) -> str:
        """Let a trigger go; raises NotFound, ScopeDenied. Returns its id."""
        found = await self._parts.read(lambda rows: gates.trigger(rows, self._parts.org_id, id))
        if found is None:
            raise NotFound(f"Trigger source '{id}' not found", details={"triggerSourceId": id})
        self._parts.principal.require(found.workspace_id)
        await self._parts.write(lambda rows: gates.forget_trigger(rows, self._parts.org_id, id))
        return found.id

    def sample(self, integration_name: str, trigger_name: str) -> Mapping[str, Any]:
        """What a trigger would send; raises IntegrationNotFound, TriggerNotFound."""
        self._parts.registry.get(integration_name)
        found = SAMPLES.get((integration_name, trigger_name))
        if found is None:
            raise TriggerNotFound(
                f"Trigger '{trigger_name}' not found on integration '{integration_name}'",
                details={"integrationName": integration_name, "triggerName": trigger_name},
            )
        return found
