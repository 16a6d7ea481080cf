"""Hosted connect and the portal, as a browser without scripts meets them (wire B.4, B.7)."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from typing import Any

import httpx
import pytest

from tests.api.conftest import Api
from tests.api.serving import CANARY

POLICY = "default-src 'none'"


@pytest.fixture
async def workspace(api: Api) -> str:
    """A workspace with Slack for each user, and the user `u1`."""
    made = await api.client.post("/api/v1/workspaces", json={"name": "W", "slug": "w"})
    id: str = made.json()["workspace"]["id"]
    await api.client.post(
        f"/api/v1/workspaces/{id}/integrations",
        json={"integrationName": "slack", "connectionStrategy": "per_user"},
    )
    return id


@pytest.fixture
def browser(api: Api) -> httpx.AsyncClient:
    """A browser that follows redirects and keeps cookies."""
    found = api.other(None)
    found.follow_redirects = True
    return found


async def link(api: Api, workspace: str, **more: Any) -> dict[str, Any]:
    """A connect link for Slack."""
    body = {
        "integrationName": "slack",
        "connectionName": "Ada's Slack",
        "externalId": "ada",
        "workspaceId": workspace,
        "endUserId": "u1",
        **more,
    }
    answer = await api.client.post("/api/v1/connect/token", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def field(page: httpx.Response, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found, page.text
    return unescape(found[1])


def form(page: httpx.Response, secret: str = CANARY, **more: str) -> dict[str, str]:
    """The form of a token, filled in."""
    return {"csrf": field(page, "csrf"), "method": "secret_text", "field.secretText": secret} | more


async def status(api: Api, token: str) -> dict[str, Any]:
    """What whoever made the link is told."""
    found: dict[str, Any] = (
        await api.client.post("/api/v1/connect/session/poll", json={"token": token})
    ).json()
    return found


async def test_the_token_leaves_the_address_at_once(
    api: Api, workspace: str, browser: httpx.AsyncClient
) -> None:
    made = await link(api, workspace)
    browser.follow_redirects = False
    moved = await browser.get(made["connectUrl"])
    assert (moved.status_code, moved.headers["location"]) == (303, "/connect")
    cookie = moved.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    page = await browser.get("/connect")
    assert page.status_code == 200
    assert made["token"] not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["content-security-policy"].startswith(POLICY)


async def test_an_account_is_connected_once(
    api: Api, workspace: str, browser: httpx.AsyncClient
) -> None:
    made = await link(api, workspace)
    page = await browser.get(made["connectUrl"])
    done = await browser.post("/connect", data=form(page))
    assert "Connected" in done.text and CANARY not in done.text
    told = await status(api, made["token"])
    assert (told["status"], told["externalId"]) == ("COMPLETED", "ada")
    again = await browser.post("/connect", data=form(page, "another-secret"))
    assert again.status_code == 401
    found = await api.client.get("/api/v1/connections", params={"id": told["connectionId"]})
    assert found.json()["connection"]["endUserId"] == "u1"


async def test_two_that_send_the_form_at_once_make_one_connection(
    api: Api, workspace: str, browser: httpx.AsyncClient
) -> None:
    made = await link(api, workspace)
    page = await browser.get(made["connectUrl"])
    outcomes = await asyncio.gather(
        *(browser.post("/connect", data=form(page), follow_redirects=False) for _ in range(2))
    )
    assert sorted(each.status_code for each in outcomes) == [303, 401]
    listed = await api.client.get("/api/v1/connections", params={"workspaceId": workspace})
    assert listed.json()["total"] == 1


async def test_what_is_wrong_stands_beside_its_field_and_can_be_mended(
    api: Api, workspace: str, browser: httpx.AsyncClient
) -> None:
    made = await link(api, workspace)
    page = await browser.get(made["connectUrl"])
    wrong = await browser.post("/connect", data=form(page, ""))
    assert wrong.status_code == 400
    assert "field-problem" in wrong.text
    assert (await status(api, made["token"]))["status"] == "PENDING"
    assert "Connected" in (await browser.post("/connect", data=form(wrong))).text


@pytest.mark.parametrize("csrf", ["", "0" * 64, "é"])
async def test_a_form_from_elsewhere_does_nothing(
    api: Api, workspace: str, browser: httpx.AsyncClient, csrf: str
) -> None:
    made = await link(api, workspace)
    page = await browser.get(made["connectUrl"])
    forged = await browser.post("/connect", data=form(page) | {"csrf": csrf})
    assert forged.status_code == 403
    assert (await status(api, made["token"]))["status"] == "PENDING"


async def test_a_link_that_is_wrong_says_so(browser: httpx.AsyncClient) -> None:
    for path in ("/connect?token=cst_wrong", "/connect", "/connect/portal?token=eut_wrong"):
        page = await browser.get(path)
        assert page.status_code == 401
        assert page.headers["content-type"].startswith("text/html")


async def test_whoever_made_the_link_hears_at_their_address(
    api: Api, workspace: str, browser: httpx.AsyncClient
) -> None:
    made = await link(api, workspace, successRedirectUri="https://app.example/done?a=1")
    page = await browser.get(made["connectUrl"])
    done = await browser.post("/connect", data=form(page))
    found = re.search(r'content="1;url=([^"]+)"', done.text)
    assert found is not None
    address = unescape(found[1])
    assert address.startswith("https://app.example/done?a=1&status=success&connectionId=")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "data:text/html,x"])
async def test_only_web_addresses_are_gone_on_to(api: Api, workspace: str, address: str) -> None:
    body = {
        "integrationName": "slack",
        "connectionName": "x",
        "externalId": "x",
        "workspaceId": workspace,
        "successRedirectUri": address,
    }
    answer = await api.client.post("/api/v1/connect/token", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")


async def test_a_link_can_be_declined(api: Api, workspace: str, browser: httpx.AsyncClient) -> None:
    made = await link(api, workspace)
    page = await browser.get(made["connectUrl"])
    declined = await browser.post("/connect/cancel", data={"csrf": field(page, "csrf")})
    assert "Not connected" in declined.text
    told = await status(api, made["token"])
    assert (told["status"], told["error"]) == ("FAILED", "canceled")


async def test_names_are_shown_and_not_believed(
    api: Api, workspace: str, browser: httpx.AsyncClient
) -> None:
    made = await link(api, workspace, connectionName='<script>alert("x")</script>')
    page = await browser.get(made["connectUrl"])
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text


async def test_signing_in_goes_by_the_provider_and_back(
    api: Api, workspace: str, browser: httpx.AsyncClient
) -> None:
    app = {"integrationName": "slack", "clientId": "c1", "clientSecret": "s1"}
    await api.client.post("/api/v1/local/oauth-apps", json=app)
    made = await link(api, workspace, authMethodKey="oauth2")
    page = await browser.get(made["connectUrl"])
    begun = await browser.post(
        "/connect/authorise", data={"csrf": field(page, "csrf"), "method": "oauth2"}
    )
    found = re.search(r'content="0;url=([^"]+)"', begun.text)
    assert found is not None
    address = httpx.URL(unescape(found[1]))
    assert address.host == "slack.com"
    assert address.params["redirect_uri"].endswith("/api/v1/connect/oauth-callback")
    refused = {"state": address.params["state"], "error": "access_denied"}
    stranger = api.other(None)
    elsewhere = await stranger.get("/api/v1/connect/oauth-callback", params=refused)
    assert elsewhere.status_code == 401
    forged = await browser.get(
        "/api/v1/connect/oauth-callback", params={"state": "other", "code": "x"}
    )
    assert forged.status_code == 400
    back = await browser.get("/api/v1/connect/oauth-callback", params=refused)
    assert "Not connected" in back.text
    assert (await status(api, made["token"]))["status"] == "FAILED"


async def test_without_an_app_the_page_says_how_to_sign_in(
    api: Api, workspace: str, browser: httpx.AsyncClient
) -> None:
    made = await link(api, workspace, authMethodKey="oauth2")
    page = await browser.get(made["connectUrl"])
    assert "weavz-tui oauth-apps create" in page.text


async def test_an_end_user_keeps_their_accounts_in_the_portal(
    api: Api, workspace: str, browser: httpx.AsyncClient
) -> None:
    user = await api.client.post(
        "/api/v1/end-users", json={"workspaceId": workspace, "externalId": "u1"}
    )
    id = user.json()["endUser"]["id"]
    made = (await api.client.post(f"/api/v1/end-users/{id}/connect-token")).json()
    portal = await browser.get(made["connectUrl"])
    assert str(portal.url).endswith("/connect/portal")
    assert "not connected" in portal.text
    chosen = {"csrf": field(portal, "csrf"), "instance": field(portal, "instance")}
    page = await browser.post("/connect/portal/connect", data=chosen)
    assert str(page.url).endswith("/connect")
    assert "Back to your accounts" in (await browser.post("/connect", data=form(page))).text
    connected = await browser.get("/connect/portal")
    assert "Connect again" in connected.text
    page = await browser.post("/connect/portal/connect", data=chosen)
    assert "Connected" in (await browser.post("/connect", data=form(page, "x" * 20))).text
    listed = await api.client.get("/api/v1/connections", params={"endUserId": "u1"})
    assert listed.json()["total"] == 1
    gone = await browser.post("/connect/portal/disconnect", data=chosen)
    assert "not connected" in gone.text


async def test_a_portal_holds_no_more_than_its_link(
    api: Api, workspace: str, browser: httpx.AsyncClient
) -> None:
    other = await api.client.post(
        "/api/v1/workspaces/default/integrations",
        json={"integrationName": "slack", "connectionStrategy": "per_user"},
    )
    user = await api.client.post(
        "/api/v1/end-users", json={"workspaceId": workspace, "externalId": "u1"}
    )
    made = await api.client.post(f"/api/v1/end-users/{user.json()['endUser']['id']}/connect-token")
    portal = await browser.get(made.json()["connectUrl"])
    foreign = {"csrf": field(portal, "csrf"), "instance": other.json()["integration"]["id"]}
    refused = await browser.post("/connect/portal/connect", data=foreign)
    assert refused.status_code == 404


async def test_visits_are_limited_by_address(api: Api, browser: httpx.AsyncClient) -> None:
    api.app.api.state.callers.strangers._limit = 3
    answers = [await browser.get("/connect?token=cst_guess") for _ in range(4)]
    assert [each.status_code for each in answers] == [401, 401, 401, 429]
    assert int(answers[-1].headers["retry-after"]) <= 60


async def test_the_answer_to_one_link_is_not_taken_for_another(
    api: Api, workspace: str, browser: httpx.AsyncClient
) -> None:
    app = {"integrationName": "slack", "clientId": "c1", "clientSecret": "s1"}
    await api.client.post("/api/v1/local/oauth-apps", json=app)
    first = await link(api, workspace, authMethodKey="oauth2")
    second = await link(api, workspace, authMethodKey="oauth2", externalId="bob", endUserId="u2")
    page = await browser.get(first["connectUrl"])
    begun = await browser.post(
        "/connect/authorise", data={"csrf": field(page, "csrf"), "method": "oauth2"}
    )
    found = re.search(r'content="0;url=([^"]+)"', begun.text)
    assert found is not None
    state = httpx.URL(unescape(found[1])).params["state"]
    await browser.get(second["connectUrl"])
    back = await browser.get(
        "/api/v1/connect/oauth-callback", params={"state": state, "error": "access_denied"}
    )
    assert back.status_code == 400
    assert (await status(api, second["token"]))["status"] == "PENDING"
