"""What a supervisor asks: is it there, is it ready, what are its figures."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from weavz_tui.api.answers.base import HealthAnswer
from weavz_tui.api.callers import Callers
from weavz_tui.api.metrics import CONTENT_TYPE, Metrics
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.model.errors import WeavzError

router = APIRouter(tags=["system"], route_class=ApiRoute)


@router.get("/health", response_model=HealthAnswer)
async def health() -> Response:
    """The process is there."""
    return reply({"status": "healthy"})


@router.get("/ready", response_model=HealthAnswer)
async def ready(request: Request) -> Response:
    """The records can be read, and the server is not about to stop; `vault` says whether calls
    with credentials can be made."""
    if request.app.state.stopping.is_set():
        return reply({"status": "stopping"}, 503)
    callers: Callers = request.app.state.callers
    engine = callers.own
    try:
        await engine.organisations.get(engine.parts.org_id)
        vault = (await engine.vault.status()).state
    except WeavzError as error:
        return reply({"status": "not ready", "code": error.code}, 503)
    return reply({"status": "ready", "vault": vault})


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(request: Request) -> Response:
    """Figures for Prometheus."""
    found: Metrics = request.app.state.metrics
    return Response(found.text(), headers={"content-type": CONTENT_TYPE})
