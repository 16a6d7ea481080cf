"""xml: what is written is XML, and reads as what was given."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from tests.integrations.contexts import run
from weavz_tui.catalog import ValidationError
from weavz_tui.integrations.xml import integration


async def _written(json: Any, **more: Any) -> str:
    found = await run(integration, "convert-json-to-xml", {"json": json, **more})
    text: str = found["xml"]
    ElementTree.fromstring(text)
    return text


@pytest.mark.parametrize(
    ("json", "xml"),
    [
        ({"a": "text"}, "<a>text</a>"),
        ({"a": {"b": [1, True, None]}}, "<a><b>1</b><b>true</b><b /></a>"),
        ({"a": "<&>"}, "<a>&lt;&amp;&gt;</a>"),
        ({"a": 1, "b": 2}, "<root><a>1</a><b>2</b></root>"),
        ({"a": [1, 2]}, "<root><a>1</a><a>2</a></root>"),
        ([1, [2]], "<root><item>1</item><item><item>2</item></item></root>"),
        ("text", "<root>text</root>"),
        (None, "<root />"),
        ({}, "<root />"),
        ({"ns:a": {"é": 1}}, None),
    ],
)
async def test_json_is_written(json: Any, xml: str | None) -> None:
    if xml is None:
        with pytest.raises(ElementTree.ParseError, match="unbound prefix"):
            await _written(json)
    else:
        assert await _written(json) == xml


async def test_attributes_stand_under_their_key() -> None:
    json = {"a": {"@": {"id": 1, "t": '"<'}, "#text": "x", "b": {"@": {"n": None}}}}
    written = await _written(json, attributes_key="@")
    assert written == '<a id="1" t="&quot;&lt;">x<b n="" /></a>'


async def test_a_namespace_is_an_attribute() -> None:
    json = {"s:a": {"@": {"xmlns:s": "urn:x"}, "s:b": 1}}
    written = await _written(json, attributes_key="@")
    assert written == '<s:a xmlns:s="urn:x"><s:b>1</s:b></s:a>'


async def test_the_declaration_comes_first_when_it_is_wanted() -> None:
    found = await run(integration, "convert-json-to-xml", {"json": {"a": "é"}, "header": True})
    assert found["xml"] == '<?xml version="1.0" encoding="UTF-8"?>\n<a>é</a>'
    assert ElementTree.fromstring(found["xml"].encode()).text == "é"


@pytest.mark.parametrize(
    "json",
    [
        {"1a": 1},
        {"a b": 1},
        {"": 1},
        {"a><script": 1},
        {"a": "\x00"},
        {"a": {"@": {"x y": 1}}},
        {"a": {"@": 1}},
    ],
)
async def test_what_xml_cannot_carry_is_refused(json: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        await run(integration, "convert-json-to-xml", {"json": json, "attributes_key": "@"})
    assert set(caught.value.fields) == {"json"}


async def test_what_is_nested_too_deep_is_refused() -> None:
    json: Any = 1
    for _ in range(300):
        json = {"a": json}
    with pytest.raises(ValidationError, match="Invalid"):
        await run(integration, "convert-json-to-xml", {"json": json})
