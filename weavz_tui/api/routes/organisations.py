"""Organisations (wire B.1)."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from weavz_tui.api.answers.records import OrganisationAnswer
from weavz_tui.api.bodies.records import OrganisationBody, OrganisationChange
from weavz_tui.api.callers import Callers, Engine
from weavz_tui.api.exchange import Exchange
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute

router = APIRouter(prefix="/api/v1/orgs", tags=["organisations"], route_class=ApiRoute)


@router.post("", response_model=OrganisationAnswer, status_code=201)
async def create_organisation(request: Request, body: OrganisationBody) -> Response:
    """A new organisation; takes the service key in `X-Service-Key`."""
    callers: Callers = request.app.state.callers
    access = callers.service_access(Exchange.of(request.scope))
    made = await access.create_organisation(body.name, body.slug)
    return reply({"org": made.wire()}, 201)


@router.get("/{org_id}", response_model=OrganisationAnswer)
async def get_organisation(engine: Engine, org_id: str) -> Response:
    """The caller's own organisation; no other exists for them."""
    return reply({"org": (await engine.organisations.get(org_id)).wire()})


@router.patch("/{org_id}", response_model=OrganisationAnswer)
async def update_organisation(engine: Engine, org_id: str, body: OrganisationChange) -> Response:
    """Rename the organisation."""
    return reply({"org": (await engine.organisations.update(org_id, body.model())).wire()})
