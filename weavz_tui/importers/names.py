"""The names of actions: readable, stable from one import to the next, told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from weavz_tui.importers.texts import shortened, snake


@dataclass(frozen=True, slots=True)
class Nameless:
    """An operation that needs a name: `identity` is its method and path, `given` its id."""

    identity: str
    given: str = ""

    @property
    def wanted(self) -> str:
        """The name after its id, else after method and path."""
        return snake(self.given) or snake(self.identity.replace("{", "").replace("}", "")) or "call"


def named(operations: Sequence[Nameless], known: Mapping[str, str]) -> dict[str, str]:
    """A name by identity. What had a name keeps it (`known`, by identity), so that what people have
    chosen stays true; where two want one name, the first by identity gets it, and the other one its
    method and path beside it."""
    names = {each.identity: known[each.identity] for each in operations if each.identity in known}
    taken = set(names.values())
    for each in sorted(operations, key=lambda each: each.identity):
        if each.identity in names:
            continue
        name = _free(each, taken)
        taken.add(name)
        names[each.identity] = name
    return names


def _free(each: Nameless, taken: set[str]) -> str:
    name = each.wanted
    if name not in taken:
        return name
    longer = shortened(f"{name}_{snake(each.identity)}")
    if longer not in taken:
        return longer
    number = 2
    while f"{longer[:58]}_{number}" in taken:
        number += 1
    return f"{longer[:58]}_{number}"
