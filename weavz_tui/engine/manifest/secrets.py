"""Which saved inputs a file must not hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weavz_tui.model.catalogue import IntegrationInfo
from weavz_tui.model.secrets import is_secret_name


def secret_keys(
    info: IntegrationInfo | None, action_name: str | None, values: Mapping[str, Any]
) -> list[str]:
    """The keys whose property is a secret, or whose name, or a name inside their value, is one
    that usually stands before a secret."""
    actions = info.actions if info else ()
    declared = {
        each.name
        for action in actions
        if action_name in {None, action.name}
        for each in action.properties
        if each.holds_secret
    }
    return [
        key
        for key, value in values.items()
        if key in declared or is_secret_name(key) or _holds_secret(value)
    ]


def _holds_secret(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(is_secret_name(str(key)) or _holds_secret(each) for key, each in value.items())
    if isinstance(value, list):
        return any(_holds_secret(each) for each in value)
    return False
