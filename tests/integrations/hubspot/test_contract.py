"""Every request of every action is one that HubSpot's own client could send."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integrations.contexts import Recorder, answering, options_of, token
from tests.integrations.hubspot.service import BASE, answer, description
from tests.integrations.static import Checked, Seen
from weavz_tui.integrations.hubspot import integration
from weavz_tui.integrations.hubspot.engagements import KINDS

LINK = [
    {
        "to": {"id": "7"},
        "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}],
    }
]
FILTERS = [{"filters": [{"propertyName": "email", "operator": "EQ", "value": "a@b.c"}]}]
LIST = {
    "limit": 5.0,
    "after": "10",
    "properties": "email, phone",
    "associations": "companies,deals",
}
READ = {"idProperty": "email", "properties": "email", "associations": "deals"}
SEARCH = {
    "query": "ada",
    "filterGroups": FILTERS,
    "sorts": ["-createdate"],
    "properties": "email",
    "limit": 5.0,
    "after": "10",
}
TWO = {"fromObjectType": "contacts", "fromObjectId": "1", "toObjectType": "companies"}
ALL = {"contactId": "1", "companyId": "2", "dealId": "3", "body": "Hi", "subject": "Tea"}

CASES: list[tuple[str, dict[str, Any]]] = [
    ("list_crm_objects", {"objectType": "products"}),
    ("list_crm_objects", {"objectType": "products", **LIST, "archived": True}),
    ("get_crm_object", {"objectType": "products", "objectId": "1"}),
    (
        "get_crm_object",
        {
            "objectType": "products",
            "objectId": "1",
            **READ,
            "propertiesWithHistory": "price",
            "archived": False,
        },
    ),
    (
        "create_crm_object",
        {"objectType": "products", "properties": {"price": 2.5}, "associations": LINK},
    ),
    (
        "update_crm_object",
        {
            "objectType": "products",
            "objectId": "a",
            "idProperty": "sku",
            "properties": {"hot": True},
        },
    ),
    ("search_crm_objects", {"objectType": "products"}),
    ("search_crm_objects", {"objectType": "products", **SEARCH}),
    ("list_contacts", LIST),
    ("get_contact", {"contactId": "a@b.c", **READ}),
    ("create_contact", {"email": "a@b.c"}),
    (
        "create_contact",
        {
            "email": "a@b.c",
            "firstName": "Ada",
            "lastName": "L",
            "phone": "1",
            "company": "Acme",
            "additionalProperties": {"city": "London"},
            "associations": LINK,
        },
    ),
    ("update_contact", {"contactId": "1", "properties": {"city": None}}),
    ("list_companies", LIST),
    ("get_company", {"companyId": "1", **READ}),
    ("create_company", {"name": "Acme", "domain": "acme.example", "industry": "TEA"}),
    ("update_company", {"companyId": "1", "properties": {"city": "London"}}),
    ("list_deals", LIST),
    ("get_deal", {"dealId": "1", **READ}),
    (
        "create_deal",
        {
            "dealName": "Tea",
            "pipeline_dropdown": "p1",
            "dealStage": "s1",
            "amount": "100",
            "closeDate": "2026-12-31",
        },
    ),
    ("update_deal", {"dealId": "1", "deal_stage_dropdown": "s2", "properties": {"amount": 5}}),
    ("list_tickets", LIST),
    ("get_ticket", {"ticketId": "1", **READ}),
    ("create_ticket", {"subject": "Cold"}),
    (
        "create_ticket",
        {
            "subject": "Cold",
            "content": "Tea",
            "pipeline": "0",
            "pipelineStage": "2",
            "priority": "high",
        },
    ),
    ("update_ticket", {"ticketId": "1", "properties": {"subject": "Warm"}}),
    ("search_crm", {"objectType": "deals", **SEARCH}),
    ("list_properties", {"objectType": "contacts", "archived": False}),
    ("list_association_labels", {"fromObjectType": "contacts", "toObjectType": "deals"}),
    ("list_associations", {**TWO, "limit": 5, "after": "10"}),
    ("create_association", {**TWO, "toObjectId": "2"}),
    (
        "create_association",
        {
            **TWO,
            "toObjectId": "2",
            "associationTypeId": 279.0,
            "associationCategory": "USER_DEFINED",
        },
    ),
    ("remove_association", {**TWO, "toObjectId": "2"}),
    *(("create_engagement", {"type": kind, **ALL}) for kind in KINDS),
    ("custom_api_call", {"url": "/crm/v3/objects/contacts?limit=1", "method": "GET"}),
]


async def seen() -> Seen:
    """The requests of every case."""
    found = Seen(description(), BASE)
    await found.run(integration, CASES, answer, token("t"))
    return found


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen()).checked("hubspot-api-client")


async def test_every_action_is_covered_without_a_violation() -> None:
    found = await seen()
    assert found.actions == set(integration.actions)
    assert found.violations == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen()).unnoticed == []


@pytest.mark.parametrize(
    ("key", "inputs"),
    [("pipeline_dropdown", {}), ("deal_stage_dropdown", {"pipeline_dropdown": "p1"})],
)
async def test_choices_are_fetched_as_described(key: str, inputs: dict[str, str]) -> None:
    recorder = Recorder(answering(answer))
    found = await options_of(integration, "create_deal", key, inputs, transport=recorder)
    assert found.options
    for each in recorder.requests:
        assert description().violations(each, BASE) == []


@pytest.mark.parametrize(
    ("action", "inputs"),
    [
        (
            "search_crm",
            {"objectType": "deals", "filterGroups": [{"filters": [{"propertyName": "a"}]}]},
        ),
        (
            "create_contact",
            {"email": "a", "associations": [{"to": {"id": "1"}, "types": [{"typeId": 1}]}]},
        ),
    ],
)
async def test_the_check_sees_wrong_values(action: str, inputs: dict[str, Any]) -> None:
    found = Seen(description(), BASE)
    await found.run(integration, [(action, inputs)], answer, token("t"))
    assert found.violations


def test_engagements_are_linked_by_hubspots_own_type_ids() -> None:
    description()
    from hubspot.crm import AssociationType  # type: ignore[import-untyped]  # noqa: PLC0415

    wanted = {
        kind: tuple(
            getattr(AssociationType, f"{kind}_TO_{to}") for to in ("CONTACT", "COMPANY", "DEAL")
        )
        for kind in KINDS
    }
    assert {kind: each.links for kind, each in KINDS.items()} == wanted
