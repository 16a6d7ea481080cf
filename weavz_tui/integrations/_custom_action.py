"""The action `custom_api_call` of the services where its address is a group, alike for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    Context,
    Dynamic,
    Effect,
    Integration,
    Prop,
    Property,
    ValidationError,
)
from weavz_tui.integrations._bodies import body_fields
from weavz_tui.integrations._custom import BodyType, call
from weavz_tui.integrations._outbound import Timeout
from weavz_tui.model.enums import PropertyType


async def address_fields(ctx: Context) -> Sequence[Property]:
    """The one field of the address, with the service's own as its beginning."""
    text = PropertyType.SHORT_TEXT
    about = f"A path after {ctx.base_url}, or the whole address."
    return (Property(name="url", type=text, display_name="URL", description=about, required=True),)


def add_custom_call(integration: Integration) -> None:
    """Register `custom_api_call`; its forms go out as HTML's forms do, and as multipart where they
    hold a file."""

    @integration.action(effect=Effect.DESTROY, idempotent=False, title="Custom API call")
    async def custom_api_call(
        ctx: Context,
        url: Annotated[dict[str, Any], Dynamic(address_fields), Prop(title="URL")],
        method: Annotated[
            Literal["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"], Prop(default="GET")
        ],
        headers: Annotated[dict[str, Any], Prop(default={})],
        query_params: Annotated[
            dict[str, Any], Prop(key="queryParams", title="Query parameters", default={})
        ],
        body_type: BodyType | None = None,
        body: Annotated[dict[str, Any], Dynamic(body_fields, refreshers=["body_type"])]
        | None = None,
        response_is_binary: bool | None = None,
        failsafe: bool | None = None,
        timeout: Timeout | None = None,
        follow_redirects: Annotated[bool, Prop(key="followRedirects")] | None = None,
    ) -> Any:
        """Call any part of the service; the result has `status`, `headers` and `body`.

        Args:
            url: `url` is a path of the service or a whole address.
            method: The HTTP method.
            headers: Further headers; the connection's own are added.
            query_params: Added to the address.
            body: `data` holds the body; a JSON body or a form may also be given as it is.
            response_is_binary: Return the body as a file: `filename`, `mimeType`, `base64`.
            failsafe: Return an error as the result.
            timeout: For the whole exchange; 30 seconds when absent.
            follow_redirects: Follow redirects, as is done when nothing is chosen.
        """
        return await call(ctx, method, _address(url), plain_forms=True)


def _address(given: Mapping[str, Any]) -> str:
    found = given.get("url")
    if not isinstance(found, str) or not found.strip():
        raise ValidationError.of(url="must be an object with the address in `url`")
    return found
