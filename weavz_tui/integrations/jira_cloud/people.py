"""People: watchers, and who is who."""

from __future__ import annotations

from typing import Any

from weavz_tui.catalog import Context, Effect, ValidationError
from weavz_tui.integrations.jira_cloud.options import IssueKey
from weavz_tui.integrations.jira_cloud.service import integration, issue, send


@integration.action(idempotent=True)
async def add_watcher(ctx: Context, issue_key: IssueKey, account_id: str) -> Any:
    """Let a person watch an issue.

    Args:
        account_id: The person, as `find_user` names them in `accountId`.
    """
    if not account_id.strip():
        raise ValidationError.of(account_id="must not be empty")
    await send(ctx, "POST", f"{issue(issue_key)}/watchers", json=account_id.strip())
    return {"added": True, "issueKey": issue_key, "accountId": account_id.strip()}


@integration.action(effect=Effect.READ)
async def find_user(ctx: Context, query: str) -> Any:
    """Find people by name or mail address; only what they let others see is searched.

    Args:
        query: How the name or the mail address begins.
    """
    if not query.strip():
        raise ValidationError.of(query="must not be empty")
    params = {"query": query.strip(), "maxResults": 100}
    return await send(ctx, "GET", "/user/search", params=params)
