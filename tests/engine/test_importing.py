"""Imports in an engine: taken, taken again, taken away, and what they cost others."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.engine.conftest import Answers, World
from weavz_tui.engine.imports.importing import keep
from weavz_tui.engine.local import LocalService
from weavz_tui.importers.description import Call, Common, Description, Operation
from weavz_tui.model.enums import ConnectionType, PropertyType
from weavz_tui.model.errors import (
    ImportRefused,
    IntegrationNotFound,
    NotFound,
    ValidationError,
)
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.imports import ImportRequest
from weavz_tui.model.properties import Property
from weavz_tui.model.requests import ConnectionCreate, IntegrationCreate, PartialCreate

JsonObject = dict[str, Any]
LIMIT: JsonObject = {"name": "limit", "in": "query", "schema": {"type": "integer"}}


def pets(*parameters: JsonObject, paths: JsonObject | None = None, **more: Any) -> str:
    """A description with `list_pets`, and more paths."""
    listed = {"operationId": "listPets", "parameters": list(parameters)}
    root = {
        "openapi": "3.0.3",
        "info": {"title": "Pets"},
        "servers": [{"url": "https://pets.example"}],
        "paths": {"/pets": {"get": listed}, **(paths or {})},
        **more,
    }
    return json.dumps(root)


def run(world: World, action: str, **given: Any) -> ExecuteRequest:
    return ExecuteRequest(
        integration_name="pets", action_name=action, workspace_id=world.workspace_id, input=given
    )


async def test_an_imported_action_is_run_like_any(world: World, answers: Answers) -> None:
    service = world.service
    report = await service.catalogue.import_(ImportRequest(content=pets(LIMIT)))
    assert (report.name, report.added, report.known) == ("pets", ("list_pets",), False)
    answers.answers = [httpx.Response(200, json=[{"name": "Rex"}])]
    result = await service.actions.execute(run(world, "list_pets", limit=3))
    assert result.output == [{"name": "Rex"}]
    assert str(answers.requests[-1].url) == "https://pets.example/pets?limit=3"
    with pytest.raises(ValidationError):
        await service.actions.execute(run(world, "list_pets", limit="many"))


async def test_its_account_is_one_like_any(world: World, answers: Answers) -> None:
    service = world.service
    scheme = {"key": {"type": "apiKey", "in": "query", "name": "api_key"}}
    described = pets(components={"securitySchemes": scheme}, security=[{"key": []}])
    await service.catalogue.import_(ImportRequest(content=described))
    data = ConnectionCreate(
        type=ConnectionType.SECRET_TEXT,
        external_id="mine",
        display_name="Mine",
        integration_name="pets",
        secret={"secretText": "canary-88aa"},
        workspace_id=world.workspace_id,
    )
    await service.connections.create(data)
    result = await service.actions.execute(run(world, "list_pets"))
    assert answers.requests[-1].url.params["api_key"] == "canary-88aa"
    shown = await service.activity.get(result.execution_id or "")
    assert "canary" not in shown.model_dump_json()
    assert "canary" not in result.model_dump_json()


async def test_importing_again_shows_what_changes_and_keeps_choices(world: World) -> None:
    service = world.service
    paths = {"/old": {"get": {"operationId": "old"}}}
    await service.catalogue.import_(ImportRequest(content=pets(LIMIT, paths=paths)))
    chosen = IntegrationCreate(
        integration_name="pets", integration_alias="zoo", allowed_actions=["list_pets", "old"]
    )
    instance = await service.integrations.create(world.workspace_id, chosen)
    partial = await service.partials.create(
        PartialCreate(workspace_id=world.workspace_id, integration_name="pets",
                      name="few", values={"limit": 1})
    )  # fmt: skip
    tags = {"name": "tags", "in": "query", "schema": {"type": "string"}}
    limit = {**LIMIT, "schema": {"type": "integer", "maximum": 9}}
    renamed = pets(limit, tags, paths={"/new": {"post": {"operationId": "new"}}})
    renamed = renamed.replace("listPets", "enumeratePets")
    request = ImportRequest(content=renamed)
    report = await service.catalogue.preview_import(request)
    assert (report.added, report.removed) == (("new",), ("old",))
    (change,) = report.changed
    assert (change.name, change.added, change.changed) == ("list_pets", ("tags",), ("limit",))
    assert report.uses == ("zoo",)
    before = await service.catalogue.get("pets")
    assert [each.name for each in before.actions] == ["list_pets", "old"]

    await service.catalogue.import_(request)
    after = await service.catalogue.get("pets")
    assert [each.name for each in after.actions] == ["list_pets", "new"]
    row = await service.integrations.get(world.workspace_id, "zoo")
    assert (row.id, row.allowed_actions) == (instance.id, ["list_pets", "old"])
    assert (await service.partials.get(partial.id)).values == {"limit": 1}
    assert not (await service.catalogue.preview_import(request)).is_different
    with pytest.raises(NotFound):
        await service.actions.execute(run(world, "old"))


async def test_what_was_chosen_when_importing_stays_chosen(world: World) -> None:
    service = world.service
    described = pets(paths={"/shop": {"get": {"tags": ["shop"]}}})
    chosen = ImportRequest(content=described, only=("shop",), base_url="https://own.example")
    await service.catalogue.import_(chosen)
    report = await service.catalogue.import_(ImportRequest(content=described))
    assert (report.action_count, report.base_url) == (1, "https://own.example")


async def test_an_import_is_taken_away_and_back(world: World) -> None:
    service = world.service
    await service.catalogue.import_(ImportRequest(content=pets(LIMIT)))
    chosen = IntegrationCreate(integration_name="pets", integration_alias="zoo")
    await service.integrations.create(world.workspace_id, chosen)
    before = await service.catalogue.get("pets")
    deleted = await service.catalogue.remove("pets")
    assert deleted.dependants.names["integrations"] == ["zoo"]
    assert "pets" not in {each.name for each in await service.catalogue.list()}
    with pytest.raises(IntegrationNotFound):
        await service.catalogue.get("pets")
    await service.undo(deleted.undo or "")
    assert await service.catalogue.get("pets") == before
    with pytest.raises(IntegrationNotFound):
        await service.catalogue.remove("slack")


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (ImportRequest(content="no"), "UNKNOWN_FORMAT"),
        (ImportRequest(source="/nowhere/at.all"), "UNREACHABLE"),
        (ImportRequest(content=pets(), only=("nothing",)), "NO_OPERATIONS"),
        (ImportRequest(content=pets({"$ref": "https://x.example/p.json"})), "REMOTE_REFERENCE"),
    ],
)
async def test_what_cannot_be_imported_says_why(
    service: LocalService, request_: ImportRequest, reason: str
) -> None:
    with pytest.raises(ImportRefused) as caught:
        await service.catalogue.import_(request_)
    assert caught.value.details["reason"] == reason
    assert await service.catalogue.imports() == []


@pytest.mark.parametrize("name", ["slack", "Not A Slug", "UPPER"])
async def test_a_name_that_is_none_or_taken_is_refused(service: LocalService, name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await service.catalogue.import_(ImportRequest(content=pets(), name=name))
    assert set(caught.value.fields) == {"name"}


async def test_exactly_one_source_is_given(service: LocalService) -> None:
    for request in (ImportRequest(), ImportRequest(content="x", command=("y",))):
        with pytest.raises(ValidationError):
            await service.catalogue.preview_import(request)


async def test_a_url_is_fetched_and_shown_without_its_secrets(
    service: LocalService, answers: Answers
) -> None:
    answers.answers = [httpx.Response(200, text=pets())]
    url = "https://user:pw@pets.example/openapi.json?token=canary"
    report = await service.catalogue.import_(ImportRequest(source=url))
    assert report.origin == "https://pets.example/openapi.json"
    (row,) = await service.catalogue.imports()
    assert "canary" not in row.model_dump_json()
    answers.answers = [httpx.Response(500)]
    with pytest.raises(ImportRefused, match="HTTP 500"):
        await service.catalogue.import_(ImportRequest(source="https://pets.example/x"))


async def test_other_files_are_read_when_asked_for_and_only_from_beside(
    service: LocalService, tmp_path: Path
) -> None:
    folder = tmp_path / "api"
    folder.mkdir()
    (folder / "limit.json").write_text(json.dumps({"limit": LIMIT, "l": {"$ref": "#/limit"}}))
    (tmp_path / "secret.json").write_text(json.dumps(LIMIT))
    for ref, fits in (("limit.json#/l", True), ("../secret.json", False), ("gone.json", False)):
        (folder / "a.json").write_text(pets({"$ref": ref}))
        request = ImportRequest(source=str(folder / "a.json"), allow_remote_refs=True)
        if fits:
            await service.catalogue.import_(request)
            info = await service.catalogue.get("pets")
            assert [each.name for each in info.actions[0].properties] == ["limit"]
        else:
            with pytest.raises(ImportRefused):
                await service.catalogue.import_(request)


async def test_a_reference_to_what_is_no_address_is_refused(service: LocalService) -> None:
    document = pets(schema={"$ref": "http://[x#/a"})
    with pytest.raises(ImportRefused) as caught:
        await service.catalogue.import_(ImportRequest(content=document, allow_remote_refs=True))
    assert caught.value.details["reason"] == "REMOTE_REFERENCE"


async def test_ten_thousand_imported_actions_cost_little(world: World) -> None:
    service = world.service
    text = Property(name="text", type=PropertyType.SHORT_TEXT, display_name="Text")
    operations = tuple(
        Operation(name=f"action_{number}", title="An action", description="Does a thing. " * 20,
                  properties=(text,), call=Call(method="GET", path=f"/a/{number}"))
        for number in range(10_000)
    )  # fmt: skip
    common = Common(name="many", title="Many", base_url="https://many.example")
    await keep(
        service.parts.shared,
        service.parts.org_id,
        Description(common=common, operations=operations),
    )
    started = time.perf_counter()
    found = await service.catalogue.list()
    listed = time.perf_counter() - started
    assert {each.name: each.action_count for each in found}["many"] == 10_000
    assert listed < 0.5
    library = service.parts.shared.library
    assert not library._shelves, "listing reads no action"
    assert len([each for each in await service.catalogue.actions()
                if each.integration_name == "many"]) == 10_000  # fmt: skip
    action = service.parts.registry.get("many").actions["action_77"]
    assert action.properties == (text,)
