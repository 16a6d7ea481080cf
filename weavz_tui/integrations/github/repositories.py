"""Repositories, their commits, tags and branches."""

from __future__ import annotations

from typing import Any, Literal

from weavz_tui.catalog import Context, Effect, LongText
from weavz_tui.integrations.github.options import Branch, Repository
from weavz_tui.integrations.github.service import (
    PerPage,
    given,
    integration,
    repository_path,
    segment,
)


@integration.action(effect=Effect.READ)
async def get_repository(ctx: Context, repository: Repository) -> Any:
    """Read a repository.

    Args:
        repository: The repository, as owner/name.
    """
    return await ctx.get(repository_path(repository))


@integration.action()
async def create_repository(
    ctx: Context,
    name: str,
    description: str | None = None,
    private: bool | None = None,
    auto_init: bool | None = None,
) -> Any:
    """Create a repository in the account.

    Args:
        name: The name, without the owner.
        description: What it is about.
        private: Make it private.
        auto_init: Begin with a first commit that has a README.
    """
    return await ctx.post("/user/repos", json=dict(ctx.inputs))


@integration.action()
async def fork_repository(
    ctx: Context, repository: Repository, organization: str | None = None
) -> Any:
    """Fork a repository; GitHub goes on copying after the answer.

    Args:
        repository: The repository to fork, as owner/name.
        organization: The organisation that gets the fork; the account itself when empty.
    """
    body = given(organization=organization or None)
    return await ctx.post(f"{repository_path(repository)}/forks", json=body)


@integration.action(effect=Effect.READ)
async def search_repositories(
    ctx: Context,
    query: str,
    sort: Literal["stars", "forks", "help-wanted-issues", "updated"] | None = None,
    per_page: PerPage = 30,
) -> Any:
    """Search all repositories.

    Args:
        query: What to look for; qualifiers such as `language:python stars:>100` work.
        sort: What comes first; the best match when nothing is chosen.
        per_page: How many at most.
    """
    params = {"q": query, "sort": sort, "per_page": per_page}
    return await ctx.get("/search/repositories", params=params)


@integration.action(effect=Effect.READ)
async def list_commits(
    ctx: Context, repository: Repository, sha: str | None = None, per_page: PerPage = 30
) -> Any:
    """List the latest commits.

    Args:
        repository: The repository, as owner/name.
        sha: Branch or commit to start from; the default branch when empty.
        per_page: How many at most.
    """
    params = {"sha": sha or None, "per_page": per_page}
    return await ctx.get(f"{repository_path(repository)}/commits", params=params)


@integration.action(effect=Effect.READ)
async def list_tags(ctx: Context, repository: Repository, per_page: PerPage = 30) -> Any:
    """List tags.

    Args:
        repository: The repository, as owner/name.
        per_page: How many at most.
    """
    return await ctx.get(f"{repository_path(repository)}/tags", params={"per_page": per_page})


@integration.action()
async def create_tag(
    ctx: Context, repository: Repository, tag: str, message: LongText, sha: str
) -> Any:
    """Create an annotated tag.

    Args:
        repository: The repository, as owner/name.
        tag: The tag's name, like v1.2.0.
        message: The tag's message.
        sha: The commit that it marks.
    """
    path = repository_path(repository)
    body = {"tag": tag, "message": message, "object": sha, "type": "commit"}
    created = await ctx.post(f"{path}/git/tags", json=body)
    # A tag object by itself is invisible: the reference makes it a tag.
    body = {"ref": f"refs/tags/{tag}", "sha": created["sha"]}
    reference = await ctx.post(f"{path}/git/refs", json=body)
    return {"tag": created, "ref": reference}


@integration.action()
async def create_branch(
    ctx: Context, repository: Repository, source_branch: Branch, new_branch_name: str
) -> Any:
    """Create a branch from another.

    Args:
        repository: The repository, as owner/name.
        source_branch: The branch to start from.
        new_branch_name: The name of the new branch.
    """
    path = repository_path(repository)
    name = segment(f"heads/{source_branch}", "source_branch")
    source = await ctx.get(f"{path}/git/ref/{name}")
    body = {"ref": f"refs/heads/{new_branch_name}", "sha": source["object"]["sha"]}
    return await ctx.post(f"{path}/git/refs", json=body)


@integration.action(effect=Effect.READ)
async def list_branches(ctx: Context, repository: Repository, per_page: PerPage = 30) -> Any:
    """List branches.

    Args:
        repository: The repository, as owner/name.
        per_page: How many at most.
    """
    return await ctx.get(f"{repository_path(repository)}/branches", params={"per_page": per_page})


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_branch(ctx: Context, repository: Repository, branch: Branch) -> Any:
    """Delete a branch; commits that are nowhere else are lost with it.

    Args:
        repository: The repository, as owner/name.
        branch: The branch.
    """
    name = segment(f"heads/{branch}", "branch")
    await ctx.delete(f"{repository_path(repository)}/git/refs/{name}")
    return {"deleted": True, "branch": branch}
