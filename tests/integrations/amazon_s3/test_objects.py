"""Files in a real S3."""

from __future__ import annotations

import asyncio
import hashlib
import urllib.request

import httpx
import pytest

from tests.integrations.amazon_s3.conftest import Bucket
from tests.integrations.contexts import Recorder, answering, requests_of, run
from weavz_tui.catalog import ActionFailed, FileContent, ValidationError
from weavz_tui.integrations.amazon_s3 import integration
from weavz_tui.integrations.amazon_s3.transfer import PART
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.http import Request, Response
from weavz_tui.net.client import Client

ODD_KEYS = ["a.txt", "Grüße/a b+c&d=e?.txt", "~tilde/(x)*!'.txt", "a//b.txt", "%41.txt"]
LARGE = bytes(range(256)) * (5 * PART // 512)


async def test_a_file_is_uploaded_with_its_type(bucket: Bucket) -> None:
    file = FileContent("tea.csv", b"name\nAssam\n")
    result = await bucket.call("upload-file", file=file, fileName="lists/tea.csv", acl="private")
    stored = bucket.get("lists/tea.csv")
    assert (stored["Content"], stored["ContentType"]) == (file.content, "text/csv")
    assert result == {
        "fileName": "lists/tea.csv",
        "etag": stored["ETag"],
        "size": 11,
        "contentType": "text/csv",
    }


async def test_the_given_type_wins_and_the_files_own_name_is_taken(bucket: Bucket) -> None:
    await bucket.call("upload-file", file=FileContent("a.bin", b"1"), type="text/x-tea")
    assert bucket.get("a.bin")["ContentType"] == "text/x-tea"


async def test_access_is_set(bucket: Bucket) -> None:
    await bucket.call("upload-file", file=FileContent("a", b"1"), acl="public-read")
    grants = bucket.client("s3").get_object_acl(Bucket=bucket.name, Key="a")["Grants"]
    assert "READ" in [each["Permission"] for each in grants]


@pytest.mark.parametrize("key", ODD_KEYS)
async def test_every_name_goes_up_and_comes_down(bucket: Bucket, key: str) -> None:
    await bucket.call("upload-file", file=FileContent("x", b"leaves"), fileName=key)
    assert bucket.keys() == [key]
    found = await bucket.call("read-file", key=key)
    assert (found.content, found.filename) == (b"leaves", key.rpartition("/")[2])


async def test_a_large_file_goes_up_and_down_in_parts(bucket: Bucket) -> None:
    client = Client()
    recorder = Recorder(client)
    inputs = {"file": FileContent("large.bin", LARGE)}
    await run(
        integration, "upload-file", inputs, transport=recorder, credential=bucket.credential()
    )
    await client.close()
    assert max(len(each.content) for each in recorder.requests) <= PART
    assert bucket.get("large.bin")["Content"] == LARGE
    found = await bucket.call("read-file", key="large.bin")
    assert hashlib.sha256(found.content).digest() == hashlib.sha256(LARGE).digest()


class Failing(Recorder):
    """An S3 that does not take the second part."""

    async def send(self, request: Request, *, proxy: str | None = None) -> Response:
        if "partNumber=2" in request.url:
            return Response(500, {}, b"no", request.url)
        return await super().send(request, proxy=proxy)


async def test_an_upload_that_fails_leaves_no_parts(bucket: Bucket) -> None:
    client = Client()
    with pytest.raises(ActionFailed):
        await run(
            integration,
            "upload-file",
            {"file": FileContent("large.bin", LARGE)},
            transport=Failing(client),
            credential=bucket.credential(),
        )
    await client.close()
    left = bucket.client("s3").list_multipart_uploads(Bucket=bucket.name)
    assert "Uploads" not in left
    assert bucket.keys() == []


async def test_an_empty_file_is_a_file(bucket: Bucket) -> None:
    await bucket.call("upload-file", file=FileContent("empty.txt", b""))
    found = await bucket.call("read-file", key="empty.txt")
    assert (found.content, found.mime_type) == (b"", "text/plain")


async def test_a_file_is_moved(bucket: Bucket) -> None:
    bucket.put("old/Grüße 1.txt", b"leaves")
    result = await bucket.call("moveFile", fileKey="old/Grüße 1.txt", folderKey="new/")
    assert result["fileKey"] == "new/Grüße 1.txt"
    assert bucket.keys() == ["new/Grüße 1.txt"]
    assert bucket.get("new/Grüße 1.txt")["Content"] == b"leaves"


async def test_what_cannot_be_copied_is_not_deleted(bucket: Bucket) -> None:
    with pytest.raises(ActionFailed):
        await bucket.call("moveFile", fileKey="missing.txt", folderKey="new")
    bucket.put("a.txt", b"1")
    with pytest.raises(ValidationError):
        await bucket.call("moveFile", fileKey="a.txt", folderKey="/")
    assert bucket.keys() == ["a.txt"]


async def test_a_copy_that_fails_with_200_keeps_the_file() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        body = "<Error><Code>InternalError</Code><Message>We failed</Message></Error>"
        return httpx.Response(200, text=f"<?xml version='1.0'?>{body}")

    recorder = Recorder(answering(answer))
    with pytest.raises(ActionFailed) as caught:
        await run(
            integration,
            "moveFile",
            {"fileKey": "a", "folderKey": "b"},
            transport=recorder,
            credential=amazon(),
        )
    assert caught.value.details["message"] == "We failed (InternalError)"
    assert [each.method for each in recorder.requests] == ["PUT"]


async def test_a_file_is_deleted_also_when_it_is_gone(bucket: Bucket) -> None:
    bucket.put("a.txt", b"1")
    for _ in range(2):
        assert await bucket.call("deleteFile", key="a.txt") == {"deleted": True, "key": "a.txt"}
    assert bucket.keys() == []


async def test_files_are_listed_over_pages(bucket: Bucket) -> None:
    for number in range(5):
        bucket.put(f"docs/{number}", b"12")
    bucket.put("other", b"1")
    found = await bucket.call("list-files", prefix="docs/")
    assert [each["key"] for each in found["files"]] == [f"docs/{each}" for each in range(5)]
    assert (found["count"], found["isTruncated"]) == (5, False)
    assert found["files"][0]["size"] == 2
    some = await bucket.call("list-files", maxKeys=2)
    assert (some["count"], some["isTruncated"]) == (2, True)


async def test_a_list_goes_on_where_a_page_ends() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        first = "continuation-token" not in request.url.params
        key, more = ("a", "true") if first else ("b", "false")
        token = "<NextContinuationToken>t+/=</NextContinuationToken>" if first else ""
        contents = f"<Contents><Key>{key}</Key><Size>1</Size></Contents>"
        text = f"<ListBucketResult xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>{contents}"
        text += f"<IsTruncated>{more}</IsTruncated>{token}</ListBucketResult>"
        return httpx.Response(200, text=text)

    recorder = Recorder(answering(answer))
    found = await run(integration, "list-files", {}, transport=recorder, credential=amazon())
    assert [each["key"] for each in found["files"]] == ["a", "b"]
    assert "continuation-token=t%2B%2F%3D" in recorder.requests[1].url


async def test_a_missing_file_is_told_as_s3_tells_it(bucket: Bucket) -> None:
    with pytest.raises(ActionFailed) as caught:
        await bucket.call("read-file", key="missing")
    assert caught.value.details == {
        "message": "The specified key does not exist. (NoSuchKey)",
        "statusCode": 404,
    }


@pytest.mark.parametrize("method", ["GET", "PUT"])
async def test_a_signed_address_works_by_itself(bucket: Bucket, method: str) -> None:
    bucket.put("a b.txt", b"leaves")
    action = "generate-signed-url" if method == "GET" else "generate-signed-upload-url"
    url = await bucket.call(action, key="a b.txt", expiresIn=5)
    assert "X-Amz-Expires=300" in url
    data = b"new" if method == "PUT" else None
    status, body = await asyncio.to_thread(opened, url, method, data)
    assert (status, body) == (200, b"" if method == "PUT" else b"leaves")
    assert bucket.get("a b.txt")["Content"] == (b"new" if method == "PUT" else b"leaves")


def opened(url: str, method: str, data: bytes | None) -> tuple[int, bytes]:
    """What an address gives to somebody without any key."""
    headers = {"Content-Type": "application/octet-stream"} if data else {}
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    with urllib.request.urlopen(request) as response:
        return response.status, response.read()


def amazon(**fields: str) -> Credential:
    """A credential for Amazon's own S3."""
    values = {"accessKeyId": "AKIA", "secretAccessKey": "s", "region": "eu-west-1", "bucket": "tea"}
    return Credential(ConnectionType.CUSTOM_AUTH, {**values, **fields})


@pytest.mark.parametrize(
    ("bucket_name", "url"),
    [
        ("tea", "https://tea.s3.eu-west-1.amazonaws.com/a/b.txt"),
        ("tea.shop", "https://s3.eu-west-1.amazonaws.com/tea.shop/a/b.txt"),
    ],
)
async def test_amazons_own_addresses(bucket_name: str, url: str) -> None:
    (request,) = await requests_of(
        integration, "deleteFile", {"key": "a/b.txt"}, credential=amazon(bucket=bucket_name)
    )
    assert request.url == url
    assert request.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIA/")


async def test_an_answer_with_entities_is_not_read() -> None:
    text = "<!DOCTYPE x [<!ENTITY e 'e'>]><ListBucketResult>&e;</ListBucketResult>"
    transport = answering(lambda _: httpx.Response(200, text=text))
    with pytest.raises(ActionFailed):
        await run(integration, "list-files", {}, transport=transport, credential=amazon())


@pytest.mark.parametrize(
    ("action", "inputs"),
    [("read-file", {"key": ""}), ("moveFile", {"fileKey": "a/", "folderKey": "b"})],
)
async def test_a_name_is_needed(action: str, inputs: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        await run(integration, action, inputs, credential=amazon())
