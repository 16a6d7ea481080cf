"""http against a real server."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from aiohttp import web

from tests.integrations.contexts import properties_of, run
from tests.net.servers import Proxy, http, raw
from weavz_tui.catalog import ActionFailed, FileContent, ValidationError
from weavz_tui.integrations.http import integration
from weavz_tui.net import Client

PLAIN: dict[str, Any] = {"method": "GET", "headers": {}, "queryParams": {}, "authType": "NONE"}


async def _echo(request: web.Request) -> web.Response:
    return web.json_response(
        {
            "method": request.method,
            "path": request.path_qs,
            "headers": dict(request.headers),
            "body": (await request.read()).decode(),
        }
    )


class Failing:
    """Answers with the statuses in turn, the last for ever."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.count = 0

    async def __call__(self, request: web.Request) -> web.Response:
        status = self.statuses[min(self.count, len(self.statuses) - 1)]
        self.count += 1
        return web.json_response({"message": f"answer {self.count}"}, status=status)


async def _send(client: Client, url: str, **inputs: Any) -> Any:
    given = {**PLAIN, "url": url, **inputs}
    return await run(integration, "send_request", given, transport=client)


async def test_status_headers_and_json_body_come_back(client: Client) -> None:
    async with http(_echo) as url:
        answer = await _send(
            client,
            f"{url}/a?x=1",
            headers={"X-One": 1, "X-None": None},
            queryParams={"y": "ä b", "flag": True},
        )
    assert (answer["status"], answer["headers"]["content-type"][:16]) == (200, "application/json")
    assert answer["body"]["path"] == "/a?x=1&y=%C3%A4+b&flag=true"
    assert answer["body"]["headers"]["X-One"] == "1"
    assert "X-None" not in answer["body"]["headers"]


@pytest.mark.parametrize(
    ("auth", "fields", "header"),
    [
        ("BASIC", {"username": "u", "password": "p"}, "Basic dTpw"),
        ("BEARER_TOKEN", {"token": "t"}, "Bearer t"),
    ],
)
async def test_authentication_becomes_a_header(
    client: Client, auth: str, fields: dict[str, str], header: str
) -> None:
    async with http(_echo) as url:
        answer = await _send(client, url, authType=auth, authFields=fields)
    assert answer["body"]["headers"]["Authorization"] == header


async def test_a_bearer_token_must_be_given(client: Client) -> None:
    with pytest.raises(ValidationError) as caught:
        await _send(client, "http://127.0.0.1:1", authType="BEARER_TOKEN")
    assert set(caught.value.fields) == {"authFields"}


@pytest.mark.parametrize(
    ("body_type", "body", "content_type", "sent"),
    [
        ("json", {"data": {"a": [1]}}, "application/json", '{"a":[1]}'),
        ("json", {"a": 1, "data": 2}, "application/json", '{"a":1,"data":2}'),
        ("raw", {"data": "plain"}, "text/plain; charset=utf-8", "plain"),
        ("none", {"data": "x"}, None, ""),
    ],
)
async def test_a_body_is_sent_as_its_type(
    client: Client, body_type: str, body: Any, content_type: str | None, sent: str
) -> None:
    async with http(_echo) as url:
        answer = await _send(client, url, method="POST", body_type=body_type, body=body)
    seen = answer["body"]
    assert (seen["headers"].get("Content-Type"), seen["body"]) == (content_type, sent)


async def test_a_form_has_fields_and_files(client: Client) -> None:
    async def answer(request: web.Request) -> web.Response:
        form = await request.post()
        file = form["doc"]
        assert isinstance(file, web.FileField)
        shown = [form.getall("tag"), file.filename, file.content_type, file.file.read().decode()]
        return web.json_response(shown)

    file = {"base64": base64.b64encode(b"hi").decode(), "filename": "a.txt", "mimeType": "text/x"}
    rows = [
        {"fieldName": "tag", "textFieldValue": "one"},
        {"fieldName": "tag", "fieldType": "text", "textFieldValue": "two"},
        {"fieldName": "doc", "fieldType": "file", "fileFieldValue": file},
    ]
    async with http(answer) as url:
        seen = await _send(client, url, method="POST", body_type="form_data", body={"data": rows})
    assert seen["body"] == [["one", "two"], "a.txt", "text/x", "hi"]


async def test_a_form_without_files_is_multipart_too(client: Client) -> None:
    async with http(_echo) as url:
        answer = await _send(client, url, method="POST", body_type="form_data", body={"a": "b"})
    assert answer["body"]["headers"]["Content-Type"].startswith("multipart/form-data; boundary=")
    assert 'name="a"\r\n\r\nb\r\n' in answer["body"]["body"]


async def test_a_binary_answer_is_a_file(client: Client) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=b"\x89PNG", content_type="image/png")

    async with http(answer) as url:
        seen = await _send(client, f"{url}/pictures/a.png?x=1", response_is_binary=True)
    assert seen["body"] == FileContent("a.png", b"\x89PNG", "image/png")


async def test_text_stays_text(client: Client) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(text="123")

    async with http(answer) as url:
        assert (await _send(client, url))["body"] == "123"


async def test_a_failure_tells_the_services_message_and_status(client: Client) -> None:
    async with http(Failing(404)) as url:
        with pytest.raises(ActionFailed) as caught:
            await _send(client, url)
    assert caught.value.details == {
        "message": "answer 1",
        "statusCode": 404,
        "response": {"message": "answer 1"},
    }


@pytest.mark.parametrize(
    ("mode", "status", "fails", "count"),
    [
        ("retry_all", 404, True, 3),
        ("retry_5xx", 503, True, 3),
        ("retry_5xx", 404, True, 1),
        ("retry_none", 503, True, 1),
        ("continue_all", 503, False, 1),
        ("continue_4xx", 404, False, 1),
        ("continue_4xx", 503, True, 1),
        ("continue_none", 404, True, 1),
    ],
)
async def test_the_failure_mode_decides_what_an_error_means(
    client: Client, monkeypatch: pytest.MonkeyPatch, mode: str, status: int, fails: bool, count: int
) -> None:
    monkeypatch.setattr("weavz_tui.integrations.http.PAUSE", 0.0)
    service = Failing(status)
    async with http(service) as url:
        if fails:
            with pytest.raises(ActionFailed):
                await _send(client, url, failureMode=mode)
        else:
            answer = await _send(client, url, failureMode=mode)
            assert (answer["status"], answer["error"]) == (status, "answer 1")
    assert service.count == count


async def test_a_retry_that_succeeds_is_a_success(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weavz_tui.integrations.http.PAUSE", 0.0)
    async with http(Failing(500, 200)) as url:
        answer = await _send(client, url, failureMode="retry_5xx", method="POST")
    assert (answer["status"], answer["body"]) == (200, {"message": "answer 2"})


async def test_no_answer_at_all_is_a_result_only_when_every_failure_is(client: Client) -> None:
    async with http(_echo) as url:
        pass
    answer = await _send(client, url, failureMode="continue_all")
    assert answer["status"] is None and answer["error"]
    with pytest.raises(ActionFailed):
        await _send(client, url, failureMode="continue_4xx")


async def test_redirects_are_followed_unless_told_otherwise(client: Client) -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/":
            return web.Response(status=302, headers={"Location": "/end"})
        return web.Response(text="end")

    async with http(answer) as url:
        assert (await _send(client, url))["body"] == "end"
        assert (await _send(client, url, followRedirects=False))["status"] == 302


async def test_a_proxy_of_the_callers_is_used_with_its_password(client: Client) -> None:
    wanted = base64.b64encode(b"me:p@ss/word").decode()
    proxy = Proxy(authorization=f"Proxy-Authorization: Basic {wanted}")
    async with http(_echo) as url, raw(proxy) as proxy_url:
        host, port = proxy_url.removeprefix("http://").split(":")
        answer = await _send(
            client,
            f"http://upstream.test:{url.rpartition(':')[2]}/x",
            use_proxy=True,
            proxy_settings={
                "proxy_host": host,
                "proxy_port": int(port),
                "proxy_username": "me",
                "proxy_password": "p@ss/word",
            },
        )
    assert (answer["status"], len(proxy.lines)) == (200, 1)


@pytest.mark.parametrize("settings", [None, {}, {"proxy_host": "a b"}, {"proxy_host": "u@h"}])
async def test_a_proxy_without_a_usable_host_is_refused(client: Client, settings: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        await _send(client, "http://a.test", use_proxy=True, proxy_settings=settings)
    assert set(caught.value.fields) == {"proxy_settings"}


@pytest.mark.parametrize(
    ("key", "inputs", "names"),
    [
        ("authFields", {"authType": "NONE"}, []),
        ("authFields", {"authType": "BASIC"}, ["username", "password"]),
        ("authFields", {"authType": "BEARER_TOKEN"}, ["token"]),
        ("body", {"body_type": "none"}, []),
        ("body", {"body_type": "json"}, ["data"]),
        ("proxy_settings", {"use_proxy": False}, []),
        (
            "proxy_settings",
            {"use_proxy": True},
            ["proxy_host", "proxy_port", "proxy_username", "proxy_password"],
        ),
    ],
)
async def test_groups_follow_what_they_depend_on(
    key: str, inputs: dict[str, Any], names: list[str]
) -> None:
    assert list(await properties_of(integration, "send_request", key, inputs)) == names


async def test_secrets_among_the_groups_are_marked_as_such() -> None:
    fields = await properties_of(integration, "send_request", "authFields", {"authType": "BASIC"})
    assert (fields["username"].secret, fields["password"].secret) == (False, True)
