"""GitHub itself: address, ways to authenticate, failures, paths. Its actions lie beside it."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any
from urllib.parse import quote

from weavz_tui.catalog import (
    Category,
    Context,
    Grant,
    Integration,
    OAuth2,
    Prop,
    Response,
    SecretText,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure

PAGE = 100


def failure(response: Response) -> str | None:
    """GitHub's `message`, with the first of its `errors` where it gives details."""
    data = response.data()
    if response.ok or not isinstance(data, dict) or not data.get("message"):
        return default_failure(response)
    message = str(data["message"])
    errors = data.get("errors")
    if not isinstance(errors, list) or not errors:
        return message
    first = errors[0]
    if isinstance(first, dict):
        parts = (first.get("resource"), first.get("field"), first.get("code"))
        first = first.get("message") or " ".join(str(part) for part in parts if part)
    return f"{message}: {first}" if first else message


def throttled(response: Response) -> float | None:
    """Seconds until GitHub answers again: it says 403 as well as 429 for too many requests, with
    `retry-after`, or with nothing remaining until `x-ratelimit-reset` (Unix time)."""
    if response.status not in {403, 429}:
        return None
    headers = response.headers
    if headers.get("retry-after", "").isdecimal():
        return float(headers["retry-after"])
    reset = headers.get("x-ratelimit-reset", "")
    if headers.get("x-ratelimit-remaining") == "0" and reset.isdecimal():
        return max(0.0, float(reset) - time.time())
    return None


integration = Integration(
    "github",
    title="GitHub",
    description="Repositories, branches, files, issues and pull requests.",
    categories=[Category.DEVELOPER_TOOLS],
    auth=[
        OAuth2(
            title="GitHub app or OAuth app",
            description="The access token of an authorised app.",
            authorize_url="https://github.com/login/oauth/authorize",
            token_url="https://github.com/login/oauth/access_token",
            device_url="https://github.com/login/device/code",
            grants=(Grant.AUTHORIZATION_CODE, Grant.DEVICE_CODE),
            scopes=("repo", "read:user", "read:org"),
            exhausted=("bad_refresh_token",),
        ),
        SecretText(
            title="Personal access token",
            description="github_pat_... (fine-grained) or ghp_... (classic).",
        ),
    ],
    base_url="https://api.github.com",
    headers={
        "Accept": "application/vnd.github+json, application/json;q=0.9",
        "X-GitHub-Api-Version": "2022-11-28",
    },
    failure=failure,
    throttled=throttled,
)

PerPage = Annotated[int, Prop(minimum=1, maximum=100, title="Results per page")]


def repository_path(repository: str) -> str:
    """`/repos/owner/name`; raises ValidationError when it is not `owner/name`."""
    text = repository.strip()
    if not re.fullmatch(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+", text) or _climbs(text):
        raise ValidationError.of(repository="must be owner/name, like octocat/hello-world")
    return f"/repos/{text}"


def segment(text: str, field: str) -> str:
    """A branch or a file path as one segment of an address; raises ValidationError.

    Its slashes are escaped, as GitHub's own client does; `.` and `..` would lead elsewhere.
    """
    cleaned = text.strip("/")
    if not cleaned or _climbs(cleaned):
        raise ValidationError.of(**{field: "must not be empty or contain '.' or '..' as a part"})
    return quote(cleaned, safe="")


def _climbs(path: str) -> bool:
    return not {".", ".."}.isdisjoint(path.split("/"))


def names(text: str | None) -> list[str] | None:
    """Comma-separated names as a list; empty text is an empty list."""
    return None if text is None else [each.strip() for each in text.split(",") if each.strip()]


def given(**fields: Any) -> dict[str, Any]:
    """The fields that have a value."""
    return {key: value for key, value in fields.items() if value is not None}


async def pages(ctx: Context, path: str, limit: int, **params: Any) -> AsyncIterator[list[Any]]:
    """The pages of a list, at most `limit` of them, as long as GitHub links to a next one."""
    for number in range(1, limit + 1):
        response = await ctx.request(
            "GET", path, params={**params, "per_page": PAGE, "page": number}
        )
        yield response.data() or []
        if 'rel="next"' not in response.headers.get("link", ""):
            return
