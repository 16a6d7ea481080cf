"""What one import changes of another."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from weavz_tui.importers.description import Common, Operation
from weavz_tui.importers.imported import ImportedIntegration
from weavz_tui.model.imports import ActionChange
from weavz_tui.model.properties import Property


def operations_of(integration: ImportedIntegration) -> list[Operation]:
    """What an import that is there consists of."""
    return [each.operation for each in integration.imported()]


def changes(
    before: Sequence[Operation], after: Sequence[Operation]
) -> tuple[list[str], list[str], list[ActionChange]]:
    """The names of actions that come and that go, and what is different of those that stay."""
    old = {each.name: each for each in before}
    new = {each.name: each for each in after}
    different = [_change(old[name], each) for name, each in new.items() if name in old]
    return (
        [name for name in new if name not in old],
        [name for name in old if name not in new],
        [each for each in different if each is not None],
    )


def digest_of(common: Common, operations: Sequence[Operation]) -> str:
    """A text that differs wherever an import differs."""
    found = hashlib.sha256(common.model_dump_json().encode())
    for each in operations:
        found.update(each.model_dump_json(exclude_defaults=True).encode())
    return found.hexdigest()[:32]


def _change(before: Operation, after: Operation) -> ActionChange | None:
    if before == after:
        return None
    old, new = _by_key(before), _by_key(after)
    change = ActionChange(
        name=after.name,
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
        changed=tuple(key for key in new if key in old and new[key] != old[key]),
        call=(before.call, before.tool, before.effect) != (after.call, after.tool, after.effect),
    )
    is_only_text = not (change.added or change.removed or change.changed or change.call)
    return None if is_only_text else change


def _by_key(operation: Operation) -> Mapping[str, Property]:
    return {each.name: each for each in operation.properties}
