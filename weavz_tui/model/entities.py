"""The records: organisation, workspace, workspace integration, connection, end user, partial."""

from __future__ import annotations

import random
import re
import time
import uuid
from typing import Any, Literal

from pydantic import Field

from weavz_tui.model.base import Moment, Wire
from weavz_tui.model.enums import (
    ConnectionScope,
    ConnectionStatus,
    ConnectionStrategy,
    ConnectionType,
    EndUserType,
)

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
ALIAS = re.compile(r"[a-z][a-z0-9_-]*")
ALIAS_LENGTH = 64

# Seeded once from the system, which takes longer to ask than all the rest of an ordered id.
_random = random.Random()


def new_id(prefix: str = "") -> str:
    """A fresh identifier: a UUID, after `prefix` where the wire has one (wire A.1)."""
    return f"{prefix}{uuid.uuid4()}"


def ordered_id() -> str:
    """A fresh identifier that sorts by the time it was made: a UUID of version 7, whose twelve
    bits after the milliseconds count parts of one (RFC 9562, method 3)."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    part = rest * 4096 // 1_000_000
    high = milliseconds << 16 | 0x7000 | part
    low = 0x8000_0000_0000_0000 | _random.getrandbits(62)
    digits = f"{high:016x}{low:016x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class Organisation(Wire):
    """The tenant. `monthly_quota` None: unlimited; `rate_limit` is requests per 60 s."""

    id: str
    name: str
    slug: str
    monthly_quota: int | None = None
    rate_limit: int = 600
    created_at: Moment
    updated_at: Moment


class Workspace(Wire):
    """A container of workspace integrations."""

    id: str
    org_id: str
    name: str
    slug: str
    created_at: Moment
    updated_at: Moment


class WorkspaceIntegration(Wire):
    """An integration under an alias in a workspace. `allowed_actions` None: all of them;
    `oauth_app_id` names the OAuth app of the mode `custom`."""

    id: str
    workspace_id: str
    org_id: str
    integration_name: str
    integration_alias: str
    connection_strategy: ConnectionStrategy
    connection_id: str | None = None
    allowed_actions: list[str] | None = None
    display_name: str | None = None
    settings: dict[str, Any] = Field(default_factory=dict)
    sort_order: int = 0
    auth_method_key: str | None = None
    oauth_app_mode: Literal["weavz_managed", "custom"] | None = None
    oauth_app_id: str | None = None
    created_at: Moment
    updated_at: Moment

    def allows(self, action_name: str) -> bool:
        """Whether this configuration lets the action run."""
        return self.allowed_actions is None or action_name in self.allowed_actions


class Connection(Wire):
    """What is known of a credential; the credential itself is in the vault and never here.

    `end_user_id` is the end user's external id. `base_url` overrides the address of the service
    (wire E.14). `generation` grows with every change of the secret. `tested_at` and `test_ok` are
    of the last test since it has this secret and address; None: it was not tested yet.
    """

    id: str
    org_id: str
    external_id: str
    display_name: str
    integration_name: str
    auth_method_key: str | None = None
    type: ConnectionType
    status: ConnectionStatus = ConnectionStatus.ACTIVE
    scope: ConnectionScope = ConnectionScope.ORGANIZATION
    workspace_id: str | None = None
    end_user_id: str | None = None
    base_url: str | None = None
    generation: int = 0
    expires_at: Moment | None = None
    last_used_at: Moment | None = None
    tested_at: Moment | None = None
    test_ok: bool | None = None
    created_at: Moment
    updated_at: Moment


class EndUser(Wire):
    """A person of the customer's; `external_id` is unique in the workspace."""

    id: str
    workspace_id: str
    external_id: str
    display_name: str | None = None
    email: str | None = None
    metadata: dict[str, Any] | None = None
    connection_count: int = 0
    type: EndUserType = EndUserType.EXTERNAL
    created_at: Moment
    updated_at: Moment


class Partial(Wire):
    """Saved inputs. `integration_alias` None: every alias; `action_name` None: every action."""

    id: str
    org_id: str
    workspace_id: str
    integration_name: str
    workspace_integration_id: str | None = None
    integration_alias: str | None = None
    action_name: str | None = None
    trigger_name: str | None = None
    name: str
    description: str | None = None
    values: dict[str, Any] = Field(default_factory=dict)
    enforced_keys: list[str] = Field(default_factory=list)
    is_default: bool = False
    created_at: Moment
    updated_at: Moment
