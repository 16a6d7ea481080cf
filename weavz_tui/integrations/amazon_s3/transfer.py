"""Contents up and down, large ones in parts: each is a request of its own, repeated by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from xml.sax.saxutils import escape

from weavz_tui.catalog import Context
from weavz_tui.integrations.amazon_s3.service import parsed, send, unexpected
from weavz_tui.model.files import Source, part_of, size_of

PART = 8 * 1024 * 1024
MOST_PARTS = 10_000


async def upload(
    ctx: Context, key: str, content: bytes | Source, headers: Mapping[str, str]
) -> str:
    """Store an object; its entity tag. Nothing of a large one is there before all of it is."""
    if size_of(content) <= 2 * PART:
        response = await send(ctx, "PUT", key, headers=headers, content=content)
        return response.headers.get("etag", "")
    begun = await send(ctx, "POST", key, parameters={"uploads": ""}, headers=headers)
    root = parsed(begun)
    upload_id = root.findtext("UploadId") if root is not None else None
    if not upload_id:
        raise unexpected("S3 did not begin the upload")
    try:
        return await _parts(ctx, key, upload_id, content)
    except BaseException:
        # Parts that nobody takes away are stored, and paid for, without end.
        await asyncio.shield(send(ctx, "DELETE", key, parameters={"uploadId": upload_id}))
        raise


async def _parts(ctx: Context, key: str, upload_id: str, content: bytes | Source) -> str:
    listed = []
    size = size_of(content)
    step = max(PART, -(-size // MOST_PARTS))
    for number, start in enumerate(range(0, size, step), start=1):
        parameters = {"partNumber": str(number), "uploadId": upload_id}
        part = part_of(content, start, step)
        response = await send(ctx, "PUT", key, parameters=parameters, content=part)
        etag = escape(response.headers.get("etag", ""))
        listed.append(f"<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>")
    body = f"<CompleteMultipartUpload>{''.join(listed)}</CompleteMultipartUpload>".encode()
    response = await send(
        ctx,
        "POST",
        key,
        parameters={"uploadId": upload_id},
        headers={"Content-Type": "application/xml"},
        content=body,
    )
    root = parsed(response)
    if root is None or root.tag != "CompleteMultipartUploadResult":
        raise unexpected("S3 did not say that the upload is complete")
    return root.findtext("ETag") or ""


async def download(ctx: Context, key: str) -> tuple[bytes | Source, str]:
    """An object and its content type, all of one version: a change in between is an error."""
    sink = ctx.sink()
    head = {"Range": f"bytes=0-{PART - 1}"}
    first = await send(ctx, "GET", key, headers=head, check=False, into=sink)
    if not first.ok:
        # An empty object has no range; any other failure is the same without one.
        first = await send(ctx, "GET", key, into=sink)
    kind = first.content_type or "application/octet-stream"
    size = _size(first.headers.get("content-range", ""))
    if first.status != 206 or size is None:
        return first.body, kind
    same = {"If-Match": first.headers["etag"]} if "etag" in first.headers else {}
    while (start := sink.size) < size:
        last = min(start + PART, size) - 1
        await send(ctx, "GET", key, headers={"Range": f"bytes={start}-{last}", **same}, into=sink)
        if sink.size == start:
            raise unexpected("S3 gave less than the whole file")
    return sink.body, kind


def _size(content_range: str) -> int | None:
    """The size of the whole, from `bytes 0-99/1234`."""
    total = content_range.rpartition("/")[2]
    return int(total) if total.isdecimal() else None
