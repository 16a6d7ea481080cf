"""Linear itself: address, ways to authenticate, failures, questions. Its actions lie beside it."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from weavz_tui.catalog import Category, Context, Integration, OAuth2, Response, SecretText
from weavz_tui.catalog.auth import Headers
from weavz_tui.catalog.integration import default_failure
from weavz_tui.model.credentials import Credential

PAGE = 100
MAX_PAGES = 10
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ApiKey(SecretText):
    """Linear takes a personal key bare, and every other token as a bearer's."""

    def apply(self, credential: Credential, headers: Headers) -> None:
        token = credential.token
        headers["Authorization"] = token if token.startswith("lin_api_") else f"Bearer {token}"


def failure(response: Response) -> str | None:
    """The first error's message and code; GraphQL gives errors with HTTP 200 as well."""
    error = _error(response)
    if error is None:
        return default_failure(response)
    extensions = error.get("extensions") or {}
    message = str(extensions.get("userPresentableMessage") or error.get("message") or "An error")
    code = extensions.get("code")
    return f"{message} ({code})" if code else message


def throttled(response: Response) -> float | None:
    """Seconds until Linear answers again: it says RATELIMITED with HTTP 400, and when it will be
    over in milliseconds since 1970."""
    error = _error(response)
    if error is None or (error.get("extensions") or {}).get("code") != "RATELIMITED":
        return None
    for name in ("x-ratelimit-requests-reset", "x-ratelimit-complexity-reset"):
        if (reset := response.headers.get(name, "")).isdecimal():
            return max(0.0, float(reset) / 1000 - time.time())
    return 1.0


def _error(response: Response) -> dict[str, Any] | None:
    data = response.data()
    errors = data.get("errors") if isinstance(data, dict) else None
    first = errors[0] if isinstance(errors, list) and errors else None
    return first if isinstance(first, dict) else None


integration = Integration(
    "linear",
    title="Linear",
    description="Issues, comments and projects of a Linear workspace.",
    categories=[Category.PROJECT_MANAGEMENT, Category.DEVELOPER_TOOLS],
    auth=[
        OAuth2(
            title="Linear app",
            description="The access token of an authorised app.",
            authorize_url="https://linear.app/oauth/authorize",
            token_url="https://api.linear.app/oauth/token",
            scopes=("read", "write"),
            scope_separator=",",
        ),
        ApiKey(
            title="API key",
            description="lin_api_... from Settings, Security & access, Personal API keys.",
        ),
    ],
    base_url="https://api.linear.app",
    failure=failure,
    throttled=throttled,
)


async def ask(
    ctx: Context, document: str, variables: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The data that answers a query or a mutation. Raises ActionFailed."""
    body: dict[str, Any] = {"query": document}
    if variables:
        body["variables"] = dict(variables)
    answer = await ctx.post("/graphql", json=body)
    found: dict[str, Any] = (answer or {}).get("data") or {}
    return found


async def nodes(
    ctx: Context,
    document: str,
    variables: Mapping[str, Any],
    path: str,
    limit: int = PAGE * MAX_PAGES,
) -> list[dict[str, Any]]:
    """The first `limit` nodes of the connection at `path` (`team.members`) of the answer; the
    query has to take `first` and `after`."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    while len(found) < limit:
        page = {**variables, "first": min(PAGE, limit - len(found)), "after": after}
        connection: Any = await ask(ctx, document, page)
        for name in path.split("."):
            connection = (connection or {}).get(name)
        found += (connection or {}).get("nodes") or []
        info = (connection or {}).get("pageInfo") or {}
        after = info.get("endCursor")
        if not info.get("hasNextPage") or not after:
            break
    return found[:limit]


def is_id(text: str) -> bool:
    """Whether a text is one of Linear's IDs."""
    return _UUID.fullmatch(text.strip()) is not None


@integration.tests
async def viewer(ctx: Context) -> Any:
    """Ask whose account it is."""
    return await ask(ctx, "query { viewer { id } }")
