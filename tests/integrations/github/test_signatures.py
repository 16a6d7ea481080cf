"""Action names and input keys are what callers hold on to: none may change."""

from __future__ import annotations

from tests.fixtures.signatures import parsed, signatures
from weavz_tui.integrations.github import integration

PUBLISHED = """
get_repository: repository=dd!
create_repository: name=str! description=str private=bool auto_init=bool
fork_repository: repository=dd! organization=str
search_repositories: query=str! sort=enum{stars;forks;help-wanted-issues;updated} per_page=num
list_commits: repository=dd! sha=str per_page=num
list_tags: repository=dd! per_page=num
create_tag: repository=dd! tag=str! message=str! sha=str!
create_branch: repository=dd! source_branch=dd! new_branch_name=str!
list_branches: repository=dd! per_page=num
delete_branch: repository=dd! branch=dd!
get_file_contents: repository=dd! path=str! ref=str
create_or_update_file: repository=dd! path=str! message=str! content=str! branch=str sha=str
create_issue: repository=dd! title=str! body=str labels=str assignees=str
get_issue: repository=dd! issue_number=num!
list_issues: repository=dd! state=enum{open;closed;all} labels=str
    sort=enum{created;updated;comments} per_page=num
update_issue: repository=dd! issue_number=num! title=str body=str state=enum{open;closed}
    labels=str assignees=str
add_comment_to_issue: repository=dd! issue_number=num! body=str!
lock_issue: repository=dd! issue_number=num!
    lock_reason=enum{off-topic;too heated;resolved;spam}
search_issues: query=str!
    sort=enum{comments;reactions;reactions-+1;reactions--1;reactions-smile;reactions-thinking_face;reactions-heart;reactions-tada;interactions;created;updated}
    per_page=num
create_pull_request: repository=dd! title=str! body=str head=str! base=str! draft=bool
get_pull_request: repository=dd! pull_number=num!
list_pull_requests: repository=dd! state=enum{open;closed;all}
    sort=enum{created;updated;popularity;long-running} per_page=num
merge_pull_request: repository=dd! pull_number=num! merge_method=enum{merge;squash;rebase}
    commit_title=str
update_pull_request: repository=dd! pull_number=num! title=str body=str
    state=enum{open;closed} base=str
create_pull_request_review: repository=dd! pull_number=num!
    event=enum{APPROVE;REQUEST_CHANGES;COMMENT}! body=str
get_authenticated_user:
custom_api_call: method=enum{GET;POST;PUT;PATCH;DELETE}! path=str! body=str query_params=str
"""


def test_actions_and_inputs_are_the_published_ones() -> None:
    assert signatures(integration) == parsed(PUBLISHED)


def test_every_action_and_every_input_is_explained() -> None:
    silent = [
        f"{action.name}.{each.name}"
        for action in integration.info.actions
        for each in action.properties
        if not action.description or not each.description
    ]
    assert silent == []
