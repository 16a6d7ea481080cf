"""An account that an integration can do without is used where one is named."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Answers, World
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.requests import ConnectionCreate


@pytest.fixture
async def contact(world: World) -> Connection:
    """How EDGAR reaches us, on a server of our own."""
    return await world.service.connections.create(
        ConnectionCreate(
            type=ConnectionType.CUSTOM_AUTH,
            external_id="us",
            display_name="Us",
            integration_name="sec-edgar",
            base_url="https://edgar.example/mirror",
            secret={"email": "ada@b.test"},
        )
    )


def _request(world: World) -> ExecuteRequest:
    return ExecuteRequest(
        integration_name="sec-edgar",
        action_name="list_company_tickers",
        workspace_id=world.workspace_id,
    )


async def test_a_fixed_connection_is_used(
    world: World, answers: Answers, contact: Connection
) -> None:
    await world.instance("edgar", ConnectionStrategy.FIXED, contact, integration="sec-edgar")
    await world.service.actions.execute(_request(world))
    (request,) = answers.requests
    assert str(request.url) == "https://edgar.example/mirror/files/company_tickers.json"
    assert "ada@b.test" in request.headers["user-agent"]


async def test_without_one_the_service_is_asked_as_anybody(
    world: World, answers: Answers, contact: Connection
) -> None:
    await world.instance("edgar", ConnectionStrategy.FIXED, integration="sec-edgar")
    await world.service.actions.execute(_request(world))
    (request,) = answers.requests
    assert str(request.url) == "https://www.sec.gov/files/company_tickers.json"
    assert "ada@b.test" not in request.headers["user-agent"]
