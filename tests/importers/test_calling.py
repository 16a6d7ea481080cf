"""The requests that imported operations make."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.importers.made import JsonObject, document, integration, read
from tests.integrations.contexts import context, requests_of
from weavz_tui.catalog import ValidationError
from weavz_tui.catalog.answers import answer_of
from weavz_tui.importers.imported import ImportedIntegration
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.http import FileContent, Request, Response

PHOTO = FileContent("a.png", b"\x89PNG", "image/png")


def made(node: JsonObject, path: str = "/it", **more: Any) -> ImportedIntegration:
    return integration(read(document({path: {"post": {"operationId": "call", **node}}}, **more)))


async def sent(node: JsonObject, inputs: JsonObject, path: str = "/it", **more: Any) -> Request:
    (request,) = await requests_of(made(node, path, **more), "call", inputs)
    return request


def parameter(name: str, place: str, schema: JsonObject | None = None, **more: Any) -> JsonObject:
    return {"name": name, "in": place, "schema": schema or {"type": "string"}, **more}


LIST = {"type": "array", "items": {"type": "string"}}
GROUP = {"type": "object", "properties": {"a": {"type": "integer"}, "b": LIST}}


@pytest.mark.parametrize(
    ("given", "schema", "value", "query"),
    [
        ({}, LIST, ["x", "y z"], "q=x&q=y+z"),
        ({"explode": False}, LIST, ["x", "y"], "q=x%2Cy"),
        ({"style": "spaceDelimited", "explode": False}, LIST, ["x", "y"], "q=x+y"),
        ({"style": "pipeDelimited", "explode": False}, LIST, ["x", "y"], "q=x%7Cy"),
        ({"style": "deepObject"}, GROUP, {"a": 1, "b": ["c"]}, "q%5Ba%5D=1&q%5Bb%5D%5B%5D=c"),
        ({}, GROUP, {"a": 1}, "a=1"),
        ({"explode": False}, GROUP, {"a": 1}, "q=a%2C1"),
        ({}, {"type": "boolean"}, True, "q=true"),
    ],
)
async def test_a_query_is_written_as_described(
    given: JsonObject, schema: JsonObject, value: Any, query: str
) -> None:
    request = await sent({"parameters": [parameter("q", "query", schema, **given)]}, {"q": value})
    assert request.url == f"https://pets.example/v1/it?{query}"


async def test_every_place_gets_its_inputs() -> None:
    node = {
        "parameters": [
            parameter("a-b", "path", required=True),
            parameter("X-Many", "header", LIST),
            parameter("c", "cookie"),
            {"name": "f", "in": "query", "content": {"application/json": {"schema": GROUP}}},
        ]
    }
    inputs = {"a_b": "x/y?", "X_Many": ["1", "2"], "c": "d e", "f": {"a": 1}}
    request = await sent(node, inputs, "/it/{a-b}/end")
    assert request.url == "https://pets.example/v1/it/x%2Fy%3F/end?f=%7B%22a%22%3A1%7D"
    assert request.headers["X-Many"] == "1,2"
    assert request.headers["Cookie"] == "c=d%20e"


@pytest.mark.parametrize("value", ["..", ".", ""])
async def test_a_part_of_a_path_cannot_leave_it(value: str) -> None:
    node = {"parameters": [parameter("id", "path", required=True)]}
    with pytest.raises(ValidationError):
        await sent(node, {"id": value}, "/it/{id}")


def body(schema: JsonObject, media_type: str, **more: Any) -> JsonObject:
    content = {media_type: {"schema": schema, **more}}
    return {"requestBody": {"required": True, "content": content}}


async def test_json_bodies() -> None:
    node = body(GROUP, "application/json")
    assert json.loads((await sent(node, {"a": 1})).content) == {"a": 1}
    assert (await sent(node, {})).content == b"{}"
    other = await sent(body(GROUP, "application/merge-patch+json"), {"a": 1})
    assert other.headers["Content-Type"] == "application/merge-patch+json"
    whole = await sent(body(LIST, "application/json"), {"body": ["x"]})
    assert whole.content == b'["x"]'


async def test_forms() -> None:
    node = body(GROUP, "application/x-www-form-urlencoded")
    assert (await sent(node, {"a": 1, "b": ["x", "y"]})).content == b"a=1&b=x&b=y"
    deep = {"g": {"type": "object", "properties": {"k": {"type": "string"}}}}
    encoding = {"g": {"style": "deepObject", "explode": True}}
    node = body({"properties": deep}, "application/x-www-form-urlencoded", encoding=encoding)
    assert (await sent(node, {"g": {"k": "v"}})).content == b"g%5Bk%5D=v"


async def test_files_go_as_parts_and_as_whole_bodies() -> None:
    fields = {"photo": {"type": "string", "format": "binary"}, "title": {"type": "string"}}
    request = await sent(body({"properties": fields}, "multipart/form-data"),
                         {"photo": PHOTO, "title": "Rex"})  # fmt: skip
    assert request.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b'filename="a.png"' in request.content and b"Rex" in request.content
    raw = await sent(body({"type": "string", "format": "binary"}, "image/png"), {"body": PHOTO})
    assert (raw.content, raw.headers["Content-Type"]) == (PHOTO.content, "image/png")
    text = await sent(body({"type": "string"}, "application/xml"), {"body": "<a/>"})
    assert (text.content, text.headers["Content-Type"]) == (b"<a/>", "application/xml")


SCHEMES: JsonObject = {
    "query": {"type": "apiKey", "in": "query", "name": "api_key"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
}


async def signed(names: list[str], credential: Credential) -> Request:
    found = made({}, components={"securitySchemes": SCHEMES},
                 security=[{name: [] for name in names}])  # fmt: skip
    recorded: list[Request] = []

    class Keeping:
        async def send(self, request: Request, *, proxy: str | None = None) -> Response:
            recorded.append(request)
            return Response(200, {}, b"{}", request.url)

    ctx = context(found, {}, transport=Keeping(), credential=credential)
    await found.actions["call"].function(ctx)
    return recorded[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("query", "api_key=s%26"), ("header", "s&"), ("cookie", "sid=s%26"), ("bearer", "Bearer s&")],
)
async def test_one_secret_goes_where_it_belongs(name: str, expected: str) -> None:
    request = await signed([name], Credential(ConnectionType.SECRET_TEXT, {"secretText": "s&"}))
    places = {
        "query": request.url.partition("?")[2],
        "header": request.headers.get("X-Key"),
        "cookie": request.headers.get("Cookie"),
        "bearer": request.headers.get("Authorization"),
    }
    assert places[name] == expected


async def test_several_secrets_go_together() -> None:
    values = {"query": "one", "basic_username": "u", "basic_password": "p"}
    request = await signed(["basic", "query"], Credential(ConnectionType.CUSTOM_AUTH, values))
    assert request.url.endswith("?api_key=one")
    assert request.headers["Authorization"] == "Basic dTpw"


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("application/json", b'{"a":1}', {"a": 1}),
        ("text/csv", b"a,b", "a,b"),
        ("", b"plain", "plain"),
        ("application/pdf", b"", None),
        ("application/pdf", b"%PDF", FileContent("report.pdf", b"%PDF", "application/pdf")),
    ],
)
def test_an_answer_is_data_or_a_file(kind: str, content: bytes, expected: Any) -> None:
    headers = {"content-type": kind, "content-disposition": 'attachment; filename="x/report.pdf"'}
    assert answer_of(Response(200, headers, content, "https://a.example/x")) == expected
