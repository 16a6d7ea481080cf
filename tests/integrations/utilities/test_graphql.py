"""graphql against a real server."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import web

from tests.integrations.contexts import run
from tests.net.servers import http
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.graphql import integration
from weavz_tui.net import Client

QUERY = "query($n: Int) { hello(n: $n) }"


async def _send(client: Client, url: str, **inputs: Any) -> Any:
    given = {"method": "POST", "url": url, "queryParams": {}, "headers": {}, "query": QUERY}
    return await run(integration, "send_request", {**given, **inputs}, transport=client)


def _answering(body: Any, status: int = 200) -> Any:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response(body, status=status)

    return answer


async def test_document_and_variables_are_posted_as_json(client: Client) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"data": {"seen": await request.json(), **request.query}})

    async with http(answer) as url:
        found = await _send(client, url, variables={"n": 1}, queryParams={"v": "2"})
    assert found == {"data": {"seen": {"query": QUERY, "variables": {"n": 1}}, "v": "2"}}


async def test_with_get_they_go_into_the_query(client: Client) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"data": dict(request.query)})

    async with http(answer) as url:
        found = await _send(client, url, method="GET", variables={"n": 1}, queryParams={"v": "2"})
    assert found["data"]["query"] == QUERY
    assert json.loads(found["data"]["variables"]) == {"n": 1}
    assert found["data"]["v"] == "2"


async def test_errors_with_status_200_are_a_failure(client: Client) -> None:
    errors = [{"message": "no such field"}, {"message": "other"}]
    async with http(_answering({"data": None, "errors": errors})) as url:
        with pytest.raises(ActionFailed) as caught:
            await _send(client, url)
    assert caught.value.details["message"] == "no such field (and 1 more)"
    assert caught.value.details["errors"] == errors


async def test_failsafe_returns_errors_and_partial_data(client: Client) -> None:
    body = {"data": {"a": 1}, "errors": [{"message": "b failed"}]}
    async with http(_answering(body)) as url:
        assert await _send(client, url, failsafe=True) == body


@pytest.mark.parametrize("status", [401, 502])
async def test_an_http_error_is_a_failure_and_with_failsafe_an_error(
    client: Client, status: int
) -> None:
    async with http(_answering({"message": "no"}, status)) as url:
        with pytest.raises(ActionFailed) as caught:
            await _send(client, url)
        found = await _send(client, url, failsafe=True)
    assert (caught.value.details["message"], caught.value.details["statusCode"]) == ("no", status)
    assert found["errors"] == [{"message": "no", "extensions": {"statusCode": status}}]


async def test_failsafe_covers_a_service_that_is_not_there(client: Client) -> None:
    async with http(_answering({})) as url:
        pass
    found = await _send(client, url, failsafe=True)
    assert found["data"] is None and found["errors"]


async def test_an_answer_that_is_not_graphql_is_a_failure(client: Client) -> None:
    async with http(_answering({"hello": 1})) as url:
        with pytest.raises(ActionFailed) as caught:
            await _send(client, url)
    assert caught.value.details["message"] == "the answer is not GraphQL"


async def test_variables_must_be_an_object(client: Client) -> None:
    with pytest.raises(ValidationError) as caught:
        await _send(client, "http://a.test", variables=[1])
    assert set(caught.value.fields) == {"variables"}
