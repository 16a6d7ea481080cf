"""Files that outlive a call, in the scope that the workspace integration sets."""

from __future__ import annotations

import base64
import binascii
import mimetypes
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Effect,
    FileContent,
    Integration,
    LongText,
    Prop,
    ValidationError,
)

LONGEST_PATH = 1024
LARGEST_FILE = 25_000_000

Encoding = Annotated[Literal["utf8", "base64"], Prop(labels={"utf8": "Text (UTF-8)"})]

integration = Integration(
    "storage",
    title="Filesystem",
    description="Files kept for a workspace, an end user or an id of your own.",
    categories=[Category.CONTENT_AND_FILES],
)


@integration.action(effect=Effect.READ)
async def read_file(
    ctx: Context,
    path: str,
    output_encoding: Annotated[Encoding, Prop(key="outputEncoding")] = "utf8",
) -> Any:
    """Read a file.

    Args:
        path: Where it was written, such as `reports/may.csv`.
        output_encoding: Text, or base64 for a file that is not text.
    """
    file = await _found(ctx, path)
    try:
        content = (
            base64.b64encode(file.content).decode()
            if output_encoding == "base64"
            else file.content.decode()
        )
    except UnicodeDecodeError as error:
        raise ValidationError.of(
            f"{path} is not a text; read it with base64", outputEncoding="must be base64 here"
        ) from error
    return {
        "path": _clean(path),
        "content": content,
        "encoding": output_encoding,
        "contentType": file.mime_type,
        "size": len(file.content),
    }


@integration.action(idempotent=True)
async def write_file(
    ctx: Context,
    path: str,
    content: LongText,
    content_type: Annotated[str, Prop(key="contentType", title="Content type")] | None = None,
    content_encoding: Annotated[Encoding, Prop(key="contentEncoding")] = "utf8",
) -> Any:
    """Write a file, replacing what was there.

    Args:
        path: Where it goes, such as `reports/may.csv`.
        content: Text, or base64 of any bytes.
        content_type: Media type; else taken from the path's ending.
        content_encoding: How the content is given.
    """
    where = _clean(path)
    try:
        data = (
            base64.b64decode("".join(content.split()), validate=True)
            if content_encoding == "base64"
            else content.encode()
        )
    except binascii.Error as error:
        raise ValidationError.of(content=f"not base64: {error}") from error
    if len(data) > LARGEST_FILE:
        raise ValidationError.of(content=f"{len(data)} bytes; at most {LARGEST_FILE} are kept")
    guessed = mimetypes.guess_type(where)[0]
    plain = "text/plain" if content_encoding == "utf8" else "application/octet-stream"
    file = FileContent(where.rpartition("/")[2], data, content_type or guessed or plain)
    await ctx.state.write_file(where, file)
    return {"path": where, "size": len(data), "contentType": file.mime_type}


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_file(ctx: Context, path: str) -> Any:
    """Delete a file.

    Args:
        path: Where it was written.
    """
    where = _clean(path)
    return {"path": where, "deleted": await ctx.state.delete_file(where)}


@integration.action(effect=Effect.READ)
async def list_files(ctx: Context, prefix: str | None = None) -> Any:
    """List files.

    Args:
        prefix: What their paths begin with, such as `reports/`.
    """
    files = await ctx.state.list_files((prefix or "").lstrip("/"))
    return {"files": files, "count": len(files)}


@integration.action(effect=Effect.READ, title="Get download URL")
async def get_download_url(
    ctx: Context,
    path: str,
    expires_in_seconds: Annotated[
        int, Prop(key="expiresInSeconds", title="Valid for (seconds)", minimum=1, maximum=604800)
    ] = 3600,
) -> Any:
    """An address under which a file can be fetched for a while.

    Args:
        path: Where it was written.
        expires_in_seconds: How long the address works; at most seven days.
    """
    await _found(ctx, path)
    where = _clean(path)
    url = await ctx.state.file_url(where, expires_in_seconds)
    if url is None:
        raise ActionFailed(
            "Action execution failed",
            details={
                "message": "a download URL needs a server, and this engine runs without one",
                "statusCode": None,
            },
            hint="Read the file with read_file, or start `weavz-tui serve`",
        )
    expires = datetime.now(UTC) + timedelta(seconds=expires_in_seconds)
    return {"path": where, "url": url, "expiresAt": expires.isoformat(timespec="seconds")}


async def _found(ctx: Context, path: str) -> FileContent:
    where = _clean(path)
    if (file := await ctx.state.read_file(where)) is None:
        raise ActionFailed(
            "Action execution failed",
            details={"message": f"there is no file {where!r}", "statusCode": 404},
            hint="list_files shows what is there",
        )
    return file


def _clean(path: str) -> str:
    """The path without a leading slash; raises ValidationError for one that names no file."""
    where = path.strip().lstrip("/")
    parts = where.split("/")
    if not where or where.endswith("/") or {"", ".", ".."} & set(parts):
        raise ValidationError.of(path="must name a file, such as `reports/may.csv`")
    if len(where) > LONGEST_PATH or any(ord(each) < 32 for each in where):
        raise ValidationError.of(path="is too long or holds a control character")
    return where
