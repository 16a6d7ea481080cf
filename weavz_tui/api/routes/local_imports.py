"""Imports into the catalogue, and every action of it (wire E.17)."""

from __future__ import annotations

from fastapi import APIRouter, Response

from weavz_tui.api.answers.base import DeletedAnswer, DependantsAnswer
from weavz_tui.api.answers.imports import ActionsAnswer, ImportAnswer, ImportsAnswer
from weavz_tui.api.bodies.imports import ImportBody
from weavz_tui.api.callers import Engine, OrgEngine
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute

router = APIRouter(
    prefix="/api/v1/local/catalogue", tags=["local: catalogue"], route_class=ApiRoute
)


@router.get("/actions", response_model=ActionsAnswer)
async def list_every_action(engine: Engine) -> Response:
    """Every action of every integration."""
    return reply({"actions": [each.wire() for each in await engine.catalogue.actions()]})


@router.get("/imports", response_model=ImportsAnswer)
async def list_imports(engine: OrgEngine) -> Response:
    """What was imported, and from where."""
    return reply({"imports": [each.wire() for each in await engine.catalogue.imports()]})


@router.post("/imports", response_model=ImportAnswer)
async def import_integration(engine: OrgEngine, body: ImportBody) -> Response:
    """Import a description or an MCP server."""
    return reply({"report": (await engine.catalogue.import_(body.model())).wire()})


@router.post("/imports/preview", response_model=ImportAnswer)
async def preview_import(engine: OrgEngine, body: ImportBody) -> Response:
    """What an import would bring and change; nothing is kept."""
    return reply({"report": (await engine.catalogue.preview_import(body.model())).wire()})


@router.get("/imports/{name}/dependants", response_model=DependantsAnswer)
async def get_import_dependants(engine: OrgEngine, name: str) -> Response:
    """The workspace integrations and connections of an import."""
    return reply({"dependants": (await engine.catalogue.dependants(name)).wire()})


@router.delete("/imports/{name}", response_model=DeletedAnswer)
async def remove_import(engine: OrgEngine, name: str) -> Response:
    """Take an import away; what uses it stays."""
    return reply((await engine.catalogue.remove(name)).wire())
