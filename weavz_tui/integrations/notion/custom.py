"""Any other call of Notion's API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from weavz_tui.catalog import Context, Dynamic, Effect, Prop, Property, ValidationError
from weavz_tui.integrations._bodies import body_fields
from weavz_tui.integrations._custom import BodyType, call
from weavz_tui.integrations.notion.service import integration
from weavz_tui.model.enums import PropertyType


async def _address(ctx: Context) -> Sequence[Property]:
    return (
        Property(
            name="url",
            type=PropertyType.SHORT_TEXT,
            display_name="URL",
            description="A path after /v1 such as /users/me, or the whole address.",
            required=True,
        ),
    )


@integration.action(effect=Effect.DESTROY, idempotent=False, title="Custom API call")
async def custom_api_call(
    ctx: Context,
    url: Annotated[dict[str, Any], Dynamic(_address), Prop(title="URL")],
    method: Literal["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"],
    headers: Annotated[dict[str, Any], Prop(default={})],
    query_params: Annotated[
        dict[str, Any], Prop(key="queryParams", title="Query parameters", default={})
    ],
    body_type: BodyType | None = None,
    body: Annotated[dict[str, Any], Dynamic(body_fields, refreshers=["body_type"])] | None = None,
    response_is_binary: bool | None = None,
    failsafe: bool | None = None,
    timeout: Annotated[float, Prop(title="Timeout (seconds)", minimum=0)] | None = None,
    follow_redirects: Annotated[bool, Prop(key="followRedirects")] | None = None,
) -> Any:
    """Call any part of Notion's API; the result has `status`, `headers` and `body`.

    Args:
        url: `url`: a path after /v1 such as /users/me, or the whole address.
        method: The HTTP method.
        headers: Further headers.
        query_params: Added to the address.
        body: `data` holds the body; a JSON body may also be given as it is.
        response_is_binary: Return the body as a file: `filename`, `mimeType`, `base64`.
        failsafe: Return an error as the result.
        timeout: For the whole exchange; 30 seconds when absent.
        follow_redirects: Follow redirects, as is done when nothing is chosen.
    """
    address = url.get("url")
    if not isinstance(address, str):
        raise ValidationError.of(url='must be {"url": "/users/me"}')
    return await call(ctx, method, address)
