"""Approval policies (wire B.10, C.6): kept and tried. Executions are not gated by them yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from weavz_tui.engine.parts import Parts
from weavz_tui.model.base import now
from weavz_tui.model.entities import new_id
from weavz_tui.model.errors import ApprovalPolicyNotFound, NoUpdates, ValidationError
from weavz_tui.model.gates import ApprovalPolicy, PolicyContext, PolicyOutcome, PolicyTerms
from weavz_tui.model.lists import Deleted
from weavz_tui.store import gates

# Which list of a policy is compared with what of a call.
FILTERS: Mapping[str, str] = {
    "sources": "source",
    "mcp_server_ids": "mcp_server_id",
    "workspace_integration_ids": "workspace_integration_id",
    "integration_aliases": "integration_alias",
    "integration_names": "integration_name",
    "action_names": "action_name",
    "connection_strategies": "connection_strategy",
}
END_USERS: Mapping[str, Callable[[bool], bool]] = {
    "any": lambda present: True,
    "end_user_present": lambda present: present,
    "no_end_user": lambda present: not present,
}


class LocalPolicies:
    """Policies that the caller may see; a policy of the organisation takes its whole reach to
    change."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def list(self, workspace_id: str | None = None) -> Sequence[ApprovalPolicy]:
        """In the order in which they are asked."""
        if workspace_id is not None:
            workspace_id = (await self._parts.workspace(workspace_id)).id
        within = self._parts.principal.workspace_ids
        return await self._parts.read(
            lambda rows: gates.policies(rows, self._parts.org_id, workspace_id, within)
        )

    async def get(self, id: str) -> ApprovalPolicy:
        """One policy; raises ApprovalPolicyNotFound, ScopeDenied."""
        found = await self._parts.read(lambda rows: gates.policy(rows, self._parts.org_id, id))
        if found is None:
            raise _not_found(id)
        if found.workspace_id is not None:
            self._parts.principal.require(found.workspace_id)
        return found

    async def create(self, terms: PolicyTerms, workspace_id: str | None) -> ApprovalPolicy:
        """A new policy; raises ValidationError, NotFound, ScopeDenied."""
        if not terms.name.strip():
            raise ValidationError.of("Invalid approval policy", name="must not be empty")
        if workspace_id is None:
            self._parts.principal.require(None)
        else:
            workspace_id = (await self._parts.workspace(workspace_id)).id
        moment = now()
        made = ApprovalPolicy(
            **terms.model_dump(),
            id=new_id(),
            org_id=self._parts.org_id,
            workspace_id=workspace_id,
            created_at=moment,
            updated_at=moment,
        )
        await self._parts.write(lambda rows: gates.put_policy(rows, made))
        return made

    async def update(self, id: str, changes: Mapping[str, Any]) -> ApprovalPolicy:
        """Change terms, by name; raises NoUpdates, ApprovalPolicyNotFound, ScopeDenied."""
        if not changes:
            raise NoUpdates("No fields provided to update", hint="give a field to change")
        found = await self.get(id)
        self._parts.principal.require(found.workspace_id)
        changes = {**changes, "updated_at": now()}
        changed = await self._parts.write(
            lambda rows: gates.change_policy(rows, self._parts.org_id, id, changes)
        )
        if changed is None:
            raise _not_found(id)
        return changed

    async def delete(self, id: str) -> Deleted:
        """Raises ApprovalPolicyNotFound, ScopeDenied."""
        found = await self.get(id)
        self._parts.principal.require(found.workspace_id)
        await self._parts.write(
            lambda rows: gates.forget_policy(rows, self._parts.org_id, found.id)
        )
        return Deleted(id=found.id)


def _not_found(id: str) -> ApprovalPolicyNotFound:
    return ApprovalPolicyNotFound(f"Approval policy '{id}' not found")


def tried(policy: PolicyTerms, context: PolicyContext) -> PolicyOutcome:
    """What a policy would decide about a call. Only what the call says is compared; rules beyond
    the filters are for whoever approves."""
    against = [reason for reason in _against(policy, context) if reason]
    if against:
        return PolicyOutcome(decision="allow", matched=False, reasons=against)
    reasons = [f"{policy.risk_mode}: every filter lets the call through"]
    return PolicyOutcome(decision=policy.decision, matched=True, reasons=reasons)


def _against(policy: PolicyTerms, context: PolicyContext) -> list[str]:
    found = [] if policy.enabled else ["the policy is not enabled"]
    for name, about in FILTERS.items():
        wanted, value = getattr(policy, name), getattr(context, about)
        if wanted and value is not None and value not in wanted:
            found.append(f"{about} {value} is not among {', '.join(wanted)}")
    if not END_USERS[policy.end_user_mode](context.end_user_id is not None):
        found.append(f"end user: {policy.end_user_mode}")
    return found
