"""The catalogue, options and dynamic properties (wire B.5, C.5)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from weavz_tui.api.answers.actions import (
    CatalogueAnswer,
    MetadataAnswer,
    OAuthStatusAnswer,
    OptionsAnswer,
)
from weavz_tui.api.bodies.actions import LookupBody, OptionsBody
from weavz_tui.api.callers import Callers, Engine
from weavz_tui.api.exchange import Exchange
from weavz_tui.api.replies import reply
from weavz_tui.api.route import ApiRoute
from weavz_tui.api.shapes import metadata, summary
from weavz_tui.engine.local import LocalService
from weavz_tui.model.errors import NotFound
from weavz_tui.model.properties import Property

router = APIRouter(prefix="/api/v1/integrations", tags=["catalogue"], route_class=ApiRoute)


@router.get("", response_model=CatalogueAnswer | MetadataAnswer)
async def list_integrations(
    request: Request,
    name: Annotated[str | None, Query(description="Answer this one alone.")] = None,
    summarised: Annotated[bool, Query(alias="summary")] = False,
) -> Response:
    """Every integration with its actions, or a summary; with `name` one of them. Needs no key;
    with one, `registered` names those that the organisation uses."""
    engine, is_known = await _caller(request)
    if name is not None:
        return reply({"integration": metadata(await engine.catalogue.get(name))})
    found = await engine.catalogue.list()
    shown = (
        [summary(each) for each in found]
        if summarised
        else [metadata(await engine.catalogue.get(each.name)) for each in found]
    )
    registered = await engine.catalogue.registered() if is_known else []
    return reply({"integrations": shown, "total": len(shown), "registered": registered})


@router.get("/oauth-status", response_model=OAuthStatusAnswer)
async def oauth_status(engine: Engine) -> Response:
    """The integrations for which a client is registered with the provider."""
    apps = await engine.oauth_apps.list()
    return reply({"configured": sorted({each.integration_name for each in apps})})


@router.get("/{integration_name}", response_model=MetadataAnswer)
async def get_integration(request: Request, integration_name: str) -> Response:
    """One integration with its actions."""
    engine, _ = await _caller(request)
    return reply({"integration": metadata(await engine.catalogue.get(integration_name))})


@router.post("/{integration_name}/properties/options", response_model=OptionsAnswer)
async def resolve_options(engine: Engine, integration_name: str, body: OptionsBody) -> Response:
    """The choices of a select."""
    _no_trigger(body)
    found = await engine.actions.options(body.model(integration_name))
    return reply(found.wire())


@router.post("/{integration_name}/properties/resolve", response_model=dict[str, Property])
async def resolve_property(engine: Engine, integration_name: str, body: LookupBody) -> Response:
    """The properties that a dynamic property stands for, by name."""
    _no_trigger(body)
    found = await engine.actions.resolve_property(body.model(integration_name))
    shown: dict[str, Any] = {each.name: each.wire() for each in found}
    return reply(shown)


async def _caller(request: Request) -> tuple[LocalService, bool]:
    """The caller's engine where a key was shown, nobody's where none was; and which of the two."""
    exchange = Exchange.of(request.scope)
    callers: Callers = request.app.state.callers
    if exchange.header(b"authorization") or exchange.header(b"x-service-key"):
        return await callers.engine(exchange), True
    return callers.anybody(), False


def _no_trigger(body: LookupBody) -> None:
    if body.trigger_name is not None and body.action_name is None:
        raise NotFound(
            f"Trigger '{body.trigger_name}' not found", hint="this catalogue has no triggers"
        )
