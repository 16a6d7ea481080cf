"""Hosted connect, as programs see it (wire B.4). The pages themselves are in `api.pages`."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from weavz_tui.api.answers.records import LinkAnswer, PollAnswer, SessionAnswer
from weavz_tui.api.bodies.connections import ConnectBody, PollBody
from weavz_tui.api.callers import Engine
from weavz_tui.api.links import link_shown
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.model.errors import MissingToken

POLLED = (
    "status",
    "connectionId",
    "integrationName",
    "workspaceIntegrationId",
    "authMethodKey",
    "oauthAppMode",
    "oauthAppId",
    "externalId",
    "error",
)

router = APIRouter(prefix="/api/v1/connect", tags=["connect"], route_class=ApiRoute)


@router.post("/token", response_model=LinkAnswer)
async def create_connect_token(engine: Engine, request: Request, body: ConnectBody) -> Response:
    """A single-use link with which somebody connects an account."""
    return reply(link_shown(request, await engine.connect.link(body.model())))


@router.get("/session/{session_id}", response_model=SessionAnswer)
async def get_connect_session(engine: Engine, session_id: str) -> Response:
    """A session by its id."""
    return reply({"session": (await engine.connect.session(session_id)).wire()})


@router.post("/session/poll", response_model=PollAnswer)
async def poll_connect_session(engine: Engine, body: PollBody) -> Response:
    """How far the session of a link has come."""
    if not body.token:
        raise MissingToken("The token of the link is required")
    found = (await engine.connect.poll(body.token)).wire()
    return reply({name: found[name] for name in POLLED})
