"""Approval policies and approvals (wire B.10). Policies are kept; no execution is gated yet, so no
approval is ever asked for."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from weavz_tui.api.answers.base import DeletedAnswer
from weavz_tui.api.answers.gates import (
    ApprovalAnswer,
    ApprovalList,
    PolicyAnswer,
    PolicyList,
    ReceiptAnswer,
)
from weavz_tui.api.bodies.gates import DecisionBody, PolicyBody, PolicyChange, PolicyTestBody
from weavz_tui.api.callers import Engine
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.engine.policies import tried
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import ApprovalNotFound
from weavz_tui.model.gates import PolicyOutcome

Status = Literal["pending", "approved", "rejected", "expired", "canceled", "consumed"]

router = APIRouter(prefix="/api/v1", tags=["approvals"], route_class=ApiRoute)


@router.get("/approval-policies", response_model=PolicyList)
async def list_policies(
    engine: Engine, workspace_id: Annotated[str | None, Query(alias="workspaceId")] = None
) -> Response:
    """Policies, in the order in which they are asked."""
    found = await engine.policies.list(workspace_id)
    return reply({"policies": [each.wire() for each in found], "total": len(found)})


@router.post("/approval-policies", response_model=PolicyAnswer, status_code=201)
async def create_policy(engine: Engine, body: PolicyBody) -> Response:
    """A new policy."""
    made = await engine.policies.create(body.terms(), body.workspace_id)
    return reply({"policy": made.wire()}, 201)


@router.post("/approval-policies/test", response_model=PolicyOutcome)
async def try_policy(engine: Engine, body: PolicyTestBody) -> Response:
    """What a policy would decide about a call; nothing is kept."""
    return reply(tried(body.policy.terms(), body.context.model()).wire())


@router.get("/approval-policies/{policy_id}", response_model=PolicyAnswer)
async def get_policy(engine: Engine, policy_id: str) -> Response:
    """One policy."""
    return reply({"policy": (await engine.policies.get(policy_id)).wire()})


@router.patch("/approval-policies/{policy_id}", response_model=PolicyAnswer)
async def update_policy(engine: Engine, policy_id: str, body: PolicyChange) -> Response:
    """Change a policy."""
    return reply({"policy": (await engine.policies.update(policy_id, body.changes())).wire()})


@router.delete("/approval-policies/{policy_id}", response_model=DeletedAnswer)
async def delete_policy(engine: Engine, policy_id: str) -> Response:
    """Delete a policy."""
    return reply((await engine.policies.delete(policy_id)).wire())


@router.get("/approvals", response_model=ApprovalList)
async def list_approvals(
    engine: Engine,
    workspace_id: Annotated[str | None, Query(alias="workspaceId")] = None,
    status: Annotated[Status | None, Query()] = None,
    source: Annotated[Source | None, Query()] = None,
    integration_name: Annotated[str | None, Query(alias="integrationName")] = None,
    action_name: Annotated[str | None, Query(alias="actionName")] = None,
    limit: Annotated[int, Query(ge=1, le=2**31)] = 50,
) -> Response:
    """Approvals; there are none."""
    if workspace_id is not None:
        await engine.workspaces.get(workspace_id)
    return reply({"approvals": [], "total": 0})


@router.get("/approvals/{approval_id}", response_model=ApprovalAnswer)
async def get_approval(engine: Engine, approval_id: str) -> Response:
    """One approval."""
    raise _not_found(approval_id)


@router.post("/approvals/{approval_id}/approve", response_model=ReceiptAnswer)
async def approve(engine: Engine, approval_id: str, body: DecisionBody) -> Response:
    """Let a call through."""
    raise _not_found(approval_id)


@router.post("/approvals/{approval_id}/reject", response_model=ReceiptAnswer)
async def reject(engine: Engine, approval_id: str, body: DecisionBody) -> Response:
    """Refuse a call."""
    raise _not_found(approval_id)


@router.post("/approvals/{approval_id}/cancel", response_model=ReceiptAnswer)
async def cancel(engine: Engine, approval_id: str, body: DecisionBody) -> Response:
    """Take a request for approval back."""
    raise _not_found(approval_id)


def _not_found(id: str) -> ApprovalNotFound:
    return ApprovalNotFound(
        f"Approval '{id}' not found", hint="executions are not gated here, so none is asked for"
    )
