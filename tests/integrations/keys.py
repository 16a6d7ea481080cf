"""Where the keys of a shipped integration differ from those that callers rely on.

They are written down in `catalogue_keys.json` and in the `published.txt` of some folders; where an
integration is in both, the first counts.

`code` is the type of the input: `str`, `num`, `bool`, `json`, `obj`, `arr` (of `item` or of rows
with the keys of `rows`), `enum` and `multi` (of `values`), `dd` (choices fetched), `file`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.fixtures.signatures import Signatures, sections, signatures
from weavz_tui.catalog import Integration, Property
from weavz_tui.model.enums import PropertyType as P

CATALOGUE: dict[str, Any] = json.loads(
    Path(__file__).with_name("catalogue_keys.json").read_text("utf-8")
)
PUBLISHED: dict[str, tuple[str, Signatures]] = {
    slug: expected
    for path in sorted(Path(__file__).parent.glob("*/published.txt"))
    for slug, expected in sections(path.read_text("utf-8")).items()
}
CODES = {
    "str": {P.SHORT_TEXT, P.LONG_TEXT, P.DATE_TIME, P.MARKDOWN, P.SECRET_TEXT},
    "num": {P.NUMBER},
    "bool": {P.CHECKBOX},
    "json": {P.JSON},
    "obj": {P.OBJECT, P.DYNAMIC},
    "arr": {P.ARRAY, P.MULTI_SELECT_DROPDOWN},
    "enum": {P.STATIC_DROPDOWN},
    "multi": {P.STATIC_MULTI_SELECT_DROPDOWN},
    "dd": {P.DROPDOWN},
    "file": {P.FILE},
}


def expected_actions(slug: str) -> set[str]:
    """The actions that an integration is to have; none where nobody wrote any down."""
    if slug in CATALOGUE:
        return set(CATALOGUE[slug]["actions"])
    return set(PUBLISHED[slug][1]) if slug in PUBLISHED else set()


def differing_keys(integration: Integration) -> dict[str, str]:
    """What differs, by `action.key`: a key of one side alone, or of another kind."""
    if integration.name in CATALOGUE:
        return dict(_against_catalogue(integration))
    return dict(_against_published(integration))


def _against_catalogue(integration: Integration) -> Iterator[tuple[str, str]]:
    for name, expected in CATALOGUE[integration.name]["actions"].items():
        action = integration.actions.get(name)
        found = {each.name: each for each in action.properties} if action else {}
        for key in expected.keys() | found.keys():
            if key not in expected or key not in found:
                yield f"{name}.{key}", "on one side alone"
            elif how := difference(found[key], expected[key]):
                yield f"{name}.{key}", how


def _against_published(integration: Integration) -> Iterator[tuple[str, str]]:
    if integration.name not in PUBLISHED:
        return
    found = signatures(integration)
    for name, expected in PUBLISHED[integration.name][1].items():
        here = found.get(name, {})
        for key in expected.keys() | here.keys():
            if expected.get(key) != here.get(key):
                yield f"{name}.{key}", f"{here.get(key)} for {expected.get(key)}"


def difference(found: Property, wanted: dict[str, Any]) -> str:
    """How a property differs from what the catalogue says; empty when it does not."""
    if found.type not in CODES[wanted["code"]]:
        return f"{found.type} for {wanted['code']}"
    if found.required is not wanted["required"]:
        return f"required is {found.required}"
    if "values" in wanted:
        values = [each.value for each in found.options.options] if found.options else []
        if values != wanted["values"]:
            return f"values are {values}"
    if "rows" in wanted:
        rows = [f"{each.name}{'!' if each.required else ''}" for each in found.properties]
        if rows != wanted["rows"]:
            return f"rows have {rows}"
    if "item" in wanted and found.type is P.ARRAY:
        kinds = CODES[wanted["item"]]
        if found.item_type not in kinds:
            return f"items are {found.item_type}"
    return ""
