"""Style and script of the pages."""

from __future__ import annotations

from fastapi import APIRouter, Response

from weavz_tui.api.pages.paper import FOLDER
from weavz_tui.api.route import ApiRoute
from weavz_tui.model.errors import NotFound

KINDS = {"connect.css": "text/css", "result.js": "text/javascript"}

router = APIRouter(route_class=ApiRoute, include_in_schema=False)


@router.get("/connect/assets/{name}")
async def get_asset(name: str) -> Response:
    """One of the files that pages need."""
    if name not in KINDS:
        raise NotFound("There is no such file")
    content = (FOLDER / "assets" / name).read_bytes()
    return Response(content, media_type=KINDS[name])
