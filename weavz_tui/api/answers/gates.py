"""Answers about approval policies, approvals and triggers."""

from __future__ import annotations

from typing import Any

from weavz_tui.api.answers.base import Answer, Listed
from weavz_tui.model.gates import ApprovalPolicy, TriggerSource


class PolicyAnswer(Answer):
    policy: ApprovalPolicy


class PolicyList(Answer):
    policies: list[ApprovalPolicy]
    total: int


class ApprovalList(Answer):
    approvals: list[dict[str, Any]]
    total: int


class ApprovalAnswer(Answer):
    approval: dict[str, Any]


class ReceiptAnswer(ApprovalAnswer):
    receipt: dict[str, Any]


class TriggerList(Listed):
    triggers: list[TriggerSource]


class TriggerAnswer(Answer):
    trigger_source: TriggerSource


class DisabledAnswer(Answer):
    disabled: bool
    trigger_source_id: str


class SampleAnswer(Answer):
    sample_data: dict[str, Any]
