"""What HubSpot's actions send, give back, offer, refuse and say."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.integrations.contexts import (
    Recorder,
    answering,
    options_of,
    requests_of,
    run,
)
from tests.integrations.hubspot.service import answer
from weavz_tui.catalog import Options, Response, ValidationError
from weavz_tui.integrations.hubspot import integration
from weavz_tui.model.http import Request


async def sent(action: str, **inputs: Any) -> list[Request]:
    """The requests of an action."""
    return await requests_of(integration, action, inputs, transport=answering(answer))


async def body(action: str, **inputs: Any) -> Any:
    """What the last request of an action carries."""
    return json.loads((await sent(action, **inputs))[-1].content)


async def result(action: str, **inputs: Any) -> Any:
    """What an action returns."""
    return await run(integration, action, inputs, transport=answering(answer))


async def test_values_are_sent_as_texts() -> None:
    values = {"a": 2.0, "b": 2.5, "c": True, "d": None, "e": ["x", "y"], "f": 7, "g": "t"}
    found = await body("update_contact", contactId="1", properties=values)
    assert found["properties"] == {
        "a": "2",
        "b": "2.5",
        "c": "true",
        "d": "",
        "e": "x;y",
        "f": "7",
        "g": "t",
    }


async def test_own_inputs_win_over_further_properties() -> None:
    more = {"email": "other", "city": "London"}
    found = await body("create_contact", email="a@b.c", additionalProperties=more)
    assert found == {"properties": {"email": "a@b.c", "city": "London"}, "associations": []}


async def test_names_are_repeated_in_the_query() -> None:
    (request,) = await sent("list_contacts", properties="email, phone,")
    assert parse_qs(urlsplit(request.url).query)["properties"] == ["email", "phone"]


@pytest.mark.parametrize("action", ["list_contacts", "list_associations"])
async def test_lists_go_on_to_the_limit(action: str) -> None:
    more = {"fromObjectType": "deals", "fromObjectId": "1", "toObjectType": "contacts"}
    inputs = more if action == "list_associations" else {}
    found = await result(action, **inputs, limit=120)
    assert (len(found["results"]), found["paging"]["next"]["after"]) == (120, "120")


async def test_a_list_ends_where_hubspot_has_no_more() -> None:
    found = await result("list_contacts", limit=1000, after="100")
    assert (found["results"][0]["id"], len(found["results"])) == ("100", 30)
    assert "paging" not in found


async def test_a_few_are_listed_where_nobody_says_how_many() -> None:
    assert len((await result("list_deals"))["results"]) == 10


async def test_a_search_goes_on_to_the_limit() -> None:
    recorder = Recorder(answering(answer))
    inputs = {"objectType": "deals", "limit": 1000}
    found = await run(integration, "search_crm", inputs, transport=recorder)
    assert (len(found["results"]), len(recorder.requests)) == (130, 1)


@pytest.mark.parametrize(
    ("given", "sent_as"),
    [
        ([{"propertyName": "a", "operator": "HAS_PROPERTY"}], 1),
        ([{"filters": []}, {"filters": []}], 2),
    ],
)
async def test_filters_without_a_group_become_one(given: Any, sent_as: int) -> None:
    found = await body("search_crm", objectType="deals", filterGroups=given)
    assert len(found["filterGroups"]) == sent_as
    assert all("filters" in each for each in found["filterGroups"])


async def test_sort_keys_may_be_objects() -> None:
    key = {"propertyName": "createdate", "direction": "DESCENDING"}
    assert (await body("search_crm", objectType="deals", sorts=[key]))["sorts"] == [key]


async def test_a_deals_place_by_id_wins_over_the_choice() -> None:
    found = await body(
        "update_deal",
        dealId="1",
        pipeline_dropdown="p1",
        pipeline="p2",
        deal_stage_dropdown="s1",
    )
    assert found["properties"] == {"pipeline": "p2", "dealstage": "s1"}


async def test_a_ticket_begins_in_hubspots_own_first_stage() -> None:
    assert (await body("create_ticket", subject="Cold"))["properties"] == {
        "subject": "Cold",
        "hs_pipeline_stage": "1",
    }


async def test_the_usual_association_needs_no_type() -> None:
    (request,) = await sent(
        "create_association",
        fromObjectType="contacts",
        fromObjectId="1",
        toObjectType="companies",
        toObjectId="2",
    )
    path = "/crm/v4/objects/contacts/1/associations/default/companies/2"
    assert (urlsplit(request.url).path, request.content) == (path, b"")


async def test_an_engagement_is_now_unless_told_otherwise() -> None:
    found = await body("create_engagement", type="NOTE", contactId="1", body="Hi", subject="Tea")
    moment = datetime.fromisoformat(found["properties"].pop("hs_timestamp"))
    assert datetime.now(UTC) - moment < timedelta(minutes=1)
    assert found["properties"] == {"hs_note_body": "Tea\n\nHi"}
    (link,) = found["associations"]
    assert link["to"] == {"id": "1"}
    assert link["types"][0]["associationTypeId"] == 202


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-12-01", "2026-12-01T00:00:00.000Z"),
        ("2026-12-01T09:30:00+01:00", "2026-12-01T08:30:00.000Z"),
        ("1764580200000", "1764580200000"),
    ],
)
async def test_a_moment_is_kept_in_utc(given: str, kept: str) -> None:
    found = await body("create_engagement", type="TASK", subject="Boil", timestamp=given)
    assert found["properties"] == {"hs_timestamp": kept, "hs_task_subject": "Boil"}


@pytest.mark.parametrize(
    ("action", "inputs", "field"),
    [
        ("update_contact", {"contactId": "1", "properties": {}}, "properties"),
        ("update_contact", {"contactId": "..", "properties": {"a": 1}}, "contactId"),
        ("update_deal", {"dealId": "1"}, "properties"),
        ("create_contact", {"email": "a", "associations": [{"to": "1"}]}, "associations"),
        ("search_crm", {"objectType": "deals", "filterGroups": "email"}, "filterGroups"),
        ("search_crm", {"objectType": "deals", "filterGroups": [{"a": 1}]}, "filterGroups"),
        ("create_engagement", {"type": "NOTE", "timestamp": "soon"}, "timestamp"),
        ("list_crm_objects", {"objectType": " "}, "objectType"),
        ("custom_api_call", {"url": "", "method": "GET"}, "url"),
    ],
)
async def test_wrong_inputs_are_refused(action: str, inputs: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await sent(action, **inputs)
    assert field in caught.value.fields


async def choices(key: str, **inputs: Any) -> dict[str, Any]:
    """The choices of a select by label, in order."""
    found = await options_of(integration, "create_deal", key, inputs, transport=answering(answer))
    return {each.label: each.value for each in found.options}


async def test_pipelines_and_stages_keep_their_order() -> None:
    assert list((await choices("pipeline_dropdown")).items()) == [
        ("Sales", "p1"),
        ("Renewals", "p2"),
    ]
    found = await choices("deal_stage_dropdown", pipeline="p1")
    assert list(found.items()) == [("Open", "s1"), ("Won", "s2")]


async def test_stages_wait_for_a_pipeline() -> None:
    recorder = Recorder()
    found = await options_of(integration, "create_deal", "deal_stage_dropdown", transport=recorder)
    assert found == Options(disabled=True, placeholder="Choose a pipeline first")
    assert recorder.requests == []


@pytest.mark.parametrize(
    ("status", "data", "said"),
    [
        (204, None, None),
        (
            404,
            {"status": "error", "message": "resource not found", "category": "OBJECT_NOT_FOUND"},
            "resource not found (OBJECT_NOT_FOUND)",
        ),
        (
            400,
            {
                "status": "error",
                "message": "Property values were not valid",
                "category": "VALIDATION_ERROR",
                "errors": [{"message": "email is invalid", "code": "INVALID_EMAIL"}],
            },
            "Property values were not valid (VALIDATION_ERROR): email is invalid",
        ),
        (429, {"message": "You have reached your limit.", "errorType": "RATE_LIMIT"}, "You have r"),
        (502, None, "HTTP 502"),
    ],
)
def test_the_message_category_and_first_error_are_told(
    status: int, data: Any, said: str | None
) -> None:
    content = json.dumps(data).encode() if data else b"<html></html>"
    found = integration.failure(Response(status, {}, content))
    assert found is said or (said is not None and str(found).startswith(said))
