"""State of the machine's parts: vault, usage, live changes, one connection's test."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from weavz_tui.model.base import Moment, Wire
from weavz_tui.model.execution import Resolution

VaultState = Literal["not checked", "open", "locked", "missing", "unreachable"]


class VaultStatus(Wire):
    """Which vault is in force, whether it answers, and the command that mends it."""

    kind: Literal["keyring", "encrypted", "none"] = "none"
    state: VaultState = "not checked"
    backend: str = ""
    message: str = ""
    remedy: str = ""
    unlockable: bool = False


class FailedExecutions(Wire):
    """Executions of a month that ended in an error; what has none is left out."""

    total: int = 0
    by_source: dict[str, int] = Field(default_factory=dict)
    by_action: dict[str, int] = Field(default_factory=dict)
    by_day: dict[str, int] = Field(default_factory=dict)
    by_workspace: dict[str, int] = Field(default_factory=dict)


class HourOfUse(Wire):
    """Executions that began in an hour; `hour` is its first moment."""

    hour: Moment
    runs: int = 0
    failed: int = 0


class UsageReport(Wire):
    """Executions of a calendar month (UTC); `limit` None: unlimited (wire E.11).

    `actions` and the lists by something are successful executions, `counted` those of them that
    consume the quota. Workspaces go by their slug. `by_hour` are the last 24 hours, whichever the
    month, in order and without those in which nothing began; `months` are those with anything in
    them (`2026-11`), the newest first.
    """

    actions: int = 0
    counted: int = 0
    limit: int | None = None
    by_source: dict[str, int] = Field(default_factory=dict)
    by_action: list[tuple[str, int]] = Field(default_factory=list)
    by_day: list[tuple[str, int]] = Field(default_factory=list)
    by_workspace: list[tuple[str, int]] = Field(default_factory=list)
    failed: FailedExecutions = Field(default_factory=FailedExecutions)
    by_hour: list[HourOfUse] = Field(default_factory=list)
    months: list[str] = Field(default_factory=list)
    start: Moment
    end: Moment


class Change(Wire):
    """Something was committed, here or by another process. `kind` names the table, `*` any."""

    kind: str = "*"
    workspace_id: str | None = None


class ConnectionTest(Wire):
    """The answer to "does this connection work?"."""

    ok: bool
    message: str
    status_code: int | None = None
    duration_ms: float = 0.0


class WhoRow(Wire):
    """Who would be used for one alias or one end user, and after saving a draft."""

    label: str
    now: Resolution
    then: Resolution | None = None

    @property
    def changes(self) -> bool:
        """Whether saving the draft would change the answer."""
        if self.then is None:
            return False
        before = self.now.connection.id if self.now.connection else None
        after = self.then.connection.id if self.then.connection else None
        return before != after or self.now.ok != self.then.ok


class WhoSummary(Wire):
    """Over all end users of a workspace: how many would use their own connection, the given one
    (fixed or fallback, by external id), or get CONNECTION_REQUIRED."""

    total: int = 0
    own: int = 0
    given: int = 0
    given_name: str | None = None
    required: int = 0


class Who(Wire):
    """The answer of "who would be used?" for a workspace integration."""

    rows: list[WhoRow] = Field(default_factory=list)
    summary: WhoSummary = Field(default_factory=WhoSummary)
    summary_then: WhoSummary | None = None


class Diagnosis(Wire):
    """One line of `doctor`."""

    name: str
    ok: bool
    message: str
    remedy: str = ""
    details: dict[str, Any] = Field(default_factory=dict)
    checked_at: datetime | None = None
