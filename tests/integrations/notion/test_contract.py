"""Every request of every action is one that Notion's description allows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integrations.contexts import Recorder, answering, options_of, properties_of, token
from tests.integrations.notion.description import BASE, description
from tests.integrations.notion.service import answer
from tests.integrations.static import Checked, Seen
from weavz_tui.integrations.notion import integration

HERE = {"database_id": "db1"}
ITEM = {**HERE, "database_item_id": "p1"}
VALUES = {"Name": "Tea", "Price": 2.5, "Tags": ["A"], "Due": "2026-12-01", "Hot": True}
TEXT = "# Tea\n\nHot\n\n- green\n1. black\n- [x] boil\n> good\n---\n```\nboil()\n```"

CASES: list[tuple[str, dict[str, Any]]] = [
    ("create_database_item", {**HERE, "databaseFields": VALUES}),
    ("create_database_item", {**HERE, "databaseFields": VALUES, "content": TEXT}),
    ("create_database_item", {"database_id": "x", "databaseFields": {}}),
    ("update_database_item", {**ITEM, "databaseFields": {"Price": 3}}),
    ("notion-find-database-item", {**HERE, "filterDatabaseFields": {"Name": "Tea"}}),
    ("notion-find-database-item", {**HERE, "filterDatabaseFields": {"Name": "T", "Hot": True}}),
    ("createPage", {"pageId": "p1"}),
    ("createPage", {"pageId": "p1", "title": "Tea", "content": TEXT}),
    ("append_to_page", {"pageId": "p1", "content": TEXT}),
    ("getPageOrBlockChildren", {"parentId": "p1", "dynamic": {"depth": 2}}),
    ("archive_database_item", ITEM),
    ("restore_database_item", {**HERE, "archived_item_id": "p1"}),
    ("add_comment", {"page_id": "p1", "comment_text": "Good"}),
    ("retrieve_database", HERE),
    ("get_page_comments", {"page_id": "p1"}),
    ("find_page", {"title": "Tea", "limit": 5.0}),
    ("find_page", {"title": "Tea", "exact_match": True}),
    ("custom_api_call", {"url": {"url": "/users/me"}, "method": "GET"}),
]
CHOICES = [
    ("create_database_item", "database_id", {}),
    ("update_database_item", "database_item_id", HERE),
    ("restore_database_item", "archived_item_id", HERE),
    ("createPage", "pageId", {}),
]


async def seen() -> Seen:
    """The requests of every case."""
    found = Seen(description(), BASE)
    await found.run(integration, CASES, answer, token("t"))
    return found


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen()).checked("@notionhq/notion-mcp-server")


async def test_every_action_is_covered_without_a_violation() -> None:
    found = await seen()
    assert found.actions == set(integration.actions)
    assert found.violations == []
    assert {each.headers["Notion-Version"] for _, each in found.requests} == {"2025-09-03"}


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen()).unnoticed == []


@pytest.mark.parametrize("search", [None, "tea"])
@pytest.mark.parametrize(("action", "key", "inputs"), CHOICES)
async def test_choices_are_fetched_as_described(
    action: str, key: str, inputs: dict[str, str], search: str | None
) -> None:
    recorder = Recorder(answering(answer))
    found = await options_of(integration, action, key, inputs, transport=recorder, search=search)
    assert found.options
    assert [
        each for sent in recorder.requests for each in description().violations(sent, BASE)
    ] == []


@pytest.mark.parametrize(
    ("action", "key"),
    [
        ("create_database_item", "databaseFields"),
        ("notion-find-database-item", "filterDatabaseFields"),
    ],
)
async def test_fields_are_fetched_as_described(action: str, key: str) -> None:
    recorder = Recorder(answering(answer))
    assert await properties_of(integration, action, key, HERE, transport=recorder)
    assert [
        each for sent in recorder.requests for each in description().violations(sent, BASE)
    ] == []


@pytest.mark.parametrize(
    ("action", "inputs"),
    [
        ("add_comment", {"page_id": "p1", "comment_text": "Good"}),
        ("createPage", {"pageId": "p1", "content": "Tea"}),
    ],
)
async def test_the_check_sees_wrong_values(action: str, inputs: dict[str, Any]) -> None:
    found = Seen(description(), BASE)
    await found.run(integration, [(action, inputs)], answer, token("t"))
    ((_, request),) = found.requests
    wrong = request.content.replace(b'"content"', b'"words"')
    spoilt = type(request)(request.method, request.url, request.headers, wrong)
    assert description().violations(spoilt, BASE)
