"""Jira Cloud itself: the site's address, ways to authenticate, failures, texts.

The site's address comes from the connection's base URL, from its `instanceUrl`, or, with OAuth 2,
from Atlassian, which is asked which site the token is for.
"""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlsplit

from weavz_tui.catalog import (
    BasicAuth,
    Category,
    Context,
    CustomAuth,
    Integration,
    OAuth2,
    Property,
    Response,
    SecretText,
    ValidationError,
)
from weavz_tui.catalog.auth import Headers
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations._custom import segment
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.oauth import BodyStyle

API = "/rest/api/3"
ATLASSIAN = "https://api.atlassian.com"


def failure(response: Response) -> str | None:
    """Jira's messages: those of the request and those of single fields, `priority: is required`."""
    if response.ok:
        return None
    data = response.data()
    if not isinstance(data, dict):
        return default_failure(response)
    texts = [str(each) for each in data.get("errorMessages") or []]
    errors = data.get("errors")
    if isinstance(errors, dict):
        texts += [f"{field}: {message}" for field, message in errors.items()]
    return "; ".join(texts) or default_failure(response)


def _sign(credential: Credential, headers: Headers) -> None:
    pair = f"{credential.get('email')}:{credential.get('apiToken')}".encode()
    headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"


integration = Integration(
    "jira-cloud",
    title="Jira Cloud",
    description="Issues, comments, links and attachments of a Jira site.",
    categories=[Category.PROJECT_MANAGEMENT, Category.DEVELOPER_TOOLS],
    auth=[
        CustomAuth(
            title="Site, mail address and API token",
            description="A token is made at id.atlassian.com, Security.",
            properties=(
                Property(
                    name="instanceUrl",
                    type=PropertyType.SHORT_TEXT,
                    display_name="Site",
                    description="Like https://acme.atlassian.net.",
                    required=True,
                ),
                Property(
                    name="email",
                    type=PropertyType.SHORT_TEXT,
                    display_name="Mail address",
                    required=True,
                ),
                Property(
                    name="apiToken",
                    type=PropertyType.SECRET_TEXT,
                    display_name="API token",
                    required=True,
                    secret=True,
                ),
            ),
            sign=_sign,
        ),
        BasicAuth(
            title="Mail address and API token",
            description="The site's address goes into the connection's base URL.",
            username_title="Mail address",
            password_title="API token",
        ),
        OAuth2(
            title="Atlassian account",
            authorize_url="https://auth.atlassian.com/authorize",
            token_url="https://auth.atlassian.com/oauth/token",
            scopes=("read:jira-work", "write:jira-work", "read:jira-user", "offline_access"),
            body_style=BodyStyle.JSON,
            authorize_params={"audience": "api.atlassian.com", "prompt": "consent"},
        ),
        SecretText(
            title="Access token",
            description="An OAuth 2 access token, or a token that the site's server knows.",
        ),
    ],
    failure=failure,
)


async def site(ctx: Context) -> str:
    """The address that Jira's paths are relative to; raises ValidationError without one."""
    if ctx.base_url:
        return ctx.base_url.rstrip("/")
    credential = ctx.credential
    if credential is not None and (given := credential.get("instanceUrl").strip()):
        return _address(given)
    if credential is not None and credential.token:
        return f"{ATLASSIAN}/ex/jira/{await _cloud_id(ctx, credential)}"
    raise ValidationError(
        "The connection names no Jira site",
        hint="Give the connection a base URL like https://acme.atlassian.net",
    )


def _address(text: str) -> str:
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
        raise ValidationError.of(instanceUrl="must be like https://acme.atlassian.net")
    return f"{parts.scheme}://{parts.netloc}"


async def _cloud_id(ctx: Context, credential: Credential) -> str:
    """The site that a token is for: what the connection remembers, else what Atlassian says."""
    data = credential.values.get("data")
    if isinstance(data, dict) and (known := data.get("cloudId") or data.get("cloud_id")):
        return segment(str(known), "cloudId")
    sites = await ctx.get(f"{ATLASSIAN}/oauth/token/accessible-resources")
    if not sites:
        raise ValidationError(
            "The token opens no Jira site", hint="Authorise the account for a site again"
        )
    if len(sites) > 1:
        ctx.log(f"The token opens {len(sites)} sites; {sites[0].get('url')} is used")
    return segment(str(sites[0]["id"]), "cloudId")


async def send(ctx: Context, method: str, path: str, **options: Any) -> Any:
    """The data of a request to a path of Jira's API."""
    return (await ctx.request(method, f"{await site(ctx)}{API}{path}", **options)).data()


def issue(key: str, field: str = "issue_key") -> str:
    """`/issue/ENG-1`; raises ValidationError."""
    return f"/issue/{segment(key, field)}"


def document(text: str) -> dict[str, Any]:
    """A plain text as Jira has it (Atlassian Document Format): an empty line ends a paragraph."""
    paragraphs = [each for each in text.replace("\r\n", "\n").split("\n\n") if each.strip()]
    content = [{"type": "paragraph", "content": _lines(each)} for each in paragraphs]
    return {"type": "doc", "version": 1, "content": content}


def _lines(paragraph: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in paragraph.strip("\n").split("\n"):
        if found:
            found.append({"type": "hardBreak"})
        if line:
            found.append({"type": "text", "text": line})
    return found


def named(value: str, by: str) -> dict[str, str]:
    """A reference by ID where it is a number, else by `by` (key or name)."""
    text = str(value).strip()
    return {"id": text} if text.isdecimal() else {by: text}


@integration.tests
async def myself(ctx: Context) -> Any:
    """Ask whose account it is."""
    return await send(ctx, "GET", "/myself")
