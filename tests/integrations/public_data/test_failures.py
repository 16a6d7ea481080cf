"""What the services say when something is wrong, as they say it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.integrations.contexts import answering, run, token
from tests.integrations.public_data.table import Case, cases
from weavz_tui.catalog import ActionFailed
from weavz_tui.catalog.registry import Registry
from weavz_tui.model.http import Response

REGISTRY = Registry(plugins=False)
FIRST: dict[str, Case] = {each.slug: each for each in reversed(cases())}
CIK = "EDGAR serves only who says how to be reached: connect with your e-mail address"

ANSWERS: list[tuple[str, int, Any, str]] = [
    (
        "arxiv",
        400,
        "<entry><title>Error</title>\n<summary>incorrect id format for x</summary></entry>",
        "incorrect id format for x",
    ),
    ("biorxiv-medrxiv", 200, {"messages": [{"status": "Error : (2002)"}]}, "Error : (2002)"),
    ("chembl", 404, {"error_message": "Invalid id"}, "Invalid id"),
    (
        "clinicaltrials",
        400,
        "Incorrect format for `query.term`",
        "Incorrect format for `query.term`",
    ),
    ("crossref", 404, "Resource not found.", "Resource not found."),
    (
        "crossref",
        400,
        {"status": "failed", "message": [{"type": "parameter", "message": "Bad filter"}]},
        "Bad filter",
    ),
    ("dailymed", 404, "<html><body>No</body></html>", "HTTP 404"),
    ("datacite", 404, {"errors": [{"status": "404", "title": "No such DOI."}]}, "No such DOI."),
    (
        "epa-echo",
        200,
        {"Results": {"Error": {"ErrorMessage": "Queryset limit exceeded."}}},
        "Queryset limit exceeded.",
    ),
    (
        "eu-vies",
        200,
        {"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]},
        "MS_UNAVAILABLE",
    ),
    ("europe-pmc", 200, {"errCode": 404, "errMsg": "No such article"}, "No such article"),
    ("gbif", 400, "Invalid value for parameter country", "Invalid value for parameter country"),
    (
        "gdelt",
        200,
        "Your query was too short or too long.\n",
        "Your query was too short or too long.",
    ),
    (
        "gleif",
        400,
        {"errors": [{"title": "Bad Request", "detail": "Unknown filter"}]},
        "Unknown filter",
    ),
    ("grants-gov", 200, {"errorcode": 12, "msg": "Invalid request"}, "Invalid request"),
    ("inaturalist", 422, {"error": "Unknown taxon_id 0", "status": 422}, "Unknown taxon_id 0"),
    (
        "microsoft-learn",
        200,
        {"jsonrpc": "2.0", "id": 2, "error": {"code": -32601, "message": "Method not found"}},
        "Method not found",
    ),
    (
        "neso-data-portal",
        200,
        {"success": False, "error": {"message": "Not found", "__type": "Not Found Error"}},
        "Not found",
    ),
    (
        "neso-data-portal",
        409,
        {"success": False, "error": {"__type": "Validation", "resource_id": ["Missing value"]}},
        "resource_id: Missing value",
    ),
    (
        "noaa-nws",
        404,
        {"title": "Data Unavailable", "detail": "Unable to provide data", "status": 404},
        "Unable to provide data",
    ),
    ("nominatim", 200, {"error": "Unable to geocode"}, "Unable to geocode"),
    ("nominatim", 400, {"error": {"code": 400, "message": "Bad viewbox"}}, "Bad viewbox"),
    (
        "nppes-npi-registry",
        200,
        {"Errors": [{"description": "No valid search criteria", "number": "04"}]},
        "No valid search criteria",
    ),
    (
        "open-meteo",
        400,
        {"error": True, "reason": "Latitude must be in range"},
        "Latitude must be in range",
    ),
    (
        "openalex",
        403,
        {"error": "Invalid query parameters", "message": "No such field"},
        "No such field",
    ),
    (
        "openfda",
        404,
        {"error": {"code": "NOT_FOUND", "message": "No matches found!"}},
        "No matches found!",
    ),
    ("opensky-network", 403, {"message": "Too far back"}, "Too far back"),
    ("openssf-scorecard", 404, {"code": 404, "message": "not found"}, "not found"),
    ("osv-dev", 400, {"code": 3, "message": "Invalid ecosystem."}, "Invalid ecosystem."),
    ("peppol-directory", 400, "Bad participant", "Bad participant"),
    ("pubmed", 200, {"esearchresult": {"ERROR": "Empty term"}}, "Empty term"),
    ("pubmed", 400, {"error": "Invalid uid"}, "Invalid uid"),
    ("sec-edgar", 403, "<!DOCTYPE html><html>Undeclared tool</html>", CIK),
    ("sec-edgar", 404, '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', "HTTP 404"),
    ("semantic-scholar", 404, {"error": "Paper not found"}, "Paper not found"),
    ("usaspending", 422, {"detail": "Missing value: 'filters'"}, "Missing value: 'filters'"),
]


def test_every_service_has_a_failure() -> None:
    assert {slug for slug, *_ in ANSWERS} == set(FIRST)


@pytest.mark.parametrize(("slug", "status", "content", "message"), ANSWERS)
async def test_a_failure_tells_the_services_message(
    slug: str, status: int, content: Any, message: str
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if isinstance(content, str):
            return httpx.Response(status, text=content)
        return httpx.Response(status, json=content)

    case = FIRST[slug]
    with pytest.raises(ActionFailed) as failed:
        await run(
            REGISTRY.get(slug),
            case.action,
            case.inputs,
            transport=answering(answer),
            credential=token(),
        )
    assert failed.value.details == {"message": message, "statusCode": status}


@pytest.mark.parametrize(
    ("slug", "content", "seconds"),
    [
        ("eu-vies", b'{"errorWrappers": [{"error": "MS_MAX_CONCURRENT_REQ"}]}', 2.0),
        ("eu-vies", b'{"errorWrappers": [{"error": "MS_UNAVAILABLE"}]}', None),
        ("pubmed", b'{"error": "API rate limit exceeded", "count": "4"}', 1.0),
        ("pubmed", b'{"error": "Invalid uid"}', None),
    ],
)
def test_too_many_requests_are_recognised(slug: str, content: bytes, seconds: float | None) -> None:
    throttled = REGISTRY.get(slug).throttled
    assert throttled is not None
    assert throttled(Response(200, {}, content)) == seconds
