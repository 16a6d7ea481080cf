"""Secrets kept out of what a form shows as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Property

MASK = "••••••••"


def is_secret(each: Property) -> bool:
    """Whether the values of a property must not be seen, those of its items included."""
    kinds = {each.type, each.item_type}
    return each.secret or PropertyType.SECRET_TEXT in kinds


def masked(properties: Sequence[Property], values: Mapping[str, Any]) -> dict[str, Any]:
    """An input with `MASK` in the place of every secret that has a value."""
    known = {each.name: each for each in properties}
    return {k: _masked(known[k], v) if k in known else v for k, v in values.items()}


def unmasked(
    properties: Sequence[Property], values: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """An input with the secrets of `before` where the mask was left as it was."""
    known = {each.name: each for each in properties}
    return {
        k: _unmasked(known[k], v, before.get(k)) if k in known else v for k, v in values.items()
    }


def _masked(each: Property, value: Any) -> Any:
    if is_secret(each):
        return value if value is None or value == "" else MASK
    if isinstance(value, dict) and each.properties:
        return masked(each.properties, value)
    if isinstance(value, list) and each.properties:
        return [masked(each.properties, v) if isinstance(v, dict) else v for v in value]
    return value


def _unmasked(each: Property, value: Any, before: Any) -> Any:
    if is_secret(each):
        return before if value == MASK else value
    if isinstance(value, dict) and each.properties:
        return unmasked(each.properties, value, before if isinstance(before, dict) else {})
    if isinstance(value, list) and each.properties:
        rows = before if isinstance(before, list) else []
        pairs = [(row, rows[at] if at < len(rows) else {}) for at, row in enumerate(value)]
        return [
            unmasked(each.properties, row, old if isinstance(old, dict) else {})
            if isinstance(row, dict)
            else row
            for row, old in pairs
        ]
    return value
