"""Bodies of MCP servers, their tools and tokens (wire B.9)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from weavz_tui.api.bodies.base import Body, Name, Text, Values, Whole
from weavz_tui.model.servers import (
    AuthMode,
    EndUserAccess,
    ServerCreate,
    ServerMode,
    ServerUpdate,
    TokenRequest,
    ToolCreate,
    ToolUpdate,
)

Mode = Annotated[ServerMode, Field(strict=False)]
Auth = Annotated[AuthMode, Field(strict=False)]
Access = Annotated[EndUserAccess, Field(strict=False)]


class ServerFields(Body):
    """What a server may be given."""

    description: Text | None = None
    mode: Mode | None = None
    settings: Values | None = None
    auth_mode: Auth | None = None
    end_user_access: Access | None = None
    end_user_id: Text | None = None


class ServerBody(ServerFields):
    """A new MCP server."""

    name: Name
    workspace_id: Text
    created_by: Text | None = None

    def model(self) -> ServerCreate:
        """For the engine; null is as good as absent."""
        found = {name: value for name, value in self.given().items() if value is not None}
        return ServerCreate(**found)


class ServerChange(ServerFields):
    """Changes to a server; `endUserId` and `description` null remove."""

    name: Name | None = None

    def model(self) -> ServerUpdate:
        """For the engine."""
        nullable = {"description", "end_user_id"}
        return ServerUpdate(
            **{
                name: value
                for name, value in self.given().items()
                if value is not None or name in nullable
            }
        )


class TokenBody(Body):
    """A token for an end user. `expiresIn` in seconds."""

    end_user_id: Text
    scopes: list[Text] | None = None
    expires_in: Annotated[int, Field(ge=1, le=10**9)] | None = None

    def model(self) -> TokenRequest:
        """For the engine."""
        return TokenRequest(**self.given())


class ToolFields(Body):
    """What a tool may be given."""

    connection_id: Text | None = None
    display_name: Text | None = None
    description: Text | None = None
    input_defaults: Values | None = None
    partial_ids: list[Text] | None = None
    sort_order: Whole | None = None
    integration_alias: Text | None = None


class ToolBody(ToolFields):
    """A tool added by hand."""

    integration_name: Text
    action_name: Text
    tool_type: Literal["ACTION"] | None = None

    def model(self) -> ToolCreate:
        """For the engine; null is as good as absent."""
        found = {name: value for name, value in self.given().items() if value is not None}
        return ToolCreate(**found)


class ToolChange(ToolFields):
    """Changes to a tool; `connectionId` and `description` null remove."""

    def model(self) -> ToolUpdate:
        """For the engine."""
        return ToolUpdate(**self.given())


class CodeBody(Body):
    """A script to run, or the approval that it waited for."""

    code: str | None = None
    approval_id: Text | None = None
    wait_for_approval_seconds: Annotated[int, Field(ge=0, le=60)] | None = None
