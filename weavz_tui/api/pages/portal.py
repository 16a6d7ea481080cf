"""`/connect/portal`: the accounts of an end user (wire B.7)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from weavz_tui.api.pages.paper import (
    forgery_token,
    page,
    read_form,
    remember,
    remembered,
    to,
)
from weavz_tui.api.pages.route import PageRoute
from weavz_tui.engine.hosted.portals import Portals
from weavz_tui.model.errors import InvalidToken, WeavzError

PATH = "/connect/portal"
COOKIE = "weavz_portal"
CONNECT_COOKIE = "weavz_connect"
LIFE = 2_592_000

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get(PATH)
async def open_portal(
    request: Request, token: Annotated[str | None, Query(max_length=200)] = None
) -> Response:
    """The list; a token in the address is moved into a cookie first."""
    if token is not None:
        await _portals(request).open(token)
        answer = to(PATH)
        remember(request, answer, COOKIE, token, LIFE)
        return answer
    return await _list(request)


@router.post(f"{PATH}/connect")
async def connect_from_portal(request: Request) -> Response:
    """Go on to the form of one integration."""
    token = remembered(request, COOKIE)
    form = await read_form(request, token)
    portals = _portals(request)
    portal = await portals.open(token)
    try:
        link = await portals.link(portal, form.get("instance", ""))
    except WeavzError as error:
        return await _list(request, error)
    answer = to("/connect")
    remember(request, answer, CONNECT_COOKIE, link.token)
    return answer


@router.post(f"{PATH}/disconnect")
async def disconnect_from_portal(request: Request) -> Response:
    """Delete a connection."""
    token = remembered(request, COOKIE)
    form = await read_form(request, token)
    portals = _portals(request)
    portal = await portals.open(token)
    try:
        await portals.disconnect(portal, form.get("instance", ""))
    except InvalidToken:
        raise
    except WeavzError as error:
        return await _list(request, error)
    return to(PATH)


async def _list(request: Request, error: WeavzError | None = None) -> Response:
    token = remembered(request, COOKIE)
    return page(
        "portal.html",
        error.status if error else 200,
        portal=await _portals(request).open(token),
        csrf=forgery_token(token),
        problem=error.message if error else "",
    )


def _portals(request: Request) -> Portals:
    found: Portals = request.app.state.portals
    return found
