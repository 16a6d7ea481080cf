"""A HubSpot that answers from a list, and what HubSpot's own client says of its API."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from typing import Any

import httpx

from tests.fixtures.client_description import document_of
from tests.fixtures.openapi_check import Description
from tests.real import need

BASE = "https://api.hubapi.com"
APIS = (
    "hubspot.crm.objects.api.basic_api.BasicApi",
    "hubspot.crm.objects.api.search_api.SearchApi",
    "hubspot.crm.properties.api.core_api.CoreApi",
    "hubspot.crm.pipelines.api.pipelines_api.PipelinesApi",
    "hubspot.crm.pipelines.api.pipeline_stages_api.PipelineStagesApi",
    "hubspot.crm.associations.v4.api.basic_api.BasicApi",
    "hubspot.crm.associations.v4.schema.api.definitions_api.DefinitionsApi",
)
PIPELINES = [
    {"id": "p2", "label": "Renewals", "displayOrder": 1, "archived": False},
    {"id": "p1", "label": "Sales", "displayOrder": 0, "archived": False},
    {"id": "p0", "label": "Old", "displayOrder": 2, "archived": True},
]
STAGES = [
    {"id": "s2", "label": "Won", "displayOrder": 1},
    {"id": "s1", "label": "Open", "displayOrder": 0},
]
RECORDS = 130


@cache
def description() -> Description:
    """The operations of HubSpot's client that the integration uses."""
    need(find_spec("hubspot") is not None, "install hubspot-api-client (extra dev)")
    return Description(document_of(APIS))


def page(first: int, size: int) -> dict[str, Any]:
    """A page of the account's records."""
    last = min(first + size, RECORDS)
    found: dict[str, Any] = {"results": [{"id": str(each)} for each in range(first, last)]}
    return found if last == RECORDS else {**found, "paging": {"next": {"after": str(last)}}}


def answer(request: httpx.Request) -> httpx.Response:
    """What HubSpot answers; a deletion has no content."""
    path = request.url.path
    if request.method == "DELETE":
        return httpx.Response(204)
    if path == "/crm/v3/pipelines/deals":
        return httpx.Response(200, json={"results": PIPELINES})
    if path.endswith("/stages"):
        return httpx.Response(200, json={"results": STAGES})
    asked: Any = json.loads(request.content) if path.endswith("/search") else request.url.params
    if "limit" in asked:
        return httpx.Response(200, json=page(int(asked.get("after", 0)), int(asked["limit"])))
    return httpx.Response(200, json={"id": "1", "properties": {}})
