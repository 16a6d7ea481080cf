"""`/connect`: the page behind a connect link (wire B.4)."""

from __future__ import annotations

import hmac
from typing import Annotated
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from fastapi import APIRouter, Query, Request, Response

from weavz_tui.api.options import options_of
from weavz_tui.api.pages.paper import (
    fields_of,
    forgery_token,
    page,
    read_form,
    remember,
    remembered,
    to,
)
from weavz_tui.api.pages.portal import COOKIE as PORTAL_COOKIE
from weavz_tui.api.pages.portal import PATH as PORTAL
from weavz_tui.api.pages.route import PageRoute
from weavz_tui.engine.hosted.hosting import Hosting
from weavz_tui.model.authorisations import AuthorisationAnswer
from weavz_tui.model.catalogue import AuthOption
from weavz_tui.model.connect import ConnectSession, SessionStatus
from weavz_tui.model.errors import InvalidToken, OAuthError, ValidationError, WeavzError

PATH = "/connect"
CALLBACK = "/api/v1/connect/oauth-callback"
COOKIE = "weavz_connect"
STATE_COOKIE = "weavz_connect_state"

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get(PATH)
async def open_connect(
    request: Request, token: Annotated[str | None, Query(max_length=200)] = None
) -> Response:
    """The form; a token in the address is moved into a cookie first."""
    hosting = _hosting(request)
    if token is not None:
        await hosting.session(token)
        answer = to(PATH)
        remember(request, answer, COOKIE, token)
        return answer
    session = await hosting.session(remembered(request, COOKIE))
    if session.status in {SessionStatus.COMPLETED, SessionStatus.FAILED}:
        return _result(request, session)
    return await _form(request, session)


@router.post(PATH)
async def connect(request: Request) -> Response:
    """Make the connection out of the form."""
    hosting = _hosting(request)
    token = remembered(request, COOKIE)
    form = await read_form(request, token)
    session = await hosting.session(token)
    option = await _option(hosting, session, form)
    try:
        await hosting.connect(session, option, fields_of(form))
    except InvalidToken:
        raise
    except WeavzError as error:
        if (await hosting.session(token)).status is not SessionStatus.FAILED:
            return await _form(request, session, option=option, form=form, error=error)
    return to(PATH)


@router.post(f"{PATH}/cancel")
async def cancel(request: Request) -> Response:
    """Let it be."""
    hosting = _hosting(request)
    token = remembered(request, COOKIE)
    await read_form(request, token)
    await hosting.cancel(await hosting.session(token))
    return to(PATH)


@router.post(f"{PATH}/authorise")
async def authorise(request: Request) -> Response:
    """Send the person to the provider."""
    hosting = _hosting(request)
    token = remembered(request, COOKIE)
    form = await read_form(request, token)
    session = await hosting.session(token)
    option = await _option(hosting, session, form)
    redirect_uri = options_of(request).base_url(request) + CALLBACK
    try:
        begun = await hosting.authorise(session, option, fields_of(form), redirect_uri)
    except InvalidToken:
        raise
    except WeavzError as error:
        return await _form(request, session, option=option, form=form, error=error)
    # Not a redirect: browsers hold what a form leads to against the policy of the form's page.
    answer = page(
        "leave.html",
        title="You are sent on to sign in",
        text="Continue",
        address=begun.url,
    )
    remember(request, answer, STATE_COOKIE, _sign_in(session, begun.state or ""))
    return answer


@router.get(CALLBACK)
async def oauth_callback(
    request: Request, state: Annotated[str | None, Query(max_length=1000)] = None
) -> Response:
    """Where the provider sends the person back to. Only the browser that was sent there counts."""
    hosting = _hosting(request)
    session = await hosting.session(remembered(request, COOKIE))
    begun = remembered(request, STATE_COOKIE)
    if not hmac.compare_digest(begun.encode(), _sign_in(session, state or "").encode()):
        raise OAuthError("This answer belongs to another sign-in; open the link again")
    await hosting.authorised(session, AuthorisationAnswer(redirect_url=str(request.url)))
    answer = to(PATH)
    answer.delete_cookie(STATE_COOKIE, path="/")
    return answer


async def _form(
    request: Request,
    session: ConnectSession,
    *,
    option: AuthOption | None = None,
    form: dict[str, str] | None = None,
    error: WeavzError | None = None,
) -> Response:
    hosting = _hosting(request)
    problems = error.fields if isinstance(error, ValidationError) else {}
    return page(
        "connect.html",
        400 if error and error.status < 500 else error.status if error else 200,
        session=session,
        integration=await hosting.integration(session),
        options=await hosting.options(session),
        can_authorise=await hosting.can_authorise(session),
        csrf=forgery_token(remembered(request, COOKIE)),
        tried=option.key if option else "",
        values=fields_of(form or {}),
        problems=problems,
        problem=error.message if error else "",
    )


def _result(request: Request, session: ConnectSession) -> Response:
    is_done = session.status is SessionStatus.COMPLETED
    wanted = session.success_redirect_uri if is_done else session.error_redirect_uri
    parts = urlsplit(wanted or "")
    return page(
        "result.html",
        session=session,
        outcome="success" if is_done else "error",
        title="Connected" if is_done else "Not connected",
        text="The account is connected." if is_done else f"It ended with: {session.error}",
        address=_with_outcome(wanted, session) if wanted else "",
        origin=f"{parts.scheme}://{parts.netloc}" if wanted else "",
        back=PORTAL if request.cookies.get(PORTAL_COOKIE) else "",
    )


def _with_outcome(address: str, session: ConnectSession) -> str:
    """The address that whoever made the link wants to hear at, with how it ended."""
    parts = urlsplit(address)
    outcome = {
        "status": "success" if session.status is SessionStatus.COMPLETED else "error",
        "connectionId": session.connection_id,
        "integrationName": session.integration_name,
        "externalId": session.external_id,
        "error": session.error,
    }
    told = {name: value for name, value in outcome.items() if value is not None}
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *told.items()])
    return urlunsplit(parts._replace(query=query))


def _sign_in(session: ConnectSession, state: str) -> str:
    """What a browser shows that was sent to the provider for this session: the answer to one link
    is not taken for another that the same browser has opened since."""
    return forgery_token(f"sign-in {session.id} {state}")


async def _option(hosting: Hosting, session: ConnectSession, form: dict[str, str]) -> AuthOption:
    for each in await hosting.options(session):
        if each.key == form.get("method"):
            return each
    raise ValidationError("There is no such way to connect it")


def _hosting(request: Request) -> Hosting:
    found: Hosting = request.app.state.hosting
    return found
