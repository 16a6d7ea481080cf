"""Does an operation answer in pages, and how is the next one asked for?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weavz_tui.importers.parameters import Inputs
from weavz_tui.importers.references import References
from weavz_tui.importers.shapes import Shapes

_CURSORS = ("pagetoken", "cursor", "nexttoken", "continuationtoken", "startingafter", "after",
            "marker", "startcursor", "nextcursor", "skiptoken")  # fmt: skip
_NUMBERS = ("page", "pagenumber", "pageindex", "offset", "skip", "start", "startindex", "startat")
_ANSWERS = ("nextpagetoken", "nextcursor", "nexttoken", "continuationtoken", "cursor", "endcursor",
            "odatanextlink", "nextlink", "next", "nextpage", "hasmore")  # fmt: skip


def paging_note(
    inputs: Inputs, node: Mapping[str, Any], references: References, shapes: Shapes
) -> str:
    """What a caller has to know to get everything; empty where nothing says that it pages."""
    keys = {_folded(each.name): each.name for each in inputs.properties}
    cursor = next((keys[each] for each in _CURSORS if each in keys), None)
    number = next((keys[each] for each in _NUMBERS if each in keys), None)
    wanted = cursor or number
    if wanted is None:
        return ""
    answer = _next_in(node, references, shapes)
    if cursor is not None and answer:
        return f"Answers in pages: give {cursor} the {answer} of the page before."
    if number is not None:
        return f"Answers in pages: raise {number} until nothing more comes."
    return f"Answers in pages: {cursor} says where the next one begins."


def _next_in(node: Mapping[str, Any], references: References, shapes: Shapes) -> str:
    """The field of a good answer that leads to the next page."""
    answers = node.get("responses")
    if not isinstance(answers, dict):
        return ""
    good = next((each for status, each in answers.items() if str(status).startswith("2")), None)
    content = references.resolve(good).get("content")
    shape = next(iter(content.values()), None) if isinstance(content, dict) else None
    flat, _ = shapes.flat(references.resolve(shape).get("schema"))
    fields = flat.get("properties")
    known = {_folded(str(each)): str(each) for each in fields} if isinstance(fields, dict) else {}
    return next((known[each] for each in _ANSWERS if each in known), "")


def _folded(name: str) -> str:
    return "".join(each for each in name.lower() if each.isalnum())
