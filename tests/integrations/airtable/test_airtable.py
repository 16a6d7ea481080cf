"""Airtable's actions against its reference, by hand, and what they do beyond."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.integrations.airtable.service import (
    BASE,
    FIELD,
    RECORD,
    SCHEMA,
    TABLE,
    answer,
    violations,
)
from tests.integrations.contexts import Recorder, answering, options_of, probed, run, token
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.airtable import integration
from weavz_tui.model.http import Request

HERE = {"base": BASE, "table": TABLE}
IT = {**HERE, "record_id": RECORD}
SORT = [{"field": "Name", "direction": "desc"}]
CASES: list[tuple[str, dict[str, Any]]] = [
    ("create_record", {**HERE, "fields": {"Name": "Assam"}}),
    (
        "find_record",
        {**HERE, "filter_by_formula": "{A} = 'b'", "max_records": 3.0, "sort": SORT},
    ),
    ("get_record", IT),
    ("update_record", {**IT, "fields": {"Name": None}}),
    ("delete_record", IT),
    (
        "list_records",
        {**HERE, "view": "viw1", "filter_by_formula": "1", "max_records": 3, "sort": "Name"},
    ),
    ("create_table", {"base": BASE, "name": "T", "fields": [{"name": "N", "type": "x"}]}),
    ("find_table", {"base": BASE, "table_name": "TEA"}),
    ("get_table_schema", HERE),
    ("create_base", {"workspace_id": "wsp1", "name": "Shop"}),
    ("find_base", {"name": "tea"}),
    ("get_base_schema", {"base": BASE}),
    ("add_comment", {**IT, "text": "Nice"}),
    ("upload_attachment", {**IT, "field_name": "Files", "url": "https://example.com/a.pdf"}),
    (
        "custom_api_call",
        {"method": "GET", "url": f"/{BASE}/{TABLE}", "query_params": {"pageSize": 1}},
    ),
]


async def call(action: str, inputs: dict[str, Any]) -> tuple[Any, list[Request]]:
    recorder = Recorder(answering(answer))
    result = await run(integration, action, inputs, transport=recorder, credential=token())
    return result, recorder.requests


@pytest.mark.parametrize(("action", "inputs"), CASES, ids=[action for action, _ in CASES])
async def test_every_action_keeps_to_the_reference(action: str, inputs: dict[str, Any]) -> None:
    _, requests = await call(action, inputs)
    assert requests
    for each in requests:
        assert each.url.startswith("https://api.airtable.com/v0/")
        assert each.headers["Authorization"] == "Bearer secret-token"


def test_every_action_has_a_case() -> None:
    assert {action for action, _ in CASES} == set(integration.actions)


@pytest.mark.parametrize(
    ("method", "path", "content"),
    [
        ("PUT", f"/{BASE}/{TABLE}", b"{}"),
        ("GET", f"/{BASE}/{TABLE}?unknown=1", b""),
        ("POST", f"/{BASE}/{TABLE}", b"{}"),
        ("POST", f"/{BASE}/{TABLE}", b'{"fields":{},"unknown":1}'),
        ("GET", f"/{BASE}/{TABLE}/{RECORD}/more", b""),
    ],
)
def test_the_check_sees_wrong_requests(method: str, path: str, content: bytes) -> None:
    assert violations(method, f"https://api.airtable.com/v0{path}", content)


async def test_a_connection_is_tested_with_what_every_token_may() -> None:
    recorder = Recorder(answering(answer))
    await probed(integration, transport=recorder, credential=token())
    assert [each.url for each in recorder.requests] == ["https://api.airtable.com/v0/meta/whoami"]


async def test_lists_are_paged_up_to_what_is_wanted() -> None:
    everything, requests = await call("list_records", HERE)
    assert [each["id"] for each in everything["records"]] == ["rec00", "rec01", "rec10", "rec11"]
    assert "offset" not in everything
    assert len(requests) == 2
    some, requests = await call("list_records", {**HERE, "max_records": 2})
    assert (len(some["records"]), some["offset"], len(requests)) == (2, "p2", 1)


async def test_sorting_is_written_as_airtable_has_it() -> None:
    _, (request, *_) = await call("find_record", {**HERE, "filter_by_formula": "1", "sort": SORT})
    found = httpx.URL(request.url).params
    assert (found["sort[0][field]"], found["sort[0][direction]"]) == ("Name", "desc")


@pytest.mark.parametrize("field", ["Files", FIELD])
async def test_an_attachment_joins_those_that_are_there(field: str) -> None:
    inputs = {**IT, "field_name": field, "url": "https://example.com/new.pdf"}
    _, (_, written) = await call("upload_attachment", inputs)
    added = [{"id": "att1"}, {"url": "https://example.com/new.pdf"}]
    assert json.loads(written.content) == {"fields": {field: added}}


async def test_bases_and_tables_are_found_by_a_part_of_their_name() -> None:
    assert (await call("find_base", {"name": "SHOP"}))[0] == {
        "bases": [{"id": BASE, "name": "Tea shop"}]
    }
    found, _ = await call("find_table", {"base": BASE, "table_name": "tea"})
    assert found == {"tables": [SCHEMA]}
    assert (await call("get_table_schema", {**HERE, "table": "teas"}))[0] == SCHEMA
    with pytest.raises(ActionFailed):
        await call("get_table_schema", {**HERE, "table": "missing"})


@pytest.mark.parametrize(
    ("key", "inputs", "values"),
    [
        ("base", {}, ["app0", BASE]),
        ("table", {"base": BASE}, [TABLE, "tbl2"]),
        ("view", HERE, ["viw1"]),
    ],
)
async def test_choices_depend_on_each_other(
    key: str, inputs: dict[str, str], values: list[str]
) -> None:
    found = await options_of(
        integration, "list_records", key, inputs, transport=answering(answer), credential=token()
    )
    assert [each.value for each in found.options] == values


@pytest.mark.parametrize(("key", "inputs"), [("table", {}), ("view", {"base": BASE})])
async def test_a_choice_waits_for_what_it_depends_on(key: str, inputs: dict[str, str]) -> None:
    recorder = Recorder()
    found = await options_of(integration, "list_records", key, inputs, transport=recorder)
    assert found.disabled
    assert recorder.requests == []


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("create_record", {**HERE, "fields": [1]}, "fields"),
        ("list_records", {**HERE, "sort": [{"direction": "asc"}]}, "sort"),
        ("list_records", {**HERE, "sort": [{"field": "A", "direction": "up"}]}, "sort"),
        ("create_table", {"base": BASE, "name": "T", "fields": {}}, "fields"),
        ("create_base", {"workspace_id": "w", "name": "n", "tables": {}}, "tables"),
        ("upload_attachment", {**IT, "field_name": "F", "url": "file:///a"}, "url"),
        ("get_record", {**IT, "record_id": ".."}, "record_id"),
        ("custom_api_call", {"method": "GET", "url": " "}, "url"),
        ("custom_api_call", {"method": "GET", "url": "/a", "query_params": []}, "query_params"),
    ],
)
async def test_what_is_wrong_is_told(action: str, inputs: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await run(integration, action, inputs, credential=token())
    assert field in caught.value.fields


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": "NOT_FOUND"}, "NOT_FOUND"),
        (
            {"error": {"type": "INVALID_PERMISSIONS", "message": "You may not"}},
            "You may not (INVALID_PERMISSIONS)",
        ),
    ],
)
async def test_a_failure_is_airtables_message(body: dict[str, Any], message: str) -> None:
    transport = answering(lambda _: httpx.Response(404, json=body))
    with pytest.raises(ActionFailed) as caught:
        await run(integration, "get_record", IT, transport=transport, credential=token())
    assert caught.value.details == {"message": message, "statusCode": 404}
