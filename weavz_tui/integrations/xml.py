"""XML from JSON."""

from __future__ import annotations

import re
from typing import Annotated, Any
from xml.etree import ElementTree

from weavz_tui.catalog import (
    Category,
    Context,
    Effect,
    Integration,
    Json,
    Prop,
    ValidationError,
)

DEEPEST = 200
ROOT = "root"
TEXT = "#text"
HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'

_NAME = re.compile(r"[^\W\d][\w.-]*(:[^\W\d][\w.-]*)?")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

integration = Integration(
    "xml",
    title="XML",
    description="Write JSON as XML, computed on this machine.",
    categories=[Category.DEVELOPER_TOOLS],
)


@integration.action("convert-json-to-xml", title="Convert JSON to XML", effect=Effect.READ)
async def convert_json_to_xml(
    ctx: Context,
    json: Json,
    attributes_key: Annotated[str, Prop(title="Attributes key")] | None = None,
    header: Annotated[bool, Prop(title="XML declaration")] | None = None,
) -> Any:
    """Write a JSON value as XML.

    Keys become elements and a list repeats its element; null makes an empty one; `#text` is the
    text beside attributes. Anything but an object with one key is wrapped in `<root>`.

    Args:
        json: The value.
        attributes_key: The key under which an object holds its element's attributes, such as `@`.
        header: Begin with `<?xml version="1.0" encoding="UTF-8"?>`.
    """
    name, value = _root(json, attributes_key)
    element = ElementTree.Element(_named(name))
    _fill(element, value, attributes_key or None, 0)
    text = ElementTree.tostring(element, encoding="unicode", short_empty_elements=True)
    return {"xml": f"{HEADER if header else ''}{text}"}


def _root(value: Any, attributes_key: str | None) -> tuple[str, Any]:
    if isinstance(value, dict) and len(value) == 1:
        ((key, below),) = value.items()
        if not isinstance(below, list) and key not in {attributes_key, TEXT}:
            return key, below
    return ROOT, {"item": value} if isinstance(value, list) else value


def _fill(element: ElementTree.Element, value: Any, attributes_key: str | None, depth: int) -> None:
    if depth > DEEPEST:
        raise ValidationError.of(json=f"is nested deeper than {DEEPEST} levels")
    if not isinstance(value, dict):
        element.text = _text(value)
        return
    for key, below in value.items():
        if key == attributes_key:
            if not isinstance(below, dict):
                raise ValidationError.of(json=f"the attributes under {key!r} are no object")
            for name, each in below.items():
                element.set(_named(name), _text(each) or "")
        elif key == TEXT:
            element.text = _text(below)
        else:
            for each in below if isinstance(below, list) else [below]:
                child = ElementTree.SubElement(element, _named(key))
                inner = {"item": each} if isinstance(each, list) else each
                _fill(child, inner, attributes_key, depth + 1)


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValidationError.of(json=f"{name!r} cannot be the name of an element or attribute")
    return name


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if _FORBIDDEN.search(text):
        raise ValidationError.of(json="holds a control character, which XML cannot carry")
    return text
