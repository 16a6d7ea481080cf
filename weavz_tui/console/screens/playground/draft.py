"""What a person is about to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weavz_tui.model.execution import ExecuteRequest


@dataclass(frozen=True, slots=True)
class Draft:
    """A call in the making. `alias` is the configured instance, or the integration's own name
    where none is configured; `partial_ids` None: the defaults apply."""

    integration: str
    alias: str
    action: str
    configured: bool = True
    end_user: str | None = None
    connection: str | None = None
    partial_ids: tuple[str, ...] | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """`alias.action`, as it is picked."""
        return f"{self.alias}.{self.action}"

    def names_what(self, other: Draft) -> bool:
        """Whether both are calls of one action of one alias."""
        return (self.title, self.configured) == (other.title, other.configured)

    def with_values(self, values: Mapping[str, Any]) -> Draft:
        """The same call with other inputs."""
        return replace(self, values=dict(values))

    def request(self, workspace_id: str) -> ExecuteRequest:
        """The call as the engine takes it."""
        from weavz_tui.model.execution import ExecuteRequest

        return ExecuteRequest(
            integration_name=self.integration,
            integration_alias=self.alias if self.configured else None,
            action_name=self.action,
            workspace_id=workspace_id,
            input=dict(self.values),
            end_user_id=self.end_user,
            connection_external_id=self.connection,
            partial_ids=None if self.partial_ids is None else list(self.partial_ids),
        )

    @classmethod
    def of(cls, request: ExecuteRequest, alias: str | None = None) -> Draft:
        """The draft that a request came from (replay, paste)."""
        chosen = alias or request.integration_alias
        return cls(
            integration=request.integration_name,
            alias=chosen or request.integration_name,
            action=request.action_name,
            configured=chosen is not None,
            end_user=request.end_user_id or request.external_id,
            connection=request.connection_external_id,
            partial_ids=None if request.partial_ids is None else tuple(request.partial_ids),
            values=request.input,
        )
