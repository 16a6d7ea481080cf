"""Operations of OpenAPI 3: names, where inputs go, servers, accounts, what is left out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.importers.made import WELL, JsonObject, document, operation, read
from weavz_tui.importers.description import Body, WayKind
from weavz_tui.model.enums import Effect
from weavz_tui.model.errors import ImportRefused

ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
TWO_SCHEMES = {
    "key": {"type": "apiKey", "in": "query", "name": "api_key"},
    "app": {"type": "apiKey", "in": "header", "name": "X-App"},
    "login": {"type": "http", "scheme": "basic"},
    "token": {"type": "http", "scheme": "bearer"},
    "oauth": {
        "type": "oauth2",
        "flows": {
            "authorizationCode": {
                "authorizationUrl": "https://login.example/authorize",
                "tokenUrl": "/token",
                "scopes": {"read": "", "write": ""},
            }
        },
    },
}


def test_names_come_from_ids_else_from_method_and_path() -> None:
    root = document(
        {
            "/pets": {"get": {"operationId": "listPets"}, "post": {"operationId": "Pets/Create"}},
            "/pets/{id}": {"parameters": [ID], "get": {}, "delete": {"operationId": "HTTPDelete"}},
        }
    )
    names = [each.name for each in read(root).operations]
    assert names == ["list_pets", "pets_create", "get_pets_id", "http_delete"]


def test_two_of_a_name_are_told_apart_whatever_their_order() -> None:
    twice = {"/a": {"get": {"operationId": "list"}}, "/b": {"get": {"operationId": "list"}}}
    there = {each.identity: each.name for each in read(document(twice)).operations}
    back = dict(reversed(twice.items()))
    assert there == {each.identity: each.name for each in read(document(back)).operations}
    assert set(there.values()) == {"list", "list_get_b"}


def test_what_has_a_name_keeps_it() -> None:
    paths = {"/a": {"get": {"operationId": "renamed"}}, "/b": {"get": {"operationId": "first"}}}
    found = read(document(paths), known={"GET /a": "first"})
    assert {each.identity: each.name for each in found.operations} == {
        "GET /a": "first",
        "GET /b": "first_get_b",
    }


def test_long_names_are_cut_and_stay_distinct() -> None:
    paths: JsonObject = {f"/{'x' * 100}{end}": {"get": {}} for end in "ab"}
    names = {each.name for each in read(document(paths)).operations}
    assert len(names) == 2
    assert all(len(name) <= 64 for name in names)


def test_the_method_tells_what_it_does() -> None:
    methods = ("get", "head", "post", "put", "patch", "delete")
    paths: JsonObject = {"/a": {method: {} for method in methods}}
    found = {each.name.split("_")[0]: each for each in read(document(paths)).operations}
    assert {name: each.effect for name, each in found.items()} == {
        "get": Effect.READ, "head": Effect.READ, "post": Effect.WRITE, "put": Effect.WRITE,
        "patch": Effect.WRITE, "delete": Effect.DESTROY,
    }  # fmt: skip
    repeatable = {name for name, each in found.items() if each.idempotent}
    assert repeatable == {"get", "head", "put", "delete"}


def test_inputs_of_one_name_are_told_apart() -> None:
    body = {"type": "object", "properties": {"id": {"type": "string"}}}
    node = {
        "operationId": "change",
        "parameters": [ID, {"name": "id", "in": "query", "schema": {"type": "string"}}],
        "requestBody": {"content": {"application/json": {"schema": body}}},
    }
    found = operation(document({"/pets/{id}": {"post": node}}), "change")
    assert [each.name for each in found.properties] == ["id", "id_query", "id_field"]
    assert found.properties[0].required


def test_a_placeholder_that_nothing_describes_leaves_the_operation_out() -> None:
    found = read(document({"/a/{id}": {"get": {}}, "/b": {"get": {}}}))
    assert [each.name for each in found.operations] == ["get_b"]
    assert found.skipped == (("get_a_id", "nothing says what {id} in /a/{id} is"),)


def test_only_takes_tags_and_paths() -> None:
    paths = {
        "/pets": {"get": {"tags": ["Pets"]}},
        "/pets/new": {"post": {}},
        "/petsitters": {"get": {}},
        "/shop": {"get": {"tags": ["shop"]}},
    }
    root = document(paths)
    assert len(read(root, only=("pets",)).operations) == 1
    assert len(read(root, only=("/pets",)).operations) == 2
    assert len(read(root, only=("/pets", "SHOP")).operations) == 3
    with pytest.raises(ImportRefused, match="--only"):
        read(root, only=("nothing",))


@pytest.mark.parametrize(
    ("servers", "origin", "url"),
    [
        ([{"url": "https://a.example/v1/"}], "", "https://a.example/v1"),
        ([{"url": "/v2"}], "https://b.example/docs/openapi.json", "https://b.example/v2"),
        ([{"url": "/v2"}], "", ""),
        ([{"url": "//c.example"}], "", "https://c.example"),
        ([{"url": "ftp://d.example"}, {"url": "http://e.example"}], "", "http://e.example"),
        (
            [{"url": "https://{r}.f.example:{p}", "variables": {"r": {"enum": ["eu", "us"]},
                                                               "p": {"default": 8443}}}],
            "",
            "https://eu.f.example:8443",
        ),
        ([], "https://g.example/x.json", ""),
        ("nonsense", "", ""),
        ([{"url": "https://[broken"}], "", ""),
    ],
)  # fmt: skip
def test_the_first_server_that_is_one_is_taken(servers: Any, origin: str, url: str) -> None:
    found = read(document({"/a": {"get": {}}}, servers=servers), origin=origin)
    assert found.common.base_url == url
    assert bool(found.warnings) is not bool(url)


def test_a_path_with_a_server_of_its_own_goes_there() -> None:
    own = [{"url": "https://files.example"}]
    root = document({"/a": {"get": {}}, "/b": {"servers": own, "get": {}}})
    found = read(root)
    assert found.common.addresses == {"server1": "https://files.example"}
    assert [each.call.path for each in found.operations if each.call] == ["/a", "server1:/b"]


def test_schemes_become_ways_to_authenticate() -> None:
    root = document(
        {"/a": {"get": {"security": []}}, "/b": {"get": {"security": [{"oauth": ["read"]}]}}},
        components={"securitySchemes": TWO_SCHEMES},
        security=[{"token": []}, {"key": [], "app": []}, {"login": []}],
    )
    found = read(root, origin="https://api.example/openapi.json")
    kinds = {each.kind: each for each in found.common.auth}
    assert set(kinds) == {WayKind.BEARER, WayKind.SEVERAL, WayKind.BASIC, WayKind.OAUTH2}
    assert kinds[WayKind.OAUTH2].token_url == "https://api.example/token"
    assert kinds[WayKind.OAUTH2].scopes == ("read",)
    assert {each.requires_auth for each in found.operations} == {True, False}
    assert not found.common.auth_is_optional


def test_what_a_connection_sends_is_no_input() -> None:
    key = {"name": "API_KEY", "in": "query", "schema": {"type": "string"}}
    root = document(
        {"/a": {"get": {"operationId": "a", "parameters": [key]}}},
        components={"securitySchemes": {"key": TWO_SCHEMES["key"]}},
        security=[{"key": []}],
    )
    assert operation(root, "a").properties == ()


def test_schemes_that_nothing_requires_are_optional() -> None:
    root = document({"/a": {"get": {}}}, components={"securitySchemes": TWO_SCHEMES})
    found = read(root).common
    assert found.auth_is_optional
    assert len(found.auth) == len(TWO_SCHEMES)


def test_pages_are_told() -> None:
    answer = {"type": "object", "properties": {"items": {}, "nextPageToken": {"type": "string"}}}
    parameter = {"name": "pageToken", "in": "query", "schema": {"type": "string"}}
    node = {
        "operationId": "a",
        "description": "List them",
        "parameters": [parameter],
        "responses": {"200": {"content": {"application/json": {"schema": answer}}}},
    }
    told = operation(document({"/a": {"get": node}}), "a").description
    expected = "List them. Answers in pages: give pageToken the nextPageToken of the page before."
    assert told == expected


@pytest.mark.parametrize(
    ("content", "body", "media_type"),
    [
        (["text/plain", "application/json"], Body.JSON, "application/json"),
        (["application/vnd.api+json"], Body.JSON, "application/vnd.api+json"),
        (["multipart/form-data", "application/x-www-form-urlencoded"], Body.FORM,
         "application/x-www-form-urlencoded"),
        (["multipart/form-data"], Body.MULTIPART, "multipart/form-data"),
        (["application/octet-stream"], Body.RAW, "application/octet-stream"),
        (["application/xml; charset=utf-8"], Body.RAW, "application/xml"),
    ],
)  # fmt: skip
def test_the_body_that_is_easiest_to_give_is_taken(
    content: list[str], body: Body, media_type: str
) -> None:
    node = {"operationId": "a", "requestBody": {"content": {each: {} for each in content}},
            "responses": WELL}  # fmt: skip
    call = operation(document({"/a": {"post": node}}), "a").call
    assert call is not None
    assert (call.body, call.media_type) == (body, media_type)


def test_nonsense_in_places_is_passed_over() -> None:
    node = {
        "operationId": 7,
        "tags": "x",
        "parameters": [None, {"name": 3}, {"in": "query"}, {"$ref": "#/nowhere"}, "x"],
        "requestBody": {"content": {"application/json": None}},
        "responses": [],
        "security": "yes",
        "servers": {},
        "summary": ["x"],
    }
    root = document({"/a": {"post": node}}, components=[], security={}, tags=3)
    (found,) = read(root).operations
    assert found.name == "post_a"
    assert [each.name for each in found.properties] in ([], ["body"])
