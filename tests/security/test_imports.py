"""What a description may have the server read, and where it may send it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Api
from tests.api.serving import SERVICE_KEY

IMPORTS = "/api/v1/local/catalogue/imports"
SECRET = "kept-on-the-server-8c1f"


def described(where: str) -> str:
    """A description that refers to another document."""
    return json.dumps(
        {
            "openapi": "3.0.0",
            "info": {"title": "T", "version": "1"},
            "servers": [{"url": "https://api.example.com"}],
            "paths": {"/a": {"$ref": where}},
        }
    )


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file of the server that is JSON, as files with secrets often are."""
    path = tmp_path / "kept.json"
    path.write_text(json.dumps({"get": {"summary": SECRET, "operationId": "x"}}))
    return path


@pytest.mark.parametrize("preview", ["", "/preview"])
async def test_content_that_says_it_is_a_file_reads_no_file(
    api: Api, kept: Path, preview: str
) -> None:
    body: dict[str, Any] = {
        "content": described(kept.as_uri()),
        "source": (kept.parent / "other.json").as_uri(),
        "allowRemoteRefs": True,
    }
    answer = await api.client.post(f"{IMPORTS}{preview}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "SCOPE_DENIED"), answer.text
    listed = await api.client.get("/api/v1/local/catalogue/actions")
    assert SECRET not in answer.text + listed.text


@pytest.mark.parametrize("body", [{"source": "{path}"}, {"command": ["cat", "{path}"]}])
@pytest.mark.parametrize("service", [False, True])
async def test_who_is_elsewhere_names_no_file_and_no_command(
    api: Api, kept: Path, body: dict[str, Any], service: bool
) -> None:
    text = json.dumps(body).replace("{path}", str(kept))
    headers = {"content-type": "application/json"}
    if service:
        headers |= {"X-Service-Key": SERVICE_KEY, "X-Org-ID": api.service.parts.org_id}
    answer = await api.client.post(IMPORTS, content=text, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "SCOPE_DENIED"), answer.text
    assert SECRET not in answer.text


@pytest.mark.parametrize("where", ["file:///etc/hostname", "/etc/hostname", "../../etc/hostname"])
async def test_a_description_of_elsewhere_refers_to_no_file(api: Api, where: str) -> None:
    body = {"content": described(where), "source": "mine.json", "allowRemoteRefs": True}
    answer = await api.client.post(IMPORTS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "IMPORT_REFUSED"), answer.text


def api_at(url: str) -> str:
    """A description of an API with a key, at an address."""
    return json.dumps(
        {
            "openapi": "3.0.0",
            "info": {"title": "Pets", "version": "1"},
            "servers": [{"url": url}],
            "security": [{"key": []}],
            "components": {
                "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
            },
            "paths": {"/pets": {"get": {"operationId": "listPets"}}},
        }
    )


@pytest.mark.parametrize("removed_first", [False, True])
async def test_an_import_takes_no_secret_to_another_address(api: Api, removed_first: bool) -> None:
    made = await api.client.post(IMPORTS, json={"content": api_at("https://pets.example/v1")})
    assert made.status_code == 200, made.text
    (kind,) = made.json()["report"]["authTypes"]
    body = {"integrationName": "pets", "externalId": "p", "displayName": "P", "type": kind}
    connected = await api.client.post(
        "/api/v1/connections", json={**body, "secretText": "owners", "props": {"value": "owners"}}
    )
    assert connected.status_code == 201, connected.text
    again = await api.client.post(IMPORTS, json={"content": api_at("https://pets.example/v2")})
    assert again.status_code == 200, again.text
    if removed_first:
        assert (await api.client.delete(f"{IMPORTS}/pets")).status_code == 200
    stolen = await api.client.post(IMPORTS, json={"content": api_at("https://thief.example")})
    assert (stolen.status_code, stolen.json()["code"]) == (400, "IMPORT_REFUSED")
    assert stolen.json()["details"]["reason"] == "OTHER_ADDRESS"
    beside = {"content": api_at("https://thief.example"), "name": "other"}
    assert (await api.client.post(IMPORTS, json=beside)).status_code == 200
