"""OAuth apps, and authorisations on their way (wire E.17)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from weavz_tui.api.answers.base import DeletedAnswer, DependantsAnswer
from weavz_tui.api.answers.local import AppAnswer, AppList, AuthorisationShown
from weavz_tui.api.bodies.local import AnswerBody, AppBody, AppChange, AuthorisationBody
from weavz_tui.api.callers import Engine, OrgEngine
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute

router = APIRouter(prefix="/api/v1/local", tags=["local: OAuth"], route_class=ApiRoute)

APP = "/oauth-apps/{app_id}"
AUTHORISATION = "/authorisations/{authorisation_id}"


@router.get("/oauth-apps", response_model=AppList)
async def list_oauth_apps(
    engine: OrgEngine,
    integration_name: Annotated[str | None, Query(alias="integrationName")] = None,
) -> Response:
    """Clients registered with providers, without their secrets."""
    found = await engine.oauth_apps.list(integration_name)
    return reply({"apps": [each.wire() for each in found], "total": len(found)})


@router.post("/oauth-apps", response_model=AppAnswer, status_code=201)
async def create_oauth_app(engine: OrgEngine, body: AppBody) -> Response:
    """A new client; its secret goes to the vault."""
    return reply({"app": (await engine.oauth_apps.create(body.model())).wire()}, 201)


@router.get(APP, response_model=AppAnswer)
async def get_oauth_app(engine: OrgEngine, app_id: str) -> Response:
    """One client."""
    return reply({"app": (await engine.oauth_apps.get(app_id)).wire()})


@router.patch(APP, response_model=AppAnswer)
async def update_oauth_app(engine: OrgEngine, app_id: str, body: AppChange) -> Response:
    """Change a client."""
    return reply({"app": (await engine.oauth_apps.update(app_id, body.model())).wire()})


@router.get(f"{APP}/dependants", response_model=DependantsAnswer)
async def get_oauth_app_dependants(engine: OrgEngine, app_id: str) -> Response:
    """The connections that could no longer be refreshed without it."""
    return reply({"dependants": (await engine.oauth_apps.dependants(app_id)).wire()})


@router.delete(APP, response_model=DeletedAnswer)
async def delete_oauth_app(engine: OrgEngine, app_id: str) -> Response:
    """Delete a client and its secret."""
    return reply((await engine.oauth_apps.delete(app_id)).wire())


@router.post("/authorisations", response_model=AuthorisationShown, status_code=201)
async def start_authorisation(engine: Engine, body: AuthorisationBody) -> Response:
    """Begin an authorisation; `url` is where the person goes."""
    found = await engine.authorisations.start(body.model())
    return reply({"authorisation": found.wire()}, 201)


@router.post("/authorisations/complete", response_model=AuthorisationShown)
async def complete_authorisation_by_state(engine: Engine, body: AnswerBody) -> Response:
    """Take what the provider sent the person back with; the state says for which."""
    found = await engine.authorisations.complete(body.model(None))
    return reply({"authorisation": found.wire()})


@router.get(AUTHORISATION, response_model=AuthorisationShown)
async def poll_authorisation(engine: Engine, authorisation_id: str) -> Response:
    """How far an authorisation has come."""
    return reply({"authorisation": (await engine.authorisations.poll(authorisation_id)).wire()})


@router.post(f"{AUTHORISATION}/complete", response_model=AuthorisationShown)
async def complete_authorisation(
    engine: Engine, authorisation_id: str, body: AnswerBody
) -> Response:
    """Take what the provider sent the person back with."""
    found = await engine.authorisations.complete(body.model(authorisation_id))
    return reply({"authorisation": found.wire()})


@router.post(f"{AUTHORISATION}/cancel", response_model=AuthorisationShown)
async def cancel_authorisation(engine: Engine, authorisation_id: str) -> Response:
    """Let an authorisation go."""
    return reply({"authorisation": (await engine.authorisations.cancel(authorisation_id)).wire()})
