"""Issues and their comments."""

from __future__ import annotations

from typing import Any, Literal

from weavz_tui.catalog import Context, Effect, LongText
from weavz_tui.integrations.github.options import Repository
from weavz_tui.integrations.github.service import (
    PerPage,
    given,
    integration,
    names,
    repository_path,
)


@integration.action()
async def create_issue(
    ctx: Context,
    repository: Repository,
    title: str,
    body: LongText | None = None,
    labels: str | None = None,
    assignees: str | None = None,
) -> Any:
    """Open an issue.

    Args:
        repository: The repository, as owner/name.
        title: The title.
        body: The text, as Markdown.
        labels: Names of labels, separated by commas.
        assignees: Login names of who is assigned, separated by commas.
    """
    fields = given(title=title, body=body, labels=names(labels), assignees=names(assignees))
    return await ctx.post(f"{repository_path(repository)}/issues", json=fields)


@integration.action(effect=Effect.READ)
async def get_issue(ctx: Context, repository: Repository, issue_number: int) -> Any:
    """Read an issue.

    Args:
        repository: The repository, as owner/name.
        issue_number: The issue's number.
    """
    return await ctx.get(_path(repository, issue_number))


@integration.action(effect=Effect.READ)
async def list_issues(
    ctx: Context,
    repository: Repository,
    state: Literal["open", "closed", "all"] | None = None,
    labels: str | None = None,
    sort: Literal["created", "updated", "comments"] | None = None,
    per_page: PerPage = 30,
) -> Any:
    """List issues; GitHub counts pull requests among them.

    Args:
        repository: The repository, as owner/name.
        state: Open ones when nothing is chosen.
        labels: Only those that have all these labels, separated by commas.
        sort: What comes first; the newest when nothing is chosen.
        per_page: How many at most.
    """
    wanted = ",".join(names(labels) or []) or None
    params = {"state": state, "labels": wanted, "sort": sort, "per_page": per_page}
    return await ctx.get(f"{repository_path(repository)}/issues", params=params)


@integration.action(idempotent=True)
async def update_issue(
    ctx: Context,
    repository: Repository,
    issue_number: int,
    title: str | None = None,
    body: LongText | None = None,
    state: Literal["open", "closed"] | None = None,
    labels: str | None = None,
    assignees: str | None = None,
) -> Any:
    """Change an issue; what is not given stays.

    Args:
        repository: The repository, as owner/name.
        issue_number: The issue's number.
        title: The new title.
        body: The new text, as Markdown.
        state: Open or close it.
        labels: Names of all its labels from now on, separated by commas.
        assignees: Login names of all its assignees from now on, separated by commas.
    """
    fields = given(
        title=title,
        body=body,
        state=state,
        labels=names(labels),
        assignees=names(assignees),
    )
    return await ctx.patch(_path(repository, issue_number), json=fields)


@integration.action()
async def add_comment_to_issue(
    ctx: Context, repository: Repository, issue_number: int, body: LongText
) -> Any:
    """Comment on an issue or a pull request.

    Args:
        repository: The repository, as owner/name.
        issue_number: The number of the issue or pull request.
        body: The comment, as Markdown.
    """
    return await ctx.post(f"{_path(repository, issue_number)}/comments", json={"body": body})


@integration.action(idempotent=True)
async def lock_issue(
    ctx: Context,
    repository: Repository,
    issue_number: int,
    lock_reason: Literal["off-topic", "too heated", "resolved", "spam"] | None = None,
) -> Any:
    """Lock the conversation of an issue or a pull request.

    Args:
        repository: The repository, as owner/name.
        issue_number: The number of the issue or pull request.
        lock_reason: The reason shown.
    """
    body = given(lock_reason=lock_reason)
    await ctx.put(f"{_path(repository, issue_number)}/lock", json=body)
    return {"locked": True, "issue_number": issue_number}


@integration.action(effect=Effect.READ)
async def search_issues(
    ctx: Context,
    query: str,
    sort: Literal[
        "comments",
        "reactions",
        "reactions-+1",
        "reactions--1",
        "reactions-smile",
        "reactions-thinking_face",
        "reactions-heart",
        "reactions-tada",
        "interactions",
        "created",
        "updated",
    ]
    | None = None,
    per_page: PerPage = 30,
) -> Any:
    """Search issues and pull requests everywhere.

    Args:
        query: What to look for; qualifiers such as `repo:owner/name is:issue is:open` work.
        sort: What comes first; the best match when nothing is chosen.
        per_page: How many at most.
    """
    params = {"q": query, "sort": sort, "per_page": per_page}
    return await ctx.get("/search/issues", params=params)


def _path(repository: str, issue_number: int) -> str:
    return f"{repository_path(repository)}/issues/{int(issue_number)}"
