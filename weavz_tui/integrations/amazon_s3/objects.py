"""Objects: up, down, elsewhere, away, and lists of them."""

from __future__ import annotations

import mimetypes
from typing import Annotated, Any, Literal
from urllib.parse import quote

from weavz_tui.catalog import Context, Effect, File, FileContent, Prop, ValidationError
from weavz_tui.integrations.amazon_s3.service import (
    credential_of,
    integration,
    parsed,
    send,
    unexpected,
)
from weavz_tui.integrations.amazon_s3.transfer import download, upload

PAGE = 1000

Acl = Annotated[
    Literal[
        "private",
        "public-read",
        "public-read-write",
        "authenticated-read",
        "aws-exec-read",
        "bucket-owner-read",
        "bucket-owner-full-control",
    ],
    Prop(title="Access"),
]
Key = Annotated[str, Prop(title="Path", description="Where it is, such as documents/report.csv.")]


@integration.action("upload-file", idempotent=True)
async def upload_file(
    ctx: Context,
    file: File,
    file_name: Annotated[str, Prop(key="fileName")] | None = None,
    acl: Acl | None = None,
    type: Annotated[str, Prop(title="Content type")] | None = None,
) -> Any:
    """Put a file into the bucket, in place of what is there under its name.

    Args:
        file: The file.
        file_name: Where it goes, such as documents/report.csv; the file's own name when empty.
        acl: Who may reach it, where the bucket allows to say so; its owner when empty.
        type: What the file is, such as text/csv; by its name when empty.
    """
    content = await ctx.file(file)
    key = (file_name or content.filename).lstrip("/")
    if not key:
        raise ValidationError.of(fileName="must not be empty")
    kind = type or content.mime_type
    if not type and kind == "application/octet-stream":
        kind = mimetypes.guess_type(key)[0] or kind
    headers = {"Content-Type": kind, **({"x-amz-acl": acl} if acl else {})}
    etag = await upload(ctx, key, content.body, headers)
    return {"fileName": key, "etag": etag, "size": content.size, "contentType": kind}


@integration.action("read-file", effect=Effect.READ)
async def read_file(ctx: Context, key: Key) -> Any:
    """Read a file; it comes as a file: `filename`, `mimeType`, `size`, `base64`."""
    content, kind = await download(ctx, key)
    return FileContent(key.rpartition("/")[2] or key, content, kind)


@integration.action("moveFile", title="Move file", effect=Effect.DESTROY)
async def move_file(
    ctx: Context,
    file_key: Annotated[str, Prop(key="fileKey", title="Path")],
    folder_key: Annotated[str, Prop(key="folderKey", title="Folder")],
) -> Any:
    """Move a file into another folder of the bucket.

    Args:
        file_key: Where it is, such as documents/report.csv.
        folder_key: The folder that it goes into, such as archive; the bucket itself when it is /.
    """
    folder = folder_key.strip("/")
    name = file_key.rpartition("/")[2]
    if not name:
        raise ValidationError.of(fileKey="must name a file")
    key = f"{folder}/{name}" if folder else name
    if key == file_key:
        raise ValidationError.of(folderKey="is the folder that it is in already")
    bucket = credential_of(ctx).get("bucket").strip()
    source = f"/{quote(bucket, safe='')}/{quote(file_key, safe='/~')}"
    response = await send(ctx, "PUT", key, headers={"x-amz-copy-source": source})
    root = parsed(response)
    if root is None or root.tag != "CopyObjectResult":
        raise unexpected("S3 did not say that it copied the file; it is still where it was")
    # Not before the copy is known to be there.
    await send(ctx, "DELETE", file_key)
    return {"fileKey": key, "etag": root.findtext("ETag"), "movedFrom": file_key}


@integration.action("deleteFile", title="Delete file", effect=Effect.DESTROY, idempotent=True)
async def delete_file(ctx: Context, key: Key) -> Any:
    """Delete a file; that it is gone already is no error."""
    await send(ctx, "DELETE", key)
    return {"deleted": True, "key": key}


@integration.action("list-files", effect=Effect.READ)
async def list_files(
    ctx: Context,
    prefix: str | None = None,
    max_keys: Annotated[float, Prop(key="maxKeys", title="How many", minimum=1)] = PAGE,
) -> Any:
    """List files; `isTruncated` tells whether there are more.

    Args:
        prefix: Only those whose path starts so, such as documents/.
        max_keys: How many at most.
    """
    files: list[dict[str, Any]] = []
    token, wanted, more = "", int(max_keys), True
    while more and len(files) < wanted:
        parameters = {"list-type": "2", "max-keys": str(min(PAGE, wanted - len(files)))}
        parameters |= {"prefix": prefix} if prefix else {}
        parameters |= {"continuation-token": token} if token else {}
        root = parsed(await send(ctx, "GET", parameters=parameters))
        if root is None or root.tag != "ListBucketResult":
            raise unexpected("S3 answered with no list")
        files += [_file(each) for each in root.iter("Contents")]
        token = root.findtext("NextContinuationToken") or ""
        more = root.findtext("IsTruncated") == "true" and bool(token)
    return {"files": files, "count": len(files), "isTruncated": more}


def _file(found: Any) -> dict[str, Any]:
    return {
        "key": found.findtext("Key"),
        "size": int(found.findtext("Size") or 0),
        "lastModified": found.findtext("LastModified"),
        "etag": found.findtext("ETag"),
        "storageClass": found.findtext("StorageClass"),
    }
