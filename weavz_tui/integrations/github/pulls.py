"""Pull requests and reviews."""

from __future__ import annotations

from typing import Any, Literal

from weavz_tui.catalog import Context, Effect, LongText, ValidationError
from weavz_tui.integrations.github.options import Repository
from weavz_tui.integrations.github.service import PerPage, given, integration, repository_path


@integration.action()
async def create_pull_request(
    ctx: Context,
    repository: Repository,
    title: str,
    body: LongText | None = None,
    *,
    head: str,
    base: str,
    draft: bool | None = None,
) -> Any:
    """Open a pull request.

    Args:
        repository: The repository that gets the changes, as owner/name.
        title: The title.
        body: The text, as Markdown.
        head: The branch with the changes; owner:branch when it is in a fork.
        base: The branch that the changes go into.
        draft: Open it as a draft.
    """
    fields = given(title=title, body=body, head=head, base=base, draft=draft)
    return await ctx.post(f"{repository_path(repository)}/pulls", json=fields)


@integration.action(effect=Effect.READ)
async def get_pull_request(ctx: Context, repository: Repository, pull_number: int) -> Any:
    """Read a pull request.

    Args:
        repository: The repository, as owner/name.
        pull_number: The pull request's number.
    """
    return await ctx.get(_path(repository, pull_number))


@integration.action(effect=Effect.READ)
async def list_pull_requests(
    ctx: Context,
    repository: Repository,
    state: Literal["open", "closed", "all"] | None = None,
    sort: Literal["created", "updated", "popularity", "long-running"] | None = None,
    per_page: PerPage = 30,
) -> Any:
    """List pull requests.

    Args:
        repository: The repository, as owner/name.
        state: Open ones when nothing is chosen.
        sort: What comes first; the newest when nothing is chosen.
        per_page: How many at most.
    """
    params = {"state": state, "sort": sort, "per_page": per_page}
    return await ctx.get(f"{repository_path(repository)}/pulls", params=params)


@integration.action()
async def merge_pull_request(
    ctx: Context,
    repository: Repository,
    pull_number: int,
    merge_method: Literal["merge", "squash", "rebase"] | None = None,
    commit_title: str | None = None,
) -> Any:
    """Merge a pull request.

    Args:
        repository: The repository, as owner/name.
        pull_number: The pull request's number.
        merge_method: How; a merge commit when nothing is chosen.
        commit_title: First line of the commit's message.
    """
    body = given(merge_method=merge_method, commit_title=commit_title or None)
    return await ctx.put(f"{_path(repository, pull_number)}/merge", json=body)


@integration.action(idempotent=True)
async def update_pull_request(
    ctx: Context,
    repository: Repository,
    pull_number: int,
    title: str | None = None,
    body: LongText | None = None,
    state: Literal["open", "closed"] | None = None,
    base: str | None = None,
) -> Any:
    """Change a pull request; what is not given stays.

    Args:
        repository: The repository, as owner/name.
        pull_number: The pull request's number.
        title: The new title.
        body: The new text, as Markdown.
        state: Open or close it.
        base: The branch that the changes go into from now on.
    """
    fields = given(title=title, body=body, state=state, base=base or None)
    return await ctx.patch(_path(repository, pull_number), json=fields)


@integration.action()
async def create_pull_request_review(
    ctx: Context,
    repository: Repository,
    pull_number: int,
    event: Literal["APPROVE", "REQUEST_CHANGES", "COMMENT"],
    body: LongText | None = None,
) -> Any:
    """Review a pull request.

    Args:
        repository: The repository, as owner/name.
        pull_number: The pull request's number.
        event: The verdict.
        body: The review's text, as Markdown; an approval alone needs none.
    """
    if event != "APPROVE" and not body:
        raise ValidationError.of(body=f"required for {event}")
    fields = given(event=event, body=body)
    return await ctx.post(f"{_path(repository, pull_number)}/reviews", json=fields)


def _path(repository: str, pull_number: int) -> str:
    return f"{repository_path(repository)}/pulls/{int(pull_number)}"
