"""Files: uploading and looking up."""

from __future__ import annotations

from typing import Annotated, Any

from weavz_tui.catalog import (
    ActionFailed,
    Context,
    Effect,
    FileContent,
    LongText,
    Prop,
    ValidationError,
)
from weavz_tui.integrations.slack.service import call, ids, integration
from weavz_tui.model.files import Source, size_of


@integration.action()
async def upload_file(
    ctx: Context,
    channels: str,
    content: Annotated[LongText, Prop(takes_file=True)] | None = None,
    file_url: str | None = None,
    *,
    filename: str,
    title: str | None = None,
) -> Any:
    """Upload a file and share it in channels.

    Args:
        channels: IDs of the channels (C...), separated by commas.
        content: The file as text; either this or the address of a file.
        file_url: Address that the file is fetched from.
        filename: The file's name with its extension.
        title: The title shown; the file's name when empty.
    """
    data = await _data(ctx, content, file_url)
    form = {"filename": filename, "length": size_of(data)}
    place = await call(ctx, "files.getUploadURLExternal", form)
    # The address is on another host and carries its own key: the token must not go there.
    stored = await ctx.request(
        "POST", place["upload_url"], content=data, authenticate=False, check=False
    )
    if not stored.ok:
        details = {"message": f"upload failed: {stored.text[:200]}", "statusCode": stored.status}
        raise ActionFailed("Action execution failed", details=details)
    shared = ids(channels) or ""
    target = "channels" if "," in shared else "channel_id"
    files = [{"id": place["file_id"], "title": title or filename}]
    return await call(ctx, "files.completeUploadExternal", {"files": files, target: shared or None})


async def _data(
    ctx: Context, content: str | FileContent | None, file_url: str | None
) -> bytes | Source:
    if content and file_url:
        raise ValidationError.of(file_url="give either the content or the address, not both")
    if file_url:
        return (await ctx.file(file_url)).body
    if isinstance(content, FileContent):
        return content.body
    if not content:
        raise ValidationError.of(content="give the content or the address of a file")
    return content.encode()


@integration.action(effect=Effect.READ)
async def get_file(ctx: Context, file_id: str) -> Any:
    """Read what Slack knows of a file, with its addresses.

    Args:
        file_id: The file's ID (F...).
    """
    return await ctx.get("/files.info", params={"file": file_id})
