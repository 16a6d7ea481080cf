"""qr-code: the pictures are pictures, and of what was asked for."""

from __future__ import annotations

import base64
import struct
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

from tests.integrations.contexts import Recorder, answering, requests_of, run
from weavz_tui.catalog import ValidationError
from weavz_tui.integrations.qr_code import integration


async def _drawn(**inputs: Any) -> tuple[dict[str, Any], bytes]:
    found = await run(integration, "generate_qr_code", {"data": "hello", **inputs})
    return found, base64.b64decode(found["base64"])


async def test_a_png_is_the_largest_that_fits() -> None:
    found, content = await _drawn(size="300x300")
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (found["width"], found["height"]) == (290, 290)
    assert (found["filename"], found["mimeType"]) == ("qr-code.png", "image/png")


async def test_an_svg_has_exactly_the_size_and_the_colours() -> None:
    found, content = await _drawn(format="svg", size="300", color="255-0-0", bgcolor="#00f")
    root = ElementTree.fromstring(content)
    assert [float(root.get(each) or 0) for each in ("width", "height")] == [300, 300]
    assert found["text"] == content.decode()
    assert "#f00" in found["text"] or "red" in found["text"]
    assert "#00f" in found["text"] or "blue" in found["text"]


async def test_an_eps_is_postscript() -> None:
    found, content = await _drawn(format="eps")
    assert content.startswith(b"%!PS-Adobe")
    assert found["mimeType"] == "application/postscript"


async def test_more_correction_and_more_margin_make_it_larger() -> None:
    sizes = [
        (await _drawn(data="x" * 60, errorCorrectionLevel=level))[0]["version"] for level in "LMQH"
    ]
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1]
    plain, _ = await _drawn(size="100", margin=0)
    wide, _ = await _drawn(size="100", margin=10)
    assert (plain["width"], wide["width"]) == (84, 82)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("size", "big"),
        ("size", "300x200"),
        ("size", "5"),
        ("size", "99999"),
        ("color", "#ff"),
        ("color", "300-0-0"),
        ("color", "nosuchcolour"),
        ("bgcolor", "url(x)"),
        ("data", "x" * 5000),
        ("data", ""),
    ],
)
async def test_what_cannot_be_drawn_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        await _drawn(**{field: value})
    assert set(caught.value.fields) == {field}


async def test_a_custom_call_goes_to_the_service() -> None:
    inputs = {"method": "GET", "path": "/create-qr-code/", "body": {"data": "a b"}}
    (request,) = await requests_of(integration, "custom_api_call", inputs)
    assert request.url == "https://api.qrserver.com/v1/create-qr-code/?data=a+b"
    inputs = {"method": "POST", "path": "x", "body": {"a": 1}}
    (request,) = await requests_of(integration, "custom_api_call", inputs)
    assert (request.url, request.content) == ("https://api.qrserver.com/v1/x", b'{"a":1}')


async def test_a_picture_comes_back_as_a_file() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b"\x89PNG", headers={"content-type": "image/png"})

    inputs = {"method": "GET", "path": "/create-qr-code/"}
    found = await run(integration, "custom_api_call", inputs, transport=answering(answer))
    assert found == {"filename": "qr-code.png", "mimeType": "image/png", "base64": "iVBORw=="}


@pytest.mark.parametrize("path", ["https://evil.test/", "//evil.test/"])
async def test_a_custom_call_goes_nowhere_else(path: str) -> None:
    recorder = Recorder()
    with pytest.raises(ValidationError):
        await run(
            integration, "custom_api_call", {"method": "GET", "path": path}, transport=recorder
        )
    assert recorder.requests == []
