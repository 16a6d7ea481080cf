"""QR codes, drawn here."""

from __future__ import annotations

import base64
import io
import re
from typing import Annotated, Any, Literal

from weavz_tui.catalog import (
    Category,
    Context,
    Effect,
    Integration,
    Json,
    LongText,
    Prop,
    Response,
    ValidationError,
)

DEFAULT_SIZE = 200
LARGEST = 4000
MIME_TYPES = {"png": "image/png", "svg": "image/svg+xml", "eps": "application/postscript"}

integration = Integration(
    "qr-code",
    title="QR Code",
    description="Draw QR codes on this machine, or ask api.qrserver.com.",
    categories=[Category.DEVELOPER_TOOLS],
    base_url="https://api.qrserver.com/v1",
)


@integration.action(effect=Effect.READ, title="Generate QR code")
async def generate_qr_code(
    ctx: Context,
    data: LongText,
    size: str | None = None,
    format: Annotated[
        Literal["png", "svg", "eps"], Prop(labels={"png": "PNG", "svg": "SVG", "eps": "EPS"})
    ] = "png",
    color: str | None = None,
    bgcolor: Annotated[str, Prop(title="Background colour")] | None = None,
    margin: Annotated[int, Prop(title="Margin (modules)", minimum=0, maximum=50)] = 4,
    error_correction_level: Annotated[
        Literal["L", "M", "Q", "H"],
        Prop(
            key="errorCorrectionLevel",
            title="Error correction",
            labels={"L": "L (7 %)", "M": "M (15 %)", "Q": "Q (25 %)", "H": "H (30 %)"},
        ),
    ] = "M",
) -> Any:
    """Draw a QR code; the result is a file with `filename`, `mimeType` and `base64`.

    Args:
        data: What the code says.
        size: Edge in pixels, `300` or `300x300`; a PNG is the largest that fits, for sharp edges.
        format: The kind of picture; SVG and EPS come as `text` too.
        color: Of the modules: `#1a2b3c`, `26-43-60` or a CSS name; black when absent.
        bgcolor: Of the rest, the same way, or `transparent`; white when absent.
        margin: The quiet zone around the code, in modules; scanners want 4.
        error_correction_level: How much of the code may be damaged.
    """
    import segno  # noqa: PLC0415 - only this action needs it

    if not data:
        raise ValidationError.of(data="must not be empty")
    edge = _edge(size)
    try:
        code = segno.make_qr(data, error=error_correction_level, boost_error=False)
    except segno.DataOverflowError as error:
        raise ValidationError.of(data="is too long for a QR code of this correction") from error
    except ValueError as error:
        raise ValidationError.of(data=str(error)) from error
    modules = code.symbol_size(border=margin)[0]
    scale = edge / modules if format != "png" else max(1, edge // modules)
    drawn: Any = io.BytesIO() if format != "eps" else io.StringIO()
    colors = {"dark": _color(color, "color", "#000"), "light": _color(bgcolor, "bgcolor", "#fff")}
    try:
        code.save(drawn, kind=format, scale=scale, border=margin, **colors)
    except ValueError as error:
        raise ValidationError.of(color=str(error)) from error
    picture = drawn.getvalue()
    content = picture.encode() if isinstance(picture, str) else picture
    return {
        "filename": f"qr-code.{format}",
        "mimeType": MIME_TYPES[format],
        "base64": base64.b64encode(content).decode(),
        **({"text": content.decode()} if format != "png" else {}),
        "format": format,
        "width": round(modules * scale),
        "height": round(modules * scale),
        "version": code.version,
    }


@integration.action(title="Custom API call")
async def custom_api_call(
    ctx: Context,
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"],
    path: str,
    body: Json | None = None,
) -> Any:
    """Call api.qrserver.com, a QR service of others; a picture comes back as a file.

    Args:
        path: Below `/v1`, such as `/create-qr-code/?data=hello&size=200x200`.
        body: Sent as JSON, or as the query with GET.
    """
    if "://" in path or path.startswith("//"):
        raise ValidationError.of(path="must be a path, such as /create-qr-code/")
    if body is not None and method == "GET" and not isinstance(body, dict):
        raise ValidationError.of(body="with GET it is an object, sent as the query")
    sent = {} if body is None else {"params": body} if method == "GET" else {"json": body}
    response = await ctx.request(method, path, **sent)
    if response.content_type.startswith("image/") or response.content_type in MIME_TYPES.values():
        return _picture(response)
    return response.data()


def _picture(response: Response) -> dict[str, Any]:
    ending = next((k for k, v in MIME_TYPES.items() if v == response.content_type), "img")
    return {
        "filename": f"qr-code.{ending}",
        "mimeType": response.content_type,
        "base64": base64.b64encode(response.content).decode(),
    }


def _edge(size: str | None) -> int:
    """Pixels of an edge from `300` or `300x300`."""
    if not size:
        return DEFAULT_SIZE
    match = re.fullmatch(r"\s*(\d{1,5})\s*(?:px)?\s*(?:[xX]\s*(\d{1,5})\s*(?:px)?\s*)?", size)
    if match is None or (match[2] and match[1] != match[2]):
        raise ValidationError.of(size="must be an edge in pixels, such as 300 or 300x300")
    if not 10 <= int(match[1]) <= LARGEST:
        raise ValidationError.of(size=f"must be 10 to {LARGEST} pixels")
    return int(match[1])


def _color(given: str | None, field: str, default: str) -> str | None:
    """A colour as the library wants it; None is transparent."""
    text = (given or "").strip().lower()
    if not text:
        return default
    if text == "transparent":
        return None
    if re.fullmatch(r"\d{1,3}-\d{1,3}-\d{1,3}", text):
        numbers = [int(each) for each in text.split("-")]
        if max(numbers) > 255:
            raise ValidationError.of(**{field: "each part is 0 to 255"})
        return "#{:02x}{:02x}{:02x}".format(*numbers)
    plain = text.removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3}|[0-9a-f]{6}", plain):
        return f"#{plain}"
    if not text.isalpha():
        raise ValidationError.of(**{field: "write it as #1a2b3c, 26-43-60 or a CSS name"})
    return text
