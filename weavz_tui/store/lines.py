"""An execution as it is written: columns and JSON text, made without a model in between."""

from __future__ import annotations

from typing import NamedTuple

from weavz_tui.model.base import iso
from weavz_tui.model.execution import ExecutionRecord

DETAIL = {
    "input",
    "output",
    "resolution",
    "origins",
    "requests",
    "timing",
    "warnings",
    "details",
}


class Line(NamedTuple):
    """The columns of an execution, in the order in which they are inserted. `payload` is a JSON
    object with what `DETAIL` names; nothing in it is secret any more."""

    org_id: str
    id: str
    workspace_id: str
    integration_name: str
    integration_alias: str | None
    action_name: str
    status: str
    source: str
    end_user_id: str | None
    connection_external_id: str | None
    error_code: str | None
    error_message: str | None
    status_code: int | None
    attempts: int
    duration_ms: float
    created_at: str
    server_id: str | None
    payload: str

    @property
    def action(self) -> str:
        """The action as people name it: `alias.action`."""
        return f"{self.integration_alias or self.integration_name}.{self.action_name}"


def line_of(org_id: str, record: ExecutionRecord) -> Line:
    """A record as a line; input, output and requests are redacted by now."""
    return Line(
        org_id=org_id,
        id=record.id,
        workspace_id=record.workspace_id,
        integration_name=record.integration_name,
        integration_alias=record.integration_alias,
        action_name=record.action_name,
        status=record.status.value,
        source=record.source.value,
        end_user_id=record.end_user_id,
        connection_external_id=record.connection_external_id,
        error_code=record.error_code,
        error_message=record.error_message,
        status_code=record.status_code,
        attempts=record.attempts,
        duration_ms=record.duration_ms,
        created_at=iso(record.created_at),
        server_id=record.server_id,
        payload=record.model_dump_json(include=DETAIL, warnings=False),
    )
