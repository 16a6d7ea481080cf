"""What hangs on issues: links to others, attachments."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Dropdown, Effect, FileContent, Prop
from weavz_tui.integrations.jira_cloud.options import IssueKey, link_types
from weavz_tui.integrations.jira_cloud.service import integration, issue, named, send

UPLOAD_TIMEOUT = 180.0


@integration.action(idempotent=True)
async def link_issues(
    ctx: Context,
    inward_issue: str,
    outward_issue: str,
    link_type: Annotated[str, Dropdown(link_types)],
) -> Any:
    """Link two issues.

    Args:
        inward_issue: The key of the issue that, say, blocks.
        outward_issue: The key of the issue that, say, is blocked.
        link_type: The kind of link, by its name or ID.
    """
    body = {
        "type": named(link_type, "name"),
        "inwardIssue": {"key": inward_issue.strip()},
        "outwardIssue": {"key": outward_issue.strip()},
    }
    await send(ctx, "POST", "/issueLink", json=body)
    return {"linked": True, "inwardIssue": inward_issue, "outwardIssue": outward_issue}


@integration.action()
async def add_attachment(
    ctx: Context,
    issue_key: IssueKey,
    url: Annotated[str, Prop(title="File URL")],
    filename: str,
) -> Any:
    """Attach a file to an issue.

    Args:
        url: Where the file is fetched from.
        filename: The name that it gets, with its extension.
    """
    fetched = await ctx.file(url)
    file = FileContent(filename.strip() or fetched.filename, fetched.body, fetched.mime_type)
    return await send(
        ctx,
        "POST",
        f"{issue(issue_key)}/attachments",
        files={"file": file},
        headers={"X-Atlassian-Token": "no-check"},
        timeout=UPLOAD_TIMEOUT,
    )


@integration.action(effect=Effect.READ)
async def get_attachments(ctx: Context, issue_key: IssueKey) -> Any:
    """List the attachments of an issue with their addresses."""
    found = await send(ctx, "GET", issue(issue_key), params={"fields": "attachment"})
    attachments = (found.get("fields") or {}).get("attachment") or []
    return {"attachments": attachments, "count": len(attachments)}
