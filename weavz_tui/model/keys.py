"""API keys (wire A.1, A.2, B.8): who may call over REST, and how far they reach."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from weavz_tui.model.base import Moment, Wire


class Approvals(Wire):
    """Whether the key may decide approval requests."""

    decide: bool = False


class KeyPermissions(Wire):
    """How far a key reaches: the whole organisation, or some workspaces of it."""

    scope: Literal["org", "workspace"] = "org"
    workspace_ids: list[str] = Field(default_factory=list)
    approvals: Approvals | None = None


class ApiKey(Wire):
    """An API key without its value. `permissions` is kept as it was given, None: the whole
    organisation; `key_prefix` is the first eight characters of the value."""

    id: str
    org_id: str
    name: str
    key_prefix: str
    permissions: dict[str, Any] | None = None
    last_used_at: Moment | None = None
    expires_at: Moment | None = None
    created_at: Moment


class ApiKeyCreate(Wire):
    """A new key. `permissions` as in `KeyPermissions`."""

    name: str
    expires_at: datetime | None = None
    permissions: dict[str, Any] | None = None


class CreatedApiKey(Wire):
    """A key with its value, which is shown this once."""

    api_key: ApiKey
    plain_key: str = Field(repr=False)
