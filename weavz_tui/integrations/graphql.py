"""Any GraphQL request."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Integration,
    Json,
    LongText,
    Prop,
    Response,
    ValidationError,
)
from weavz_tui.integrations._outbound import (
    ProxySettings,
    Timeout,
    UseProxy,
    headers_of,
    proxy_url,
    time_limit,
)

integration = Integration(
    "graphql",
    title="GraphQL",
    description="Send any GraphQL query or mutation.",
    categories=[Category.DEVELOPER_TOOLS],
)


@integration.action()
async def send_request(
    ctx: Context,
    method: Annotated[
        Literal["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"], Prop(default="POST")
    ],
    url: Annotated[str, Prop(title="URL")],
    query_params: Annotated[
        dict[str, Any], Prop(key="queryParams", title="Query parameters", default={})
    ],
    headers: Annotated[dict[str, Any], Prop(default={})],
    query: LongText,
    variables: Json | None = None,
    use_proxy: UseProxy | None = None,
    proxy_settings: ProxySettings | None = None,
    timeout: Timeout | None = None,
    failsafe: bool | None = None,
) -> Any:
    """Send a GraphQL document; the result has `data`, and `errors` where there are some.

    Args:
        method: POST, as a rule; with GET and HEAD the document goes into the query.
        url: Absolute http or https address of the endpoint.
        query_params: Added to what the address already has.
        headers: Header names and values.
        query: The document: a query or a mutation.
        variables: Values of the document's variables, an object.
        timeout: For the whole exchange; 30 seconds when absent.
        failsafe: Return errors in the result instead of failing.
    """
    if variables is not None and not isinstance(variables, dict):
        raise ValidationError.of(variables="variables are a JSON object")
    payload = {"query": query, **({"variables": variables} if variables is not None else {})}
    options: dict[str, Any] = {"json": payload, "params": query_params}
    if method in {"GET", "HEAD"}:
        flat = payload | ({"variables": json.dumps(variables)} if variables is not None else {})
        options = {"params": {**query_params, **flat}}
    try:
        response = await ctx.request(
            method,
            url,
            headers={"Accept": "application/json", **headers_of(headers)},
            timeout=time_limit(timeout),
            proxy=proxy_url(use_proxy, proxy_settings),
            check=False,
            **options,
        )
    except ActionFailed as error:
        if not failsafe:
            raise
        return _failure(str(error.details.get("message") or error.message), None)
    answer = _answer(response)
    if answer.get("errors") and not failsafe:
        raise ActionFailed(
            "Action execution failed",
            details={
                "message": _message(answer["errors"]),
                "statusCode": response.status,
                "errors": answer["errors"],
            },
        )
    return answer


def _answer(response: Response) -> dict[str, Any]:
    """The GraphQL answer; what is none becomes one with an error."""
    data = response.data()
    if isinstance(data, dict) and ("data" in data or "errors" in data):
        if not response.ok and not data.get("errors"):
            return {**data, **_failure(f"HTTP {response.status}", response.status)}
        return data
    if response.ok and response.status != 204 and data is not None:
        return _failure("the answer is not GraphQL", response.status)
    if response.ok:
        return {"data": None}
    message = integration.failure(response) or f"HTTP {response.status}"
    return _failure(message, response.status)


def _failure(message: str, status: int | None) -> dict[str, Any]:
    return {
        "data": None,
        "errors": [{"message": message, "extensions": {"statusCode": status}}],
    }


def _message(errors: Any) -> str:
    first = errors[0] if isinstance(errors, list) and errors else errors
    text = str(first.get("message", first)) if isinstance(first, dict) else str(first)
    more = len(errors) - 1 if isinstance(errors, list) else 0
    return f"{text} (and {more} more)" if more else text
