"""S3 itself: the connection, addresses of objects, signed requests, failures."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    CustomAuth,
    Integration,
    Property,
    Response,
    ValidationError,
)
from weavz_tui.catalog.integration import default_failure
from weavz_tui.integrations.amazon_s3.signing import (
    UNSIGNED,
    Keys,
    digest_of,
    query,
    signed_headers,
)
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.files import Sink, Source

SLOW = 300.0

_TEXT, _SECRET = PropertyType.SHORT_TEXT, PropertyType.SECRET_TEXT
_FIELDS = (
    Property(name="accessKeyId", type=_TEXT, display_name="Access key ID", required=True),
    Property(
        name="secretAccessKey",
        type=_SECRET,
        display_name="Secret access key",
        required=True,
        secret=True,
    ),
    Property(
        name="region",
        type=_TEXT,
        display_name="Region",
        description="Such as eu-central-1.",
        required=True,
    ),
    Property(name="bucket", type=_TEXT, display_name="Bucket", required=True),
    Property(
        name="sessionToken",
        type=_SECRET,
        display_name="Session token",
        description="With temporary keys only.",
        secret=True,
    ),
)


def failure(response: Response) -> str | None:
    """S3's message with its code, `The specified key does not exist. (NoSuchKey)`; it may come
    with 200 where the answer takes long. Other services of AWS say it in JSON."""
    if response.ok and b"<Error>" not in response.content[:300]:
        return None
    root = parsed(response)
    if root is not None and root.tag == "Error":
        message, code = root.findtext("Message"), root.findtext("Code")
        return f"{message or code} ({code})" if code else str(message)
    data = response.data()
    if isinstance(data, dict) and data.get("__type"):
        kind = str(data["__type"]).rpartition("#")[2]
        return f"{data.get('message') or data.get('Message') or kind} ({kind})"
    return None if response.ok else default_failure(response)


integration = Integration(
    "amazon-s3",
    title="Amazon S3",
    description="Files in a bucket of Amazon S3, or of a service that speaks like it.",
    categories=[Category.CONTENT_AND_FILES, Category.DEVELOPER_TOOLS],
    auth=[
        CustomAuth(
            title="Access key",
            description="For another service than Amazon's, set the base URL.",
            properties=_FIELDS,
        )
    ],
    base_url="https://s3.amazonaws.com",
    failure=failure,
)


def parsed(response: Response) -> ElementTree.Element | None:
    """An XML answer without its namespaces, or None where it is none.

    AWS's answers declare no entities; one that does is refused by not being read.
    """
    if b"<!DOCTYPE" in response.content or b"<!ENTITY" in response.content:
        return None
    try:
        root = ElementTree.fromstring(response.content)
    except ElementTree.ParseError:
        return None
    for each in root.iter():
        each.tag = each.tag.rpartition("}")[2]
    return root


def credential_of(ctx: Context) -> Credential:
    """The connection's credential."""
    return ctx.credential or Credential(integration.auth[0].type)


def keys(ctx: Context, *, service: str = "s3", region: str | None = None) -> Keys:
    """The connection's keys for a service of AWS."""
    credential = credential_of(ctx)
    return Keys(
        access_key_id=credential.get("accessKeyId").strip(),
        secret_access_key=credential.get("secretAccessKey").strip(),
        region=(region or credential.get("region")).strip(),
        service=service,
        session_token=credential.get("sessionToken").strip(),
    )


def object_url(ctx: Context, key: str | None = None) -> str:
    """The address of an object, or of the bucket; raises ValidationError for an empty key.

    A service that stands in, and a bucket with a dot, which no certificate covers, have the
    bucket in the path.
    """
    credential = credential_of(ctx)
    bucket, region = credential.get("bucket").strip(), credential.get("region").strip()
    if key is not None and not key:
        raise ValidationError.of(key="must not be empty")
    path = quote(key or "", safe="/~")
    if credential.base_url:
        return f"{credential.base_url.rstrip('/')}/{quote(bucket, safe='')}/{path}".rstrip("/")
    host = f"s3.{region}.amazonaws.com"
    if "." in bucket:
        return f"https://{host}/{bucket}/{path}"
    return f"https://{bucket}.{host}/{path}"


async def send(
    ctx: Context,
    method: str,
    key: str | None = None,
    *,
    parameters: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    content: bytes | Source = b"",
    check: bool = True,
    into: Sink | None = None,
) -> Response:
    """A signed request about an object or the bucket; with `check` a failure of S3's raises
    ActionFailed."""
    url = object_url(ctx, key)
    if parameters:
        url = f"{url}?{query(parameters)}"
    digest = await _digest(url, content)
    sent = signed_headers(keys(ctx), method, url, headers or {}, digest)
    return await ctx.request(
        method,
        url,
        content=content or None,
        headers={"Accept": "*/*", **sent},
        timeout=SLOW,
        authenticate=False,
        check=check,
        into=into,
    )


async def _digest(url: str, content: bytes | Source) -> str:
    """What the signature says of the content. A file is not read for it where TLS guards it."""
    if not isinstance(content, bytes) and url.startswith("https:"):
        return UNSIGNED
    return digest_of(content) if isinstance(content, bytes) else await to_thread(digest_of, content)


async def call(ctx: Context, service: str, region: str | None, target: str, body: bytes) -> Any:
    """What another service of AWS answers in JSON; raises ActionFailed."""
    own = keys(ctx, service=service, region=region)
    base = credential_of(ctx).base_url
    url = f"{base.rstrip('/')}/" if base else f"https://{service}.{own.region}.amazonaws.com/"
    named = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target}
    headers = signed_headers(own, "POST", url, named, digest_of(body))
    response = await ctx.request("POST", url, content=body, headers=headers, authenticate=False)
    return response.data()


def unexpected(message: str) -> ActionFailed:
    """An answer that AWS does not give."""
    details = {"message": message, "statusCode": 200}
    return ActionFailed("Action execution failed", details=details)
