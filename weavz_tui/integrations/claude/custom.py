"""Any other call of Anthropic's API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Effect, Json, Prop
from weavz_tui.integrations._custom import BodyType, call
from weavz_tui.integrations.claude.service import integration


@integration.action(effect=Effect.DESTROY, idempotent=False, title="Custom API call")
async def custom_api_call(
    ctx: Context,
    url: Annotated[str, Prop(title="URL")],
    method: Literal["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"],
    headers: dict[str, Any] | None = None,
    query_params: Annotated[dict[str, Any], Prop(key="queryParams", title="Query parameters")]
    | None = None,
    body_type: BodyType | None = None,
    body: Json | None = None,
    response_is_binary: bool | None = None,
    failsafe: bool | None = None,
    timeout: Annotated[float, Prop(title="Timeout (seconds)", minimum=0)] | None = None,
    follow_redirects: Annotated[bool, Prop(key="followRedirects")] | None = None,
) -> Any:
    """Call any part of Anthropic's API; the result has `status`, `headers` and `body`.

    Args:
        url: A path after /v1 such as /models, or the whole address.
        method: The HTTP method.
        headers: Further headers.
        query_params: Added to the address.
        body: The body.
        response_is_binary: Return the body as a file: `filename`, `mimeType`, `base64`.
        failsafe: Return an error as the result.
        timeout: For the whole exchange; 30 seconds when absent.
        follow_redirects: Follow redirects, as is done when nothing is chosen.
    """
    return await call(ctx, method, url)
