"""GitHub's actions against GitHub's own description of its API, served by prism."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
import pytest

from tests.fixtures.contract import Contract, case, contract, statically
from tests.fixtures.openapi_check import Description
from tests.fixtures.prism import vendor_description
from tests.integrations.contexts import Recorder, answering, options_of, requests_of
from tests.integrations.static import Checked
from weavz_tui.integrations.github import integration

REPO = "/repos/{owner}/{repo}"
HERE = {"repository": "octocat/hello-world"}

CASES = {
    "get_repository": case(f"GET {REPO}", **HERE),
    "create_repository": case(
        "POST /user/repos", name="hello", description="A first", private=True, auto_init=False
    ),
    "fork_repository": case(f"POST {REPO}/forks", **HERE, organization="acme"),
    "search_repositories": case(
        "GET /search/repositories", query="tetris", sort="help-wanted-issues", per_page=5
    ),
    "list_commits": case(f"GET {REPO}/commits", **HERE, sha="main", per_page=5),
    "list_tags": case(f"GET {REPO}/tags", **HERE, per_page=5),
    "create_tag": case(
        f"POST {REPO}/git/tags",
        f"POST {REPO}/git/refs",
        **HERE,
        tag="v1",
        message="First",
        sha="c3d0be41ecbe669545ee3e94d31ed9a4bc91ee3c",
    ),
    "create_branch": case(
        f"GET {REPO}/git/ref/{{ref}}",
        f"POST {REPO}/git/refs",
        **HERE,
        source_branch="feature/old",
        new_branch_name="feature/new",
    ),
    "list_branches": case(f"GET {REPO}/branches", **HERE, per_page=5),
    "delete_branch": case(f"DELETE {REPO}/git/refs/{{ref}}", **HERE, branch="feature/old"),
    "get_file_contents": case(
        f"GET {REPO}/contents/{{path}}", **HERE, path="docs/README.md", ref="main"
    ),
    "create_or_update_file": case(
        f"PUT {REPO}/contents/{{path}}",
        **HERE,
        path="docs/README.md",
        message="Write",
        content="Grüße",
        branch="main",
        sha="95b966ae1c166bd92f8ae7d1c313e738c731dfc3",
    ),
    "create_issue": case(
        f"POST {REPO}/issues",
        **HERE,
        title="Broken",
        body="It is",
        labels="bug, help wanted",
        assignees="octocat",
    ),
    "get_issue": case(f"GET {REPO}/issues/{{issue_number}}", **HERE, issue_number=1),
    "list_issues": case(
        f"GET {REPO}/issues", **HERE, state="all", labels="bug, ui", sort="comments", per_page=5
    ),
    "update_issue": case(
        f"PATCH {REPO}/issues/{{issue_number}}",
        **HERE,
        issue_number=1,
        title="Mended",
        body="It was",
        state="closed",
        labels="bug",
        assignees="octocat, hubot",
    ),
    "add_comment_to_issue": case(
        f"POST {REPO}/issues/{{issue_number}}/comments", **HERE, issue_number=1, body="Me too"
    ),
    "lock_issue": case(
        f"PUT {REPO}/issues/{{issue_number}}/lock", **HERE, issue_number=1, lock_reason="too heated"
    ),
    "search_issues": case(
        "GET /search/issues", query="is:open bug", sort="reactions-+1", per_page=5
    ),
    "create_pull_request": case(
        f"POST {REPO}/pulls",
        **HERE,
        title="Add",
        body="Text",
        head="hubot:feature",
        base="main",
        draft=True,
    ),
    "get_pull_request": case(f"GET {REPO}/pulls/{{pull_number}}", **HERE, pull_number=1),
    "list_pull_requests": case(
        f"GET {REPO}/pulls", **HERE, state="all", sort="long-running", per_page=5
    ),
    "merge_pull_request": case(
        f"PUT {REPO}/pulls/{{pull_number}}/merge",
        **HERE,
        pull_number=1,
        merge_method="squash",
        commit_title="Add",
    ),
    "update_pull_request": case(
        f"PATCH {REPO}/pulls/{{pull_number}}",
        **HERE,
        pull_number=1,
        title="New",
        body="Text",
        state="open",
        base="main",
    ),
    "create_pull_request_review": case(
        f"POST {REPO}/pulls/{{pull_number}}/reviews",
        **HERE,
        pull_number=1,
        event="REQUEST_CHANGES",
        body="Please mend",
    ),
    "get_authenticated_user": case("GET /user"),
    "custom_api_call": case(
        "POST /user/repos", method="POST", path="/user/repos", body='{"name": "hello"}'
    ),
}
LACKING: dict[str, str] = {}


async def checked() -> Checked:
    """What the description alone says of every case, for the table of all integrations."""
    found = await statically(integration, published(), CASES, answer)
    return found.checked("@octokit/openapi")


def answer(request: httpx.Request) -> httpx.Response:
    """What is enough for every action to go on."""
    return httpx.Response(200, json={"sha": "c3d0be41", "object": {"sha": "c3d0be41"}})


@cache
def published() -> Description:
    return Description(vendor_description("@octokit/openapi/generated/api.github.com.json"))


@pytest.fixture(scope="module")
def description() -> Description:
    return published()


@pytest.fixture(scope="module")
def github(
    description: Description,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Contract]:
    folder = tmp_path_factory.mktemp("github")
    with contract(integration, description, CASES, LACKING, folder, request.config) as checks:
        yield checks


def test_every_action_has_a_case_or_a_reason() -> None:
    assert set(CASES) | set(LACKING) == set(integration.actions)


@pytest.mark.parametrize("action", CASES)
async def test_requests_are_as_described(github: Contract, action: str) -> None:
    await github.check(action, CASES[action])


@pytest.mark.parametrize(
    ("key", "search"),
    [
        ("repository", None),
        ("repository", "tea"),
        ("repository", "octocat/tea"),
        ("source_branch", None),
    ],
)
async def test_choices_are_fetched_as_described(
    description: Description, key: str, search: str | None
) -> None:
    def empty(request: httpx.Request) -> httpx.Response:
        found = {"items": []} if request.url.path.startswith("/search") else []
        return httpx.Response(200, json=found)

    recorder = Recorder(answering(empty))
    await options_of(integration, "create_branch", key, HERE, transport=recorder, search=search)
    assert recorder.requests
    for each in recorder.requests:
        assert description.violations(each, integration.base_url) == []


@pytest.mark.parametrize(
    ("action", "inputs", "place"),
    [
        ("list_issues", {**HERE, "sort": "nonsense"}, "query"),
        ("list_issues", {**HERE, "per_page": "many"}, "query"),
        ("update_issue", {**HERE, "issue_number": 1, "state": "ajar"}, "body"),
        ("create_issue", {**HERE, "title": {"no": "text"}}, "body"),
    ],
)
async def test_the_check_sees_wrong_values(
    description: Description, action: str, inputs: dict[str, Any], place: str
) -> None:
    (request,) = await requests_of(integration, action, inputs)
    (violation,) = description.violations(request, integration.base_url)
    assert violation.startswith(place)
