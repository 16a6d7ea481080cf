"""The sample service behaves like a real one, seen through the engine."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from weavz_tui.demo import provider
from weavz_tui.demo.demo import Demo
from weavz_tui.demo.desk import NAME
from weavz_tui.demo.furnishing import OWN, SLUG, TEAM
from weavz_tui.engine.local import LocalService
from weavz_tui.model.authorisations import AuthorisationStart, AuthorisationStatus
from weavz_tui.model.errors import ActionFailed, WeavzError
from weavz_tui.model.execution import ExecuteRequest, ExecuteResult, OptionsRequest


async def run(
    service: LocalService, action: str, given: dict[str, Any], alias: str = TEAM, **more: Any
) -> ExecuteResult:
    """One call of the sample integration."""
    workspace = await service.workspaces.get(SLUG)
    return await service.actions.execute(
        ExecuteRequest(
            integration_name=NAME,
            integration_alias=alias,
            action_name=action,
            workspace_id=workspace.id,
            input=given,
            **more,
        )
    )


def wish(name: str, given: dict[str, Any], search: str | None = None) -> OptionsRequest:
    """A question for the choices of an input."""
    return OptionsRequest(
        integration_name=NAME,
        integration_alias=TEAM,
        workspace_id=SLUG,
        action_name="create_ticket",
        property_name=name,
        input=given,
        search_value=search,
        partial_ids=[],
    )


async def labels(service: LocalService, *asked: Any) -> list[str]:
    """The labels of the choices."""
    found = await service.actions.options(wish(*asked))
    return [each.label for each in found.options]


async def test_choices_come_from_the_service_and_are_searched_there(service: LocalService) -> None:
    assert await labels(service, "project", {}) == ["Harbour", "Lighthouse", "Pier"]
    assert await labels(service, "assignee", {"project": "pier"}) == ["Jane Cooper", "Olu Ade"]
    assert await labels(service, "assignee", {"project": "pier"}, "olu") == ["Olu Ade"]


async def test_fields_follow_another_input(service: LocalService) -> None:
    bug = await service.actions.resolve_property(wish("details", {"kind": "bug"}))
    wanted = await service.actions.resolve_property(wish("details", {"kind": "wish"}))
    assert [each.name for each in bug] == ["version", "severity"]
    assert [each.name for each in wanted] == ["reason", "votes"]


async def test_a_ticket_that_is_made_is_there(service: LocalService) -> None:
    given = {"project": "harbour", "title": "New", "kind": "bug", "details": {"version": "2"}}
    made = (await run(service, "create_ticket", given)).output
    read = (await run(service, "get_ticket", {"number": made["number"]})).output
    assert read == made
    assert made["created_by"] == "the team"


@pytest.mark.parametrize("kind", ["server_error", "too_many_requests"])
async def test_what_passes_is_tried_again(service: LocalService, kind: str) -> None:
    before = (await run(service, "make_error", {"kind": kind})).output["asked"]
    assert before % 2 == 0


async def test_a_long_title_is_refused_by_the_service(service: LocalService) -> None:
    with pytest.raises(ActionFailed) as caught:
        await run(service, "create_ticket", {"title": "x" * 81, "kind": "question"})
    assert caught.value.details["statusCode"] == 422
    assert "1 to 80 characters" in caught.value.details["message"]


@pytest.mark.parametrize("kind", ["validation", "not_found", "too_many_for_long", "no_json"])
async def test_an_error_is_told(service: LocalService, kind: str) -> None:
    with pytest.raises(WeavzError):
        await run(service, "make_error", {"kind": kind})


async def test_an_expired_token_is_refused(service: LocalService) -> None:
    with pytest.raises(ActionFailed) as caught:
        await run(service, "who_am_i", {}, connection_external_id="desk-expired")
    assert caught.value.details["statusCode"] == 401
    assert "has expired" in caught.value.details["message"]


async def test_a_slow_answer_can_be_left(service: LocalService) -> None:
    call = asyncio.ensure_future(run(service, "wait", {"seconds": 60}))
    await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert (await run(service, "wait", {"seconds": 1})).output == {"waited_seconds": 1.0}


async def authorised(service: LocalService) -> str:
    """Bob signs in with a browser that follows every redirect; the connection's id."""
    start = AuthorisationStart(
        integration_name=NAME,
        external_id="bobs-desk",
        workspace_id=SLUG,
        end_user_id="bob",
        listen=True,
    )
    begun = await service.authorisations.start(start)
    async with httpx.AsyncClient(follow_redirects=True, trust_env=False) as browser:
        assert (await browser.get(begun.url)).status_code == 200
    ended = await service.authorisations.poll(begun.id)
    assert ended.status is AuthorisationStatus.COMPLETED, ended.error
    return ended.connection_id or ""


async def test_an_account_is_connected_by_signing_in(service: LocalService) -> None:
    id = await authorised(service)
    assert (await service.connections.test(id)).ok
    done = await run(service, "who_am_i", {}, OWN, end_user_id="bob")
    assert done.output == {"name": "you"}


async def test_an_access_token_that_has_ended_is_renewed(
    service: LocalService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "LIFETIME", 0)
    id = await authorised(service)
    monkeypatch.undo()
    assert (await service.connections.test(id)).ok


async def test_the_page_of_the_provider_agrees_by_itself(demo: Demo) -> None:
    query = {
        "client_id": provider.CLIENT_ID,
        "redirect_uri": "http://127.0.0.1:9/back",
        "state": 'a"<b',
    }
    async with httpx.AsyncClient(trust_env=False) as browser:
        address = f"{demo.api.url}/oauth/authorize"
        page = await browser.get(address, params=query, headers={"Accept": "text/html"})
        assert 'a"<b' not in page.text
        assert "Continue" in page.text
        sent = await browser.get(address, params=query)
        assert parse_qs(urlsplit(sent.headers["Location"]).query)["state"] == ['a"<b']
        query["redirect_uri"] = "https://elsewhere.example/"
        assert (await browser.get(address, params=query)).status_code == 400
