"""Hosted connect (wire A.2, B.4, B.7): links with which people bring their own accounts."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from weavz_tui.model.base import Moment, Wire
from weavz_tui.model.enums import ConnectionScope


class SessionStatus(StrEnum):
    """How far a connect session has come."""

    PENDING = "PENDING"
    CONNECTING = "CONNECTING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


class ConnectRequest(Wire):
    """A wish for a connect link. `scope` of the connection that comes of it."""

    integration_name: str
    connection_name: str
    external_id: str
    workspace_id: str
    end_user_id: str | None = None
    workspace_integration_id: str | None = None
    auth_method_key: str | None = None
    scope: ConnectionScope | None = None
    oauth_app_mode: Literal["weavz_managed", "custom"] | None = None
    oauth_app_id: str | None = None
    success_redirect_uri: str | None = None
    error_redirect_uri: str | None = None


class ConnectSession(Wire):
    """A connect session; `connection_id` once completed, `error` once failed."""

    id: str
    org_id: str = Field(exclude=True)
    workspace_id: str = Field(exclude=True)
    integration_name: str
    workspace_integration_id: str | None = None
    auth_method_key: str | None = None
    oauth_app_mode: str | None = None
    oauth_app_id: str | None = None
    connection_name: str
    external_id: str
    end_user_id: str | None = None
    scope: ConnectionScope | None = None
    success_redirect_uri: str | None = None
    error_redirect_uri: str | None = None
    status: SessionStatus = SessionStatus.PENDING
    connection_id: str | None = None
    error: str | None = None
    expires_at: Moment
    created_at: Moment


class ConnectLink(Wire):
    """A link to a page, good once (connect) or until it expires (portal)."""

    token: str = Field(repr=False)
    connect_url: str = Field(repr=False)
    expires_at: Moment


class PortalRequest(Wire):
    """A link to an end user's portal. `expires_in` in seconds, 3600 to 2592000 (wire A.1)."""

    integration_name: str | None = None
    workspace_integration_id: str | None = None
    expires_in: int | None = None
    email: str | None = None
