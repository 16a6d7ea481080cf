"""Google Drive: files and folders of an account."""

from __future__ import annotations

import base64
import json
import mimetypes
import re
import secrets
from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Effect,
    FileContent,
    Integration,
    Json,
    LongText,
    Prop,
    ValidationError,
)
from weavz_tui.integrations import _google
from weavz_tui.integrations._custom import whole
from weavz_tui.integrations._resumable import upload
from weavz_tui.model.files import Body

FILES = "/drive/v3/files"
UPLOAD = "/upload/drive/v3/files"
FOLDER = "application/vnd.google-apps.folder"
IN_ONE_REQUEST = 5 * 1024 * 1024
UPLOAD_TIMEOUT = 300.0
FIELDS = "id,name,mimeType,size,parents,createdTime,modifiedTime,webViewLink"
EVERY_DRIVE = {"supportsAllDrives": True}
_QUERY = re.compile(
    r"(!=|=|<|>|\bcontains\b|\bhas\b)\s*['{\d]|'\s+in\s+\w|=\s*(true|false)\b"
    r"|^\s*(not\s+)?(sharedWithMe|starred|trashed)\s*$"
)

integration = Integration(
    "google-drive",
    title="Google Drive",
    description="Files and folders of a Google account: find, upload, share, delete.",
    categories=[Category.CONTENT_AND_FILES, Category.PRODUCTIVITY],
    auth=_google.auth(["drive"]),
    base_url="https://www.googleapis.com",
    failure=_google.failure,
)

FileId = Annotated[
    str, Prop(key="fileId", description="The file's or folder's ID, or its address in the browser.")
]
PageSize = Annotated[
    int,
    Prop(key="pageSize", title="How many", minimum=1, maximum=1000, description="On one page."),
]
PageToken = Annotated[
    str,
    Prop(key="pageToken", description="`nextPageToken` of the page before; empty for the first."),
]


@integration.action(effect=Effect.READ)
async def list_files(
    ctx: Context,
    page_size: PageSize | None = None,
    page_token: PageToken | None = None,
    folder_id: Annotated[str, Prop(key="folderId", title="Folder ID")] | None = None,
    order_by: Annotated[str, Prop(key="orderBy")] | None = None,
    fields: str | None = None,
) -> Any:
    """List the files outside the bin, a page at a time.

    Args:
        folder_id: Only what lies in this folder; `root` is My Drive.
        order_by: Sort keys such as `folder,modifiedTime desc,name`.
        fields: What is told of each file, such as `files(id,name),nextPageToken`.
    """
    wanted = "trashed = false"
    if folder_id:
        wanted = f"{_quoted(_id(folder_id, 'folderId'))} in parents and {wanted}"
    return await _list(ctx, wanted, page_size, page_token, order_by=order_by or None, fields=fields)


@integration.action(effect=Effect.READ)
async def get_file(ctx: Context, file_id: FileId, fields: str | None = None) -> Any:
    """Read what Drive knows of a file.

    Args:
        fields: What is told, such as `id,name,owners`; `*` is everything.
    """
    return await ctx.get(_file(file_id), params={"fields": fields or FIELDS, **EVERY_DRIVE})


@integration.action()
async def upload_file(
    ctx: Context,
    name: str,
    content: Annotated[LongText, Prop(takes_file=True)],
    mime_type: Annotated[str, Prop(key="mimeType", title="Media type")] | None = None,
    folder_id: Annotated[str, Prop(key="folderId", title="Folder ID")] | None = None,
) -> Any:
    """Upload a file.

    Args:
        name: The file's name with its extension.
        content: The file as text, or as a data URL (`data:image/png;base64,...`).
        mime_type: Such as text/csv; else told by the name.
        folder_id: The folder it goes into; My Drive when empty.
    """
    file = _content(name, content, mime_type)
    about = _about(name, file.mime_type, folder_id, "folderId")
    params = {"fields": FIELDS, **EVERY_DRIVE}
    if file.size > IN_ONE_REQUEST:
        return await _upload_in_two(ctx, about, file, params)
    boundary = secrets.token_hex(24)
    response = await ctx.request(
        "POST",
        UPLOAD,
        params={"uploadType": "multipart", **params},
        headers={"Content-Type": f"multipart/related; boundary={boundary}"},
        content=_related(boundary, about, file),
        timeout=UPLOAD_TIMEOUT,
    )
    return response.data()


@integration.action()
async def create_folder(
    ctx: Context,
    name: str,
    parent_folder_id: Annotated[str, Prop(key="parentFolderId", title="Parent folder ID")]
    | None = None,
) -> Any:
    """Create a folder.

    Args:
        name: The folder's name.
        parent_folder_id: The folder that it goes into; My Drive when empty.
    """
    about = _about(name, FOLDER, parent_folder_id, "parentFolderId")
    return await ctx.post(FILES, params={"fields": FIELDS, **EVERY_DRIVE}, json=about)


@integration.action(effect=Effect.READ)
async def search_files(
    ctx: Context,
    query: str,
    page_size: PageSize | None = None,
    page_token: PageToken | None = None,
) -> Any:
    """Search files by words or with Drive's query language, a page at a time.

    Args:
        query: Words of the name or the content, or a query such as
            `name contains 'plan' and mimeType = 'application/pdf'`.
    """
    if not query.strip():
        raise ValidationError.of(query="must not be empty")
    wanted = query.strip()
    if not _QUERY.search(wanted):
        wanted = f"fullText contains {_quoted(wanted)} and trashed = false"
    return await _list(ctx, wanted, page_size, page_token)


@integration.action()
async def share_file(
    ctx: Context,
    file_id: FileId,
    email: str,
    role: Annotated[
        Literal["reader", "commenter", "writer"],
        Prop(labels={"reader": "May read", "commenter": "May comment", "writer": "May write"}),
    ],
    send_notification: Annotated[bool, Prop(key="sendNotification")] | None = None,
) -> Any:
    """Give a person access to a file or a folder.

    Args:
        email: The person's mail address.
        role: What the person may do.
        send_notification: Tell them by mail; Google does when it is not given.
    """
    person = {"type": "user", "role": role, "emailAddress": email.strip()}
    params = {"sendNotificationEmail": send_notification, **EVERY_DRIVE}
    return await ctx.post(f"{_file(file_id)}/permissions", params=params, json=person)


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_file(ctx: Context, file_id: FileId) -> Any:
    """Delete a file for good, past the bin; a folder goes with all that it holds."""
    await ctx.delete(_file(file_id), params=EVERY_DRIVE)
    return {"deleted": True, "fileId": _id(file_id, "fileId")}


@integration.action(effect=Effect.DESTROY, idempotent=False, title="Custom API call")
async def custom_api_call(
    ctx: Context,
    url: Annotated[str, Prop(title="URL")],
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"],
    headers: dict[str, Any] | None = None,
    body: Json | None = None,
) -> Any:
    """Call any part of the Drive API.

    Args:
        url: A path such as /drive/v3/about?fields=user, or the whole address.
        method: The HTTP method.
        headers: Further headers.
        body: The body, as JSON.
    """
    return await _google.call(ctx, url, method, headers, body)


async def _list(
    ctx: Context,
    query: str,
    page_size: float | None,
    page_token: str | None,
    *,
    order_by: str | None = None,
    fields: str | None = None,
) -> Any:
    params = {
        "q": query,
        "pageSize": whole(page_size, "pageSize"),
        "pageToken": page_token or None,
        "orderBy": order_by,
        "fields": fields or f"nextPageToken,files({FIELDS})",
        "includeItemsFromAllDrives": True,
        **EVERY_DRIVE,
    }
    return await ctx.get(FILES, params=params)


async def _upload_in_two(
    ctx: Context, about: dict[str, Any], file: FileContent, params: dict[str, Any]
) -> Any:
    """Announce a large file, then send it to the address that Drive answers with."""
    announced = {
        "X-Upload-Content-Type": file.mime_type,
        "X-Upload-Content-Length": str(file.size),
    }
    query = {"uploadType": "resumable", **params}
    opened = await ctx.request("POST", UPLOAD, params=query, json=about, headers=announced)
    if not (place := opened.headers.get("location")):
        details = {"message": "Drive named no place to upload to", "statusCode": opened.status}
        raise ActionFailed("Action execution failed", details=details)
    return (await upload(ctx, place, file)).data()


def _content(name: str, content: str | FileContent, mime_type: str | None) -> FileContent:
    mime = mime_type or mimetypes.guess_type(name)[0]
    if isinstance(content, FileContent):
        return FileContent(name, content.body, mime or content.mime_type)
    if match := re.match(r"data:([^;,]*)[^,]*;base64,", content):
        try:
            data = base64.b64decode(content[match.end() :], validate=True)
        except ValueError as error:
            raise ValidationError.of(content=f"the data URL is not base64: {error}") from error
        return FileContent(name, data, mime or match[1] or "application/octet-stream")
    return FileContent(name, content.encode(), mime or "text/plain")


def _related(boundary: str, about: dict[str, Any], file: FileContent) -> Body:
    line = f"--{boundary}"
    head = [line, "Content-Type: application/json; charset=UTF-8", "", json.dumps(about)]
    start = "\r\n".join([*head, line, f"Content-Type: {file.mime_type}", "", ""])
    return Body((start.encode(), file.body, f"\r\n{line}--\r\n".encode()))


def _about(name: str, mime_type: str, folder_id: str | None, key: str) -> dict[str, Any]:
    about: dict[str, Any] = {"name": name, "mimeType": mime_type}
    return {**about, "parents": [_id(folder_id, key)]} if folder_id else about


def _file(file_id: str) -> str:
    return f"{FILES}/{_google.segment(_id(file_id, 'fileId'), 'fileId')}"


def _id(text: str, key: str) -> str:
    """The ID, also out of an address as the browser shows it; raises ValidationError."""
    address = re.search(r"/(?:d|folders)/([A-Za-z0-9_-]+)|[?&]id=([A-Za-z0-9_-]+)", text)
    id = (address[1] or address[2]) if address else text.strip()
    if not id:
        raise ValidationError.of(**{key: "must not be empty"})
    return id


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
