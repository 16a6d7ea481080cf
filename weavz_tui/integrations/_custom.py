"""What the calls of a person's own making have in common, whatever the service."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, quote

from weavz_tui.catalog import ActionFailed, Context, Prop, ValidationError
from weavz_tui.integrations._bodies import BODY_LABELS, body_of, shown
from weavz_tui.integrations._outbound import headers_of, time_limit

BodyType = Annotated[
    Literal["none", "json", "form_data", "raw"],
    # Python takes Literals of another order for the same; the description tells this one apart.
    Prop(
        labels=BODY_LABELS,
        description="What the body is; JSON where a body is given and nothing is chosen.",
    ),
]


def given(**fields: Any) -> dict[str, Any]:
    """The fields that have a value."""
    return {key: value for key, value in fields.items() if value is not None}


def names(text: str | None) -> list[str] | None:
    """Comma-separated names as a list; empty text is an empty list."""
    return None if text is None else [each.strip() for each in text.split(",") if each.strip()]


def segment(value: str, key: str) -> str:
    """One part of a path; raises ValidationError where it would name another resource."""
    if value.strip() in {"", ".", ".."}:
        raise ValidationError.of(**{key: "must not be empty"})
    return quote(value.strip(), safe="")


def whole(value: float | None, key: str) -> int | None:
    """A whole number; raises ValidationError where it is none."""
    if value is not None and value != int(value):
        raise ValidationError.of(**{key: "must be a whole number"})
    return None if value is None else int(value)


def json_of(text: str | None, key: str) -> Any:
    """JSON written as text, `...` when there is none; raises ValidationError."""
    if text is None or not text.strip():
        return ...
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValidationError.of(**{key: f"is not JSON: {error}"}) from error


def query_of(text: str | None, key: str) -> Mapping[str, Any] | Sequence[tuple[str, str]] | None:
    """Query parameters written as a JSON object or like `a=1&b=2`; raises ValidationError."""
    cleaned = (text or "").strip()
    if not cleaned.startswith("{"):
        return parse_qsl(cleaned.removeprefix("?"), keep_blank_values=True) or None
    found: Mapping[str, Any] = json_of(cleaned, key)
    return found


async def call(ctx: Context, method: str, url: str, *, plain_forms: bool = False) -> dict[str, Any]:
    """The answer, as `status`, `headers` and `body`, to a request described by the inputs
    `headers`, `queryParams`, `body_type`, `body`, `response_is_binary`, `failsafe` (a failure is
    an answer too), `timeout` (seconds) and `followRedirects`. With `plain_forms` a form without a
    file is sent URL-encoded. Raises ActionFailed.
    """
    inputs = ctx.inputs
    if not url.strip():
        raise ValidationError.of(url="must not be empty")
    failsafe = bool(inputs.get("failsafe"))
    body = inputs.get("body")
    kind = inputs.get("body_type") or ("none" if not body else "json")
    follow = inputs.get("followRedirects")
    sent = await body_of(ctx, kind, body)
    if plain_forms and not sent.get("files"):
        sent.pop("files", None)
    try:
        response = await ctx.request(
            method,
            url.strip(),
            params=inputs.get("queryParams") or None,
            headers=headers_of(inputs.get("headers")),
            timeout=time_limit(inputs.get("timeout")),
            follow_redirects=follow is not False,
            check=not failsafe,
            into=ctx.sink() if inputs.get("response_is_binary") else None,
            **sent,
        )
    except ActionFailed as error:
        if not failsafe:
            raise
        return {"status": None, "headers": {}, "body": None, "error": error.details.get("message")}
    return shown(response, binary=bool(inputs.get("response_is_binary")))
