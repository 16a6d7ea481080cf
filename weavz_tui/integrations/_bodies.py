"""Bodies of requests that a person puts together, and answers shown whole."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, TypedDict

from weavz_tui.catalog import Context, FileContent, Property, Response, ValidationError
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Option, Options

BODY_LABELS = {"none": "None", "form_data": "Form", "json": "JSON", "raw": "Raw"}

_FORM_FIELD = (
    Property(
        name="fieldName", type=PropertyType.SHORT_TEXT, display_name="Field name", required=True
    ),
    Property(
        name="fieldType",
        type=PropertyType.STATIC_DROPDOWN,
        display_name="Field type",
        default_value="text",
        options=Options(
            options=(Option(label="Text", value="text"), Option(label="File", value="file"))
        ),
    ),
    Property(name="textFieldValue", type=PropertyType.LONG_TEXT, display_name="Text"),
    Property(name="fileFieldValue", type=PropertyType.FILE, display_name="File"),
)


class Body(TypedDict, total=False):
    """How `Context.request` is told a body."""

    json: Any
    content: str
    form: list[tuple[str, Any]]
    files: dict[str, FileContent]


async def body_fields(ctx: Context) -> Sequence[Property]:
    """The field that a body of the chosen `body_type` is written in."""
    match ctx.inputs.get("body_type"):
        case "json":
            return (Property(name="data", type=PropertyType.JSON, display_name="JSON body"),)
        case "raw":
            return (Property(name="data", type=PropertyType.LONG_TEXT, display_name="Raw body"),)
        case "form_data":
            return (
                Property(
                    name="data",
                    type=PropertyType.ARRAY,
                    display_name="Form fields",
                    properties=_FORM_FIELD,
                ),
            )
    return ()


async def body_of(ctx: Context, body_type: str, body: Any) -> Body:
    """The body as `ctx.request` takes it: `data` of an object, or the value itself.

    Raises ValidationError when the value does not fit its type.
    """
    if body_type == "none" or body is None:
        return {}
    data = body["data"] if isinstance(body, dict) and set(body) == {"data"} else body
    if body_type == "json":
        return {"json": data}
    if body_type == "raw":
        if not isinstance(data, str):
            raise ValidationError.of(body="a raw body is a text in `data`")
        return {"content": data}
    if not isinstance(data, list | dict):
        raise ValidationError.of(body="a form is an object, or a list of fields, in `data`")
    rows = data if isinstance(data, list) else [_row(key, value) for key, value in data.items()]
    form: list[tuple[str, Any]] = []
    files: dict[str, FileContent] = {}
    for row in rows:
        if not isinstance(row, dict) or not row.get("fieldName"):
            raise ValidationError.of(body="each form field needs a `fieldName`")
        name = str(row["fieldName"])
        if row.get("fieldType") == "file":
            files[name] = await ctx.file(_file(row.get("fileFieldValue")))
        else:
            form.append((name, row.get("textFieldValue")))
    return {"form": form, "files": files}


def shown(response: Response, *, binary: bool) -> dict[str, Any]:
    """`status`, `headers` and `body` of an answer; a `binary` body as a file."""
    body: Any
    if binary:
        name = response.url.partition("?")[0].rpartition("/")[2] or "file"
        kind = response.content_type or "application/octet-stream"
        body = FileContent(name, response.body, kind)
    elif "json" in response.content_type or response.content[:1] in {b"{", b"["}:
        body = response.data()
    else:
        body = response.text or None
    return {"status": response.status, "headers": dict(response.headers), "body": body}


def _row(name: str, value: Any) -> dict[str, Any]:
    return {"fieldName": name, "textFieldValue": value}


def _file(value: Any) -> Any:
    """A file inside a dynamic group, which arrives as it was given: a file, a URL, or `base64`."""
    if isinstance(value, dict) and isinstance(value.get("base64"), str):
        try:
            content = base64.b64decode(value["base64"], validate=True)
        except ValueError as error:
            raise ValidationError.of(body="a form file's `base64` is not base64") from error
        mime = str(value.get("mimeType") or "application/octet-stream")
        return FileContent(str(value.get("filename") or "file"), content, mime)
    return value["url"] if isinstance(value, dict) and "url" in value else value
