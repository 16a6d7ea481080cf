"""Secrets that a caller may use and not see."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Api

SECRET = {"type": "SECRET_TEXT", "secretText": "xoxb-of-the-owner"}


@pytest.fixture
async def connection(api: Api) -> str:
    """A connection to Slack; its id."""
    body = {"integrationName": "slack", "externalId": "bot", "displayName": "Bot", **SECRET}
    made = await api.client.post("/api/v1/connections", json=body)
    assert made.status_code == 201, made.text
    id: str = made.json()["connection"]["id"]
    return id


async def change(api: Api, id: str, **body: Any) -> tuple[int, dict[str, Any]]:
    """A change of the connection over the API."""
    answer = await api.client.patch(f"/api/v1/local/connections/{id}", json=body)
    return answer.status_code, answer.json()


async def test_a_secret_is_not_sent_to_an_address_that_a_caller_names(
    api: Api, connection: str
) -> None:
    status, body = await change(api, connection, baseUrl="https://attacker.example")
    assert (status, body["code"]) == (400, "VALIDATION_ERROR")
    assert "secret" in body["details"]["fields"]
    assert (await api.service.connections.get(connection)).base_url is None


async def test_whoever_gives_the_secret_chooses_its_address(api: Api, connection: str) -> None:
    url = "https://slack.example"
    status, body = await change(
        api, connection, baseUrl=url, secret={"secretText": "xoxb-of-the-caller"}
    )
    assert status == 200, body
    assert (await api.service.connections.get(connection)).base_url == url
    status, body = await change(api, connection, baseUrl=url, displayName="Mine")
    assert status == 200, body
