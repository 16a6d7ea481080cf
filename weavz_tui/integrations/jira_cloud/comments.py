"""Comments on issues."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import Context, Effect, LongText, Prop
from weavz_tui.integrations._custom import segment
from weavz_tui.integrations.jira_cloud.options import IssueKey
from weavz_tui.integrations.jira_cloud.service import document, integration, issue, send

PAGE = 100

Text = Annotated[LongText, Prop(description="The comment; an empty line begins a new paragraph.")]
CommentId = Annotated[str, Prop(description="The comment, as `list_comments` names it in `id`.")]


@integration.action()
async def add_comment(ctx: Context, issue_key: IssueKey, body: Text) -> Any:
    """Comment on an issue."""
    path = f"{issue(issue_key)}/comment"
    return await send(ctx, "POST", path, json={"body": document(body)})


@integration.action(idempotent=True)
async def update_comment(
    ctx: Context, issue_key: IssueKey, comment_id: CommentId, body: Text
) -> Any:
    """Replace the text of a comment."""
    return await send(ctx, "PUT", _path(issue_key, comment_id), json={"body": document(body)})


@integration.action(effect=Effect.READ)
async def list_comments(ctx: Context, issue_key: IssueKey) -> Any:
    """Read the comments on an issue, the oldest first."""
    found: list[Any] = []
    while True:
        params = {"startAt": len(found), "maxResults": PAGE}
        page = await send(ctx, "GET", f"{issue(issue_key)}/comment", params=params)
        comments = page.get("comments") or []
        found += comments
        if not comments or len(found) >= page.get("total", 0):
            return {"comments": found, "count": len(found)}


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_comment(ctx: Context, issue_key: IssueKey, comment_id: CommentId) -> Any:
    """Delete a comment."""
    await send(ctx, "DELETE", _path(issue_key, comment_id))
    return {"deleted": True, "commentId": comment_id}


def _path(issue_key: str, comment_id: str) -> str:
    return f"{issue(issue_key)}/comment/{segment(comment_id, 'comment_id')}"
