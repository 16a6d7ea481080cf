"""What every page shares: templates, headers, the cookie that holds its token, forms."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from weavz_tui.api.errors import Forbidden, NotJson
from weavz_tui.api.exchange import Exchange
from weavz_tui.api.options import options_of
from weavz_tui.api.reading import read_bytes
from weavz_tui.model.errors import InvalidToken

FOLDER = Path(__file__).parent
LARGEST_FORM = 256 * 1024
MOST_FIELDS = 200
LIFE = 4 * 3600
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
}
FIELD = "field."

# Of this process: a form that is older than it asks to be opened again.
_KEY = secrets.token_bytes(32)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(name: str, status: int = 200, **values: Any) -> Response:
    """A page out of its template."""
    text = _environment().get_template(name).render(**values)
    return HTMLResponse(text, status, headers=HEADERS)


def message(title: str, text: str, status: int = 200, back: str = "") -> Response:
    """A page that says one thing."""
    return page(
        "message.html", status, title=title, text=text, back=back, back_text="Open it again"
    )


def to(path: str) -> Response:
    """Go on to another page of ours."""
    return RedirectResponse(path, 303, headers=HEADERS)


def remember(request: Request, answer: Response, cookie: str, token: str, life: int = LIFE) -> None:
    """Move a token out of the address into a cookie that no script can read."""
    answer.set_cookie(
        cookie,
        token,
        max_age=life,
        path="/",
        httponly=True,
        samesite="lax",
        secure=options_of(request).base_url(request).startswith("https:"),
    )


def remembered(request: Request, cookie: str) -> str:
    """The token of the cookie; raises InvalidToken where there is none."""
    found = request.cookies.get(cookie, "")
    if not found:
        raise InvalidToken("This page is opened with the link that you were sent")
    return found


def forgery_token(token: str) -> str:
    """What a form must hold, so that no other page can send it: only who has the cookie knows."""
    return hmac.new(_KEY, token.encode(), hashlib.sha256).hexdigest()


async def read_form(request: Request, token: str) -> dict[str, str]:
    """The fields of a form. Raises Forbidden where it does not come from a page of ours."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/x-www-form-urlencoded":
        raise NotJson("The form cannot be read")
    raw = await read_bytes(request.scope, request.receive, LARGEST_FORM)
    try:
        pairs = parse_qsl(
            raw.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
        )
    except ValueError:
        raise NotJson("The form cannot be read") from None
    found = dict(pairs)
    if not hmac.compare_digest(found.get("csrf", "").encode(), forgery_token(token).encode()):
        raise Forbidden("The form is too old, or not from this page; open the link again")
    return found


def fields_of(form: Mapping[str, str]) -> dict[str, str]:
    """What a person filled in; fields that were left empty are absent."""
    return {
        name.removeprefix(FIELD): value
        for name, value in form.items()
        if name.startswith(FIELD) and value != ""
    }


def count(request: Request) -> None:
    """Count a visit towards the limit of its address; raises RateLimited (wire C.7)."""
    exchange = Exchange.of(request.scope)
    exchange.room = request.app.state.callers.strangers.count(exchange.client)
