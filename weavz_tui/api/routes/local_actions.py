"""Running and foreseeing calls as the console does (wire E.17)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from weavz_tui.api.answers.actions import (
    BrokenAnswer,
    ExplanationAnswer,
    PreviewAnswer,
    RecordAnswer,
    ResultAnswer,
)
from weavz_tui.api.answers.local import UndoneAnswer
from weavz_tui.api.bodies.actions import ExecuteBody
from weavz_tui.api.callers import Callers, Engine
from weavz_tui.api.exchange import Exchange
from weavz_tui.api.execute import idempotency_key
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute

router = APIRouter(prefix="/api/v1/local", tags=["local: actions"], route_class=ApiRoute)


@router.post("/actions/execute", response_model=ResultAnswer)
async def execute_at_console(engine: Engine, request: Request, body: ExecuteBody) -> Response:
    """Run an action as the playground does, or with the header `X-Weavz-Source: cli` as the
    command line; the answer holds everything that is known of it."""
    callers: Callers = request.app.state.callers
    exchange = Exchange.of(request.scope)
    acting = callers.at_hand(engine, exchange)
    result = await acting.actions.execute(body.model(idempotency_key(exchange)))
    return reply({"result": result.wire()})


@router.post("/actions/preview", response_model=PreviewAnswer)
async def preview_action(engine: Engine, body: ExecuteBody) -> Response:
    """The first thing that a call would do."""
    return reply({"preview": (await engine.actions.preview(body.model())).wire()})


@router.post("/actions/explain", response_model=ExplanationAnswer)
async def explain_action(engine: Engine, body: ExecuteBody) -> Response:
    """Which inputs and which connection a call would have."""
    return reply({"explanation": (await engine.actions.explain(body.model())).wire()})


@router.get("/activity/{execution_id}", response_model=RecordAnswer)
async def get_execution(engine: Engine, execution_id: str) -> Response:
    """One execution with its payloads, redacted."""
    return reply({"execution": (await engine.activity.get(execution_id)).wire()})


@router.get("/catalogue/broken", response_model=BrokenAnswer)
async def get_broken(engine: Engine) -> Response:
    """Plugins that could not be loaded: reason by name."""
    return reply({"broken": await engine.catalogue.broken()})


@router.post("/undo/{token}", response_model=UndoneAnswer)
async def undo(engine: Engine, token: str) -> Response:
    """Take a deletion back, within ten seconds."""
    await engine.undo(token)
    return reply({"undone": True})
