"""Any HTTP request."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Dynamic,
    Integration,
    Prop,
    Property,
    Response,
    ValidationError,
)
from weavz_tui.integrations._bodies import BODY_LABELS, body_fields, body_of, shown
from weavz_tui.integrations._outbound import (
    ProxySettings,
    Timeout,
    UseProxy,
    headers_of,
    proxy_url,
    time_limit,
)
from weavz_tui.model.enums import PropertyType

ATTEMPTS = 3
PAUSE = 0.5
LONGEST_PAUSE = 10.0

FailureMode = Literal[
    "retry_all", "retry_5xx", "retry_none", "continue_all", "continue_4xx", "continue_none"
]

integration = Integration(
    "http",
    title="HTTP",
    description="Send any HTTP request and use its answer.",
    categories=[Category.DEVELOPER_TOOLS],
)


async def _auth_fields(ctx: Context) -> Sequence[Property]:
    secret = PropertyType.SECRET_TEXT
    if ctx.inputs.get("authType") == "BASIC":
        text = PropertyType.SHORT_TEXT
        return (
            Property(name="username", type=text, display_name="User name", required=True),
            Property(name="password", type=secret, display_name="Password", secret=True),
        )
    if ctx.inputs.get("authType") == "BEARER_TOKEN":
        return (
            Property(name="token", type=secret, display_name="Token", required=True, secret=True),
        )
    return ()


@integration.action()
async def send_request(
    ctx: Context,
    method: Annotated[
        Literal["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"], Prop(default="GET")
    ],
    url: Annotated[str, Prop(title="URL")],
    headers: Annotated[dict[str, Any], Prop(default={})],
    query_params: Annotated[
        dict[str, Any], Prop(key="queryParams", title="Query parameters", default={})
    ],
    auth_type: Annotated[
        Literal["NONE", "BASIC", "BEARER_TOKEN"],
        Prop(
            key="authType",
            title="Authentication",
            default="NONE",
            labels={"NONE": "None", "BASIC": "User name and password", "BEARER_TOKEN": "Token"},
        ),
    ],
    auth_fields: Annotated[
        dict[str, Any],
        Dynamic(_auth_fields, refreshers=["authType"]),
        Prop(key="authFields", title="Authentication fields"),
    ]
    | None = None,
    body_type: Annotated[Literal["none", "form_data", "json", "raw"], Prop(labels=BODY_LABELS)]
    | None = None,
    body: Annotated[dict[str, Any], Dynamic(body_fields, refreshers=["body_type"])] | None = None,
    response_is_binary: bool | None = None,
    use_proxy: UseProxy | None = None,
    proxy_settings: ProxySettings | None = None,
    timeout: Timeout | None = None,
    follow_redirects: Annotated[bool, Prop(key="followRedirects")] = True,
    failure_mode: Annotated[
        FailureMode,
        Prop(
            key="failureMode",
            title="On failure",
            labels={
                "retry_all": "Retry on any error",
                "retry_5xx": "Retry on 5xx",
                "retry_none": "Fail at once",
                "continue_all": "Return any error as the result",
                "continue_4xx": "Return 4xx as the result",
                "continue_none": "Never return an error as the result",
            },
        ),
    ]
    | None = None,
) -> Any:
    """Send an HTTP request; the result has `status`, `headers` and `body`.

    Args:
        url: Absolute http or https address.
        headers: Header names and values.
        query_params: Added to what the address already has.
        body: `data` holds the body; a JSON or form body may also be given as it is.
        response_is_binary: Return the body as a file: `filename`, `mimeType`, `base64`.
        timeout: For the whole exchange; 30 seconds when absent.
        follow_redirects: Follow up to ten redirects.
        failure_mode: What an answer of 400 and above means. Retries: three attempts in all.
    """
    sent = headers_of(headers) | _authorization(auth_type, auth_fields or {})
    options: dict[str, Any] = {
        "params": query_params,
        "headers": sent,
        "timeout": time_limit(timeout),
        "follow_redirects": follow_redirects,
        "proxy": proxy_url(use_proxy, proxy_settings),
        "check": False,
        "into": ctx.sink() if response_is_binary else None,
        **await body_of(ctx, body_type or "none", body),
    }
    mode = failure_mode or "retry_none"
    try:
        response = await _send(ctx, method, url, options, mode)
    except ActionFailed as error:
        if mode != "continue_all":
            raise
        return {"status": None, "headers": {}, "body": None, "error": error.details.get("message")}
    output = shown(response, binary=bool(response_is_binary))
    message = integration.failure(response)
    if message is None:
        return output
    if mode == "continue_all" or (mode == "continue_4xx" and response.status < 500):
        return {**output, "error": message}
    raise ActionFailed(
        "Action execution failed",
        details={"message": message, "statusCode": response.status, "response": output["body"]},
    )


async def _send(
    ctx: Context, method: str, url: str, options: dict[str, Any], mode: str
) -> Response:
    for attempt in range(1, ATTEMPTS):
        try:
            response = await ctx.request(method, url, **options)
        except ActionFailed:
            if mode != "retry_all":
                raise
            await asyncio.sleep(PAUSE * 2 ** (attempt - 1))
            continue
        again = mode == "retry_all" and not response.ok
        if not again and not (mode == "retry_5xx" and response.status >= 500):
            return response
        await asyncio.sleep(_pause(response, attempt))
    return await ctx.request(method, url, **options)


def _pause(response: Response, attempt: int) -> float:
    """Seconds: what the service asks for, within reason, else doubling from half a second."""
    asked = response.headers.get("retry-after", "")
    wait = float(asked) if asked.isdecimal() else PAUSE * 2 ** (attempt - 1)
    return min(wait, LONGEST_PAUSE)


def _authorization(auth_type: str, fields: Mapping[str, Any]) -> dict[str, str]:
    if auth_type == "BASIC":
        pair = f"{fields.get('username') or ''}:{fields.get('password') or ''}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    if auth_type == "BEARER_TOKEN":
        if not fields.get("token"):
            raise ValidationError.of(authFields="`token` is required for a bearer token")
        return {"Authorization": f"Bearer {fields['token']}"}
    return {}
