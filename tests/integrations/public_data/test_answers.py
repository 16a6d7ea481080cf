"""What actions make of answers that they look into."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx
import pytest

from tests.integrations.contexts import Answer, Recorder, answering, requests_of, run
from tests.integrations.public_data.service import CHECK, MATCH, answer
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.catalog.registry import Registry
from weavz_tui.integrations.opensky_network import throttled as opensky_waits
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.errors import ConnectionRequired
from weavz_tui.model.http import Response

REGISTRY = Registry(plugins=False)


async def acted(name: str, inputs: dict[str, Any], reply: Answer = answer) -> Any:
    """What an action gives, by `slug.action`."""
    slug, _, action = name.partition(".")
    return await run(REGISTRY.get(slug), action, inputs, transport=answering(reply))


def always(status: int, content: Any) -> Answer:
    """A service that always answers this JSON, or this text."""
    if isinstance(content, str):
        return lambda request: httpx.Response(status, text=content)
    return lambda request: httpx.Response(status, json=content)


async def test_arxivs_feed_becomes_papers() -> None:
    found = await acted("arxiv.search_papers", {"query": "tides"})
    assert (found["total"], found["start"]) == (41, 5)
    assert found["papers"] == [
        {
            "id": "2301.00001v1",
            "title": "On tides",
            "summary": "Of the sea.",
            "authors": ["Ada"],
            "published": "2023-01-01T00:00:00Z",
            "updated": "2023-01-02T00:00:00Z",
            "primaryCategory": "physics.ao-ph",
            "categories": ["physics.ao-ph"],
            "comment": None,
            "journalRef": None,
            "doi": "10.1/x",
            "url": "http://arxiv.org/abs/2301.00001v1",
            "pdfUrl": "http://arxiv.org/pdf/2301.00001v1",
        }
    ]


async def test_echos_two_requests_become_one_answer() -> None:
    found = await acted("epa-echo.search_air_facilities", {"state": "DE"})
    assert (found["facilities"], found["total"]) == ([{"FacName": "Mill"}], "1")


async def test_osvs_pages_become_one_answer() -> None:
    inputs = {"ecosystem": "npm", "packageName": "lodash"}
    found = await acted("osv-dev.query_package_version", inputs)
    assert found == {"vulns": [{"id": "A"}, {"id": "B"}], "count": 2}


async def test_osvs_pages_end() -> None:
    endless = {"vulns": [{"id": "A"}], "next_page_token": "more"}
    found = await acted("osv-dev.query_commit", {"commit": "a"}, always(200, endless))
    assert (found["count"], found["nextPageToken"]) == (10, "more")


async def test_a_check_is_taken_from_the_scorecard() -> None:
    inputs = {"repository": "ossf/scorecard", "checkName": "BRANCH-protection"}
    found = await acted("openssf-scorecard.get_check", inputs)
    assert found == {
        "repository": {"name": "ossf/scorecard"},
        "date": None,
        "aggregate": 8.5,
        **CHECK,
    }


async def test_a_participant_is_taken_from_the_matches() -> None:
    assert await acted("peppol-directory.get_participant", {"participant": "0208:1"}) == MATCH


@pytest.mark.parametrize(
    ("wanted", "supported"),
    [("Invoice-2", True), ("busdox-docid-qns::urn:a::invoice-2", True), ("Order", False)],
)
async def test_a_participant_receives_what_its_documents_say(wanted: str, supported: bool) -> None:
    inputs = {"participant": "0208:1", "documentType": wanted}
    found = await acted("peppol-directory.check_document_support", inputs)
    assert (found["registered"], found["supported"]) == (True, supported)


async def test_a_provider_is_taken_from_the_results() -> None:
    inputs = {"npi": "1234567893"}
    found = await acted("nppes-npi-registry.get_provider_by_npi", inputs)
    assert found == {"number": "1234567893"}


async def test_the_portals_result_is_unwrapped() -> None:
    assert await acted("neso-data-portal.get_resource", {"resourceId": "a"}) == {"count": 1}


@pytest.mark.parametrize(
    ("name", "key", "inputs"),
    [
        ("dailymed.get_spl", "xml", {"setId": "a"}),
        ("europe-pmc.get_full_text_xml", "xml", {"pmcid": "PMC1"}),
        ("pubmed.fetch_records", "records", {"ids": "1"}),
    ],
)
async def test_texts_come_as_they_are(name: str, key: str, inputs: dict[str, Any]) -> None:
    assert (await acted(name, inputs, always(200, "<a/>")))[key] == "<a/>"


async def test_opensky_finds_nothing_with_status_404() -> None:
    inputs = {"airport": "EDDF", "begin": 1, "end": 2}
    assert await acted("opensky-network.get_airport_arrivals", inputs, always(404, [])) == []


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"x-rate-limit-retry-after-seconds": "30"}, 30.0),
        (429, {}, None),
        (200, {"x-rate-limit-retry-after-seconds": "30"}, None),
    ],
)
def test_opensky_says_when_to_ask_again(
    status: int, headers: dict[str, str], seconds: float | None
) -> None:
    assert opensky_waits(Response(status, headers)) == seconds


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ({"content": [{"type": "text", "text": "# Page"}]}, {"results": "# Page"}),
        ({"content": [], "structuredContent": {"results": [1]}}, {"results": [1]}),
        ({"content": [{"text": "[1]"}, {"text": "b"}]}, {"results": [[1], "b"]}),
    ],
)
async def test_what_a_tool_of_the_documentation_answers(reply: Any, expected: Any) -> None:
    def server(request: httpx.Request) -> httpx.Response:
        id = json.loads(request.content).get("id")
        return httpx.Response(200, json={"jsonrpc": "2.0", "id": id, "result": reply})

    found = await acted("microsoft-learn.search_docs", {"query": "blob"}, server)
    assert found == expected


async def test_the_session_of_the_documentation_is_kept() -> None:
    requests = await requests_of(
        REGISTRY.get("microsoft-learn"), "list_mcp_tools", transport=answering(answer)
    )
    sessions = [each.headers.get("Mcp-Session-Id") for each in requests]
    assert sessions == [None, "s1", "s1"]


@pytest.mark.parametrize("slug", ["noaa-nws", "nominatim", "sec-edgar"])
async def test_who_calls_is_told_where_a_service_asks(slug: str) -> None:
    integration = REGISTRY.get(slug)
    action = {"noaa-nws": "list_alerts", "nominatim": "search", "sec-edgar": "list_company_tickers"}
    inputs = {"query": "Oslo"} if slug == "nominatim" else {}
    known = Credential(ConnectionType.CUSTOM_AUTH, {"email": "ada@b.test"})
    (request,) = await requests_of(integration, action[slug], inputs, credential=known)
    assert request.headers["User-Agent"].endswith("(ada@b.test)")
    assert not integration.needs_connection


@pytest.mark.parametrize(
    ("slug", "action", "type", "values", "header"),
    [
        (
            "openfda",
            "search_drug_labels",
            ConnectionType.CUSTOM_AUTH,
            {"apiKey": "k"},
            ("Authorization", "Basic azo="),
        ),
        (
            "semantic-scholar",
            "search_papers",
            ConnectionType.SECRET_TEXT,
            {"secretText": "k"},
            ("x-api-key", "k"),
        ),
        (
            "datacite",
            "search_dois",
            ConnectionType.BASIC_AUTH,
            {"username": "A.B", "password": "p"},
            ("Authorization", f"Basic {base64.b64encode(b'A.B:p').decode()}"),
        ),
        (
            "opensky-network",
            "get_all_state_vectors",
            ConnectionType.SECRET_TEXT,
            {"secretText": "t"},
            ("Authorization", "Bearer t"),
        ),
    ],
)
async def test_an_account_is_used_where_there_is_one(
    slug: str,
    action: str,
    type: ConnectionType,
    values: dict[str, str],
    header: tuple[str, str],
) -> None:
    integration = REGISTRY.get(slug)
    keys = {each.name for each in integration.actions[action].properties if each.required}
    inputs = dict.fromkeys(keys, "x")
    credential = Credential(type, values)
    (request,) = await requests_of(integration, action, inputs, credential=credential)
    assert request.headers[header[0]] == header[1]


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("datacite.create_doi", {"attributes": {}}),
        ("opensky-network.get_own_state_vectors", {}),
    ],
)
async def test_what_needs_an_account_says_so(name: str, inputs: dict[str, Any]) -> None:
    with pytest.raises(ConnectionRequired) as refused:
        await acted(name, inputs)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("name", "inputs", "field"),
    [
        ("crossref.get_work", {"doi": " "}, "doi"),
        ("crossref.get_funder", {"funderId": ".."}, "funderId"),
        ("datacite.get_doi", {"doi": "10.1/../../clients"}, "doi"),
        ("epa-echo.get_detailed_facility_report", {"facilityId": "1", "section": "a/b"}, "section"),
        ("grants-gov.fetch_opportunity", {"opportunityId": "PAR-1"}, "opportunityId"),
        ("grants-gov.search_opportunities", {"additionalCriteria": [1]}, "additionalCriteria"),
        (
            "microsoft-learn.custom_api_call",
            {"pathOrUrl": "https://evil.test/x", "queryParams": {}},
            "pathOrUrl",
        ),
        ("microsoft-learn.custom_api_call", {"pathOrUrl": "/x", "queryParams": [1]}, "queryParams"),
        ("neso-data-portal.datastore_search", {"resourceId": "a", "filters": [1]}, "filters"),
        ("noaa-nws.get_point_metadata", {"latitude": "north", "longitude": "0"}, "latitude"),
        ("noaa-nws.get_point_metadata", {"latitude": "0", "longitude": "181"}, "longitude"),
        ("noaa-nws.list_stations", {"latitude": "1"}, "latitude"),
        (
            "noaa-nws.get_forecast",
            {"latitude": "1", "longitude": "1", "forecastType": "weekly"},
            "forecastType",
        ),
        ("openssf-scorecard.get_project_scorecard", {"repository": "scorecard"}, "repository"),
        ("opensky-network.get_all_state_vectors", {"lamin": 1, "lomin": 1, "lamax": 2}, "lomax"),
        ("osv-dev.query_batch", {"queries": "lodash"}, "queries"),
        ("sec-edgar.get_company_facts", {"cik": "AAPL"}, "cik"),
        ("usaspending.award_count_by_type", {"filters": []}, "filters"),
        ("usaspending.search_awards", {"filters": {}, "fields": "Award ID"}, "fields"),
    ],
)
async def test_bad_input_is_refused_before_anything_is_sent(
    name: str, inputs: dict[str, Any], field: str
) -> None:
    slug, _, action = name.partition(".")
    recorder = Recorder()
    with pytest.raises(ValidationError) as refused:
        await run(REGISTRY.get(slug), action, inputs, transport=recorder)
    assert list(refused.value.fields) == [field]
    assert recorder.requests == []


@pytest.mark.parametrize(
    ("name", "inputs", "reply", "message"),
    [
        (
            "openssf-scorecard.get_check",
            {"repository": "ossf/scorecard", "checkName": "Luck"},
            answer,
            "the project has no check 'Luck'; it has Branch-Protection",
        ),
        (
            "peppol-directory.get_participant",
            {"participant": "0208:2"},
            always(200, {"matches": []}),
            "no participant 0208:2 is in the directory",
        ),
        (
            "nppes-npi-registry.get_provider_by_npi",
            {"npi": "1"},
            always(200, {"result_count": 0, "results": []}),
            "no provider has the NPI 1",
        ),
        (
            "noaa-nws.get_forecast",
            {"latitude": "1", "longitude": "1"},
            always(200, {"properties": {}}),
            "the service has no forecast for this place",
        ),
    ],
)
async def test_what_is_not_there_is_a_failure(
    name: str, inputs: dict[str, Any], reply: Answer, message: str
) -> None:
    with pytest.raises(ActionFailed) as failed:
        await acted(name, inputs, reply)
    assert failed.value.details == {"message": message, "statusCode": 404}
