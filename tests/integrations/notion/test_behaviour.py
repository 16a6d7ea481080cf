"""What Notion's actions send, give back, offer, refuse and say."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.integrations.contexts import (
    Recorder,
    answering,
    options_of,
    properties_of,
    requests_of,
    run,
    token,
)
from tests.integrations.notion.service import answer, listed, page, refused
from weavz_tui.catalog import ActionFailed, Options, ValidationError
from weavz_tui.integrations.notion import integration
from weavz_tui.integrations.notion.blocks import blocks_of
from weavz_tui.model.enums import PropertyType as P

HERE = {"database_id": "db1"}


async def body(action: str, **inputs: Any) -> Any:
    """What the last request of an action carries."""
    requests = await requests_of(integration, action, inputs, transport=answering(answer))
    return json.loads(requests[-1].content)


async def result(action: str, **inputs: Any) -> Any:
    """What an action returns."""
    return await run(integration, action, inputs, transport=answering(answer))


def words(text: str) -> list[dict[str, Any]]:
    """A text as it is sent."""
    return [{"type": "text", "text": {"content": text}}]


@pytest.mark.parametrize(
    ("key", "value", "sent"),
    [
        ("Name", "Tea", {"title": words("Tea")}),
        ("Notes", "x" * 2001, {"rich_text": words("x" * 2000) + words("x")}),
        ("Price", "2", {"number": 2}),
        ("Price", "", {"number": None}),
        ("Kind", "Tea", {"select": {"name": "Tea"}}),
        ("Kind", "", {"select": None}),
        ("Stage", "Done", {"status": {"name": "Done"}}),
        ("Tags", ["A", "B"], {"multi_select": [{"name": "A"}, {"name": "B"}]}),
        ("Tags", "A, B", {"multi_select": [{"name": "A"}, {"name": "B"}]}),
        ("Due", "2026-12-01", {"date": {"start": "2026-12-01"}}),
        ("Due", "2026-12-01/2026-12-03", {"date": {"start": "2026-12-01", "end": "2026-12-03"}}),
        ("Hot", "true", {"checkbox": True}),
        ("Link", "https://a.b", {"url": "https://a.b"}),
        ("Who", ["u1"], {"people": [{"id": "u1"}]}),
        ("Other", "p1", {"relation": [{"id": "p1"}]}),
        ("Sum", {"formula": 1}, {"formula": 1}),
    ],
)
async def test_a_value_is_written_as_its_property_wants(key: str, value: Any, sent: Any) -> None:
    found = await body("create_database_item", **HERE, databaseFields={key: value})
    assert found["properties"] == {key: sent}


async def test_a_property_may_be_named_by_its_id() -> None:
    found = await body("create_database_item", **HERE, databaseFields={"p": 1})
    assert found["properties"] == {"Price": {"number": 1}}


async def test_an_item_goes_into_the_databases_first_source() -> None:
    found = await body("create_database_item", **HERE, databaseFields={"Name": "Tea"})
    assert found["parent"] == {"type": "data_source_id", "data_source_id": "ds1"}


async def test_a_data_source_may_be_given_in_place_of_a_database() -> None:
    found = await body("create_database_item", database_id="ds2", databaseFields={})
    assert found["parent"]["data_source_id"] == "ds2"


@pytest.mark.parametrize(
    ("wanted", "filter"),
    [
        ({}, None),
        ({"Name": ""}, None),
        ({"Name": "Tea"}, {"property": "Name", "title": {"contains": "Tea"}}),
        ({"Price": "2"}, {"property": "Price", "number": {"equals": 2}}),
        (
            {"Hot": False, "Tags": ["A"]},
            {
                "and": [
                    {"property": "Hot", "checkbox": {"equals": False}},
                    {"property": "Tags", "multi_select": {"contains": "A"}},
                ]
            },
        ),
        (
            {"Price": {"number": {"less_than": 5}}},
            {"property": "Price", "number": {"less_than": 5}},
        ),
    ],
)
async def test_items_have_to_fit_all_that_is_given(wanted: Any, filter: Any) -> None:
    found = await body("notion-find-database-item", **HERE, filterDatabaseFields=wanted)
    assert found.get("filter") == filter


async def test_more_than_a_hundred_blocks_follow_the_page() -> None:
    text = "\n\n".join(str(number) for number in range(250))
    requests = await requests_of(
        integration, "createPage", {"pageId": "p1", "content": text}, transport=answering(answer)
    )
    sizes = [len(json.loads(each.content)["children"]) for each in requests]
    assert (sizes, requests[1].url[-20:]) == ([100, 100, 50], "/blocks/new/children")


def test_markdown_becomes_blocks() -> None:
    text = (
        "# A\ntwo\nlines\n\n- [ ] open\n- item\n2) second\n> said\n***\n```python\n# no heading\n"
    )
    kinds = [each["type"] for each in blocks_of(text)]
    assert kinds == [
        "heading_1",
        "paragraph",
        "to_do",
        "bulleted_list_item",
        "numbered_list_item",
        "quote",
        "divider",
        "code",
    ]
    paragraph, *_, code = blocks_of(text)[1:]
    assert paragraph["paragraph"]["rich_text"] == words("two\nlines")
    assert code["code"] == {"rich_text": words("# no heading"), "language": "python"}


async def test_blocks_become_markdown_again() -> None:
    found = await result("getPageOrBlockChildren", parentId="p1", markdown=True)
    assert found["markdown"] == (
        "# Tea\n\n- Green\n  - Sencha\n    Good\n- Black\n\n- [x] Boil\n\n"
        "```python\nboil()\n```\n\n[More]"
    )


@pytest.mark.parametrize(("depth", "inner"), [(None, None), (2, "b7"), (3, "b7")])
async def test_blocks_inside_blocks_come_as_deep_as_wanted(
    depth: int | None, inner: str | None
) -> None:
    options = {} if depth is None else {"depth": depth}
    found = await result("getPageOrBlockChildren", parentId="p1", markdown=False, dynamic=options)
    green = found["results"][1]
    assert (green.get("children") or [{}])[0].get("id") == inner
    assert ("children" in (green.get("children") or [{}])[0]) is (depth == 3)


async def test_lists_are_read_to_their_end() -> None:
    found = await result("get_page_comments", page_id="p1")
    assert found == {"results": [{"id": "c1"}, {"id": "c2"}], "count": 2}


@pytest.mark.parametrize(("exact", "ids"), [(None, ["p1", "p2", "p3"]), (True, ["p1", "p3"])])
async def test_pages_are_found_by_title(exact: bool | None, ids: list[str]) -> None:
    more = {"exact_match": exact} if exact else {}
    found = await result("find_page", title="Tea", **more)
    assert [each["id"] for each in found["results"]] == ids


async def test_a_database_is_read_with_its_properties() -> None:
    found = await result("retrieve_database", **HERE)
    assert (found["id"], found["properties"]["Name"]["type"]) == ("db1", "title")


async def test_trash_and_back() -> None:
    item = {**HERE, "database_item_id": "p1"}
    assert await body("archive_database_item", **item) == {"in_trash": True}
    back = await body("restore_database_item", **HERE, archived_item_id="p1")
    assert back == {"in_trash": False}


async def test_a_custom_call_shows_the_whole_answer() -> None:
    address = {"url": "/nothing"}
    found = await result("custom_api_call", url=address, method="GET", failsafe=True)
    assert (found["status"], found["body"]["code"]) == (404, "object_not_found")


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("create_database_item", {**HERE, "databaseFields": {"Prize": 1}}, "databaseFields"),
        ("create_database_item", {**HERE, "databaseFields": {"Sum": 1}}, "databaseFields"),
        ("create_database_item", {**HERE, "databaseFields": {"Price": "x"}}, "databaseFields"),
        (
            "notion-find-database-item",
            {**HERE, "filterDatabaseFields": {"Sum": 1}},
            "filterDatabaseFields",
        ),
        ("append_to_page", {"pageId": "p1", "content": " "}, "content"),
        ("append_to_page", {"pageId": "..", "content": "a"}, "pageId"),
        ("getPageOrBlockChildren", {"parentId": "p1", "dynamic": {"depth": 99}}, "dynamic"),
        ("add_comment", {"page_id": "p1", "comment_text": ""}, "comment_text"),
        ("find_page", {"title": ""}, "title"),
        ("custom_api_call", {"url": {}, "method": "GET"}, "url"),
    ],
)
async def test_wrong_inputs_are_refused(action: str, inputs: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await result(action, **inputs)
    assert field in caught.value.fields


async def test_a_database_of_several_sources_is_a_choice_for_each() -> None:
    found = await options_of(
        integration, "create_database_item", "database_id", transport=answering(answer)
    )
    assert {each.label: each.value for each in found.options} == {
        "Drinks": "ds1",
        "More": "ds2",
        "Books": "db2",
    }


async def test_items_wait_for_their_database() -> None:
    recorder = Recorder()
    found = await options_of(
        integration, "update_database_item", "database_item_id", transport=recorder
    )
    assert found == Options(disabled=True, placeholder="Choose a database first")
    assert recorder.requests == []


async def test_what_lies_in_the_trash_can_be_chosen() -> None:
    recorder = Recorder(answering(answer))
    await options_of(
        integration, "restore_database_item", "archived_item_id", HERE, transport=recorder
    )
    assert json.loads(recorder.requests[-1].content)["in_trash"] is True


async def test_choices_are_bounded_and_say_so() -> None:
    def endless(_: httpx.Request) -> httpx.Response:
        return listed(*[page("p", "Tea")] * 100, cursor="more")

    recorder = Recorder(answering(endless))
    found = await options_of(integration, "createPage", "pageId", transport=recorder)
    assert (len(recorder.requests), len(found.options)) == (3, 300)
    assert "type to find" in found.placeholder


async def test_a_databases_properties_are_fields() -> None:
    found = await properties_of(
        integration, "create_database_item", "databaseFields", HERE, transport=answering(answer)
    )
    assert next(iter(found)) == "Name"
    assert "Sum" not in found
    kind = found["Kind"]
    assert kind.type is P.STATIC_DROPDOWN and kind.options is not None
    assert [each.value for each in kind.options.options] == ["Tea", "Coffee"]


async def test_a_filter_takes_one_of_several_values() -> None:
    found = await properties_of(
        integration,
        "notion-find-database-item",
        "filterDatabaseFields",
        HERE,
        transport=answering(answer),
    )
    assert (found["Tags"].type, found["Who"].type) == (P.STATIC_DROPDOWN, P.SHORT_TEXT)


@pytest.mark.parametrize("action", ["retrieve_database", "add_comment"])
async def test_notions_message_and_code_are_told(action: str) -> None:
    inputs = {"database_id": "db1"} if action == "retrieve_database" else {}
    inputs |= {"page_id": "p1", "comment_text": "Good"} if action == "add_comment" else {}
    limited = answering(lambda _: refused(429, "rate_limited", "You have been rate limited."))
    with pytest.raises(ActionFailed) as caught:
        await run(integration, action, inputs, transport=limited, credential=token("t"))
    assert caught.value.details == {
        "message": "You have been rate limited. (rate_limited)",
        "statusCode": 429,
    }
