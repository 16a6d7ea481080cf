"""API keys (wire B.8)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from weavz_tui.api.answers.base import DeletedAnswer
from weavz_tui.api.answers.records import ApiKeyList, CreatedKeyAnswer
from weavz_tui.api.bodies.records import ApiKeyBody
from weavz_tui.api.callers import Engine
from weavz_tui.api.paging import WholeList, listed
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.model.pages import PageQuery

router = APIRouter(prefix="/api/v1/api-keys", tags=["API keys"], route_class=ApiRoute)


@router.get("", response_model=ApiKeyList)
async def list_api_keys(engine: Engine, paging: Annotated[WholeList, Depends()]) -> Response:
    """The keys of the organisation, without their values."""
    return reply(listed("apiKeys", await paging.read(engine.api_keys.list, PageQuery())))


@router.post("", response_model=CreatedKeyAnswer, status_code=201)
async def create_api_key(engine: Engine, request: Request, body: ApiKeyBody) -> Response:
    """A new key; its value is in this answer and nowhere else."""
    created = await engine.api_keys.create(body.model(await request.json()))
    return reply({"apiKey": created.api_key.wire(), "plainKey": created.plain_key}, 201)


@router.delete("/{key_id}", response_model=DeletedAnswer)
async def delete_api_key(engine: Engine, key_id: str) -> Response:
    """Delete a key; it is refused from this moment on. A key cannot delete itself."""
    return reply((await engine.api_keys.delete(key_id)).wire())
