"""The choices of GitHub's selects."""

from __future__ import annotations

from typing import Any

import httpx

from tests.integrations.contexts import Recorder, answering, options_of, token
from weavz_tui.catalog import Options
from weavz_tui.integrations.github import integration
from weavz_tui.integrations.github.options import BRANCH_PAGES, REPOSITORY_PAGES

NEXT = {"link": '<https://api.github.com/x?page=2>; rel="next"'}


def values(options: Options) -> list[Any]:
    return [each.value for each in options.options]


def account(request: httpx.Request) -> httpx.Response:
    """An account with three repositories on two pages, in a GitHub that has one more."""
    if request.url.path == "/search/repositories":
        found = [{"full_name": "octocat/tea"}, {"full_name": "else/teapot"}]
        return httpx.Response(200, json={"items": found})
    if request.url.params["page"] == "1":
        page = [{"full_name": "octocat/tea"}, {"full_name": "octocat/secret", "private": True}]
        return httpx.Response(200, json=page, headers=NEXT)
    return httpx.Response(200, json=[{"full_name": "octocat/teacup"}])


async def repositories(recorder: Recorder, search: str | None = None) -> Options:
    return await options_of(
        integration,
        "get_repository",
        "repository",
        transport=recorder,
        credential=token(),
        search=search,
    )


async def test_the_accounts_repositories_of_every_page() -> None:
    recorder = Recorder(answering(account))
    found = await repositories(recorder)
    assert values(found) == ["octocat/tea", "octocat/secret", "octocat/teacup"]
    assert found.options[1].label == "octocat/secret (private)"
    assert len(recorder.requests) == 2


async def test_a_search_finds_own_ones_first_and_then_the_rest_of_github() -> None:
    recorder = Recorder(answering(account))
    found = await repositories(recorder, "Tea")
    assert values(found) == ["octocat/tea", "octocat/teacup", "else/teapot"]


async def test_a_search_for_an_owner_looks_among_that_owners_repositories() -> None:
    recorder = Recorder(answering(account))
    await repositories(recorder, "else/te")
    query = httpx.URL(recorder.requests[-1].url).params["q"]
    assert query == "te in:name user:else fork:true"


async def test_paging_is_bounded_and_says_that_there_is_more() -> None:
    page = [{"full_name": "octocat/tea"}]
    recorder = Recorder(answering(lambda _: httpx.Response(200, json=page, headers=NEXT)))
    found = await repositories(recorder)
    assert len(recorder.requests) == REPOSITORY_PAGES
    assert found.placeholder == "The latest are listed; type to find another"


async def branches(recorder: Recorder, inputs: dict[str, str]) -> Options:
    return await options_of(
        integration,
        "delete_branch",
        "branch",
        inputs,
        transport=recorder,
        credential=token(),
    )


async def test_branches_wait_for_a_repository() -> None:
    recorder = Recorder()
    found = await branches(recorder, {})
    assert found == Options(disabled=True, placeholder="Choose a repository first")
    assert recorder.requests == []


async def test_branches_are_those_of_the_repository() -> None:
    answer = answering(lambda _: httpx.Response(200, json=[{"name": "main"}, {"name": "a/b"}]))
    recorder = Recorder(answer)
    found = await branches(recorder, {"repository": "octocat/tea"})
    assert values(found) == ["main", "a/b"]
    assert httpx.URL(recorder.requests[0].url).path == "/repos/octocat/tea/branches"


async def test_branches_are_paged_within_bounds() -> None:
    page = [{"name": "main"}]
    recorder = Recorder(answering(lambda _: httpx.Response(200, json=page, headers=NEXT)))
    await branches(recorder, {"repository": "octocat/tea"})
    assert len(recorder.requests) == BRANCH_PAGES


def test_a_branch_depends_on_the_repository() -> None:
    action = integration.info.action("create_branch")
    found = action.property("source_branch") if action else None
    assert found is not None and found.refreshers == ("repository",)
