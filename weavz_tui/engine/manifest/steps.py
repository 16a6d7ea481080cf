"""What a plan consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from weavz_tui.engine.manifest.document import Entry


class Verb(StrEnum):
    """What happens to a record."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Step:
    """One record to create, update or delete. `wanted` is None for a deletion, `present` for a
    creation; `changes` are the keys that differ; `server` is the one that a tool is of."""

    verb: Verb
    title: str
    wanted: Entry | None = None
    present: Entry | None = None
    changes: tuple[str, ...] = ()
    server: str = ""

    def wire(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {"verb": self.verb.value, "what": self.title, "changes": list(self.changes)}


@dataclass(frozen=True, slots=True)
class Held:
    """A record that cannot be made now. `waits_for` names a connection that is not there;
    where it is empty, `reason` says what a person has to mend."""

    title: str
    reason: str
    waits_for: str = ""

    def wire(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {"what": self.title, "reason": self.reason, "waitsFor": self.waits_for or None}


@dataclass(slots=True)
class Plan:
    """The steps in their order, what is held back, and what is there beyond the file (and stays
    without pruning)."""

    slug: str
    steps: list[Step] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Whether it waits for connections."""
        return any(each.waits_for for each in self.held)

    @property
    def fails(self) -> bool:
        """Whether something is held back that no connection would mend."""
        return any(not each.waits_for for each in self.held)

    def count(self, verb: Verb) -> int:
        """How many steps do this."""
        return sum(1 for each in self.steps if each.verb is verb)

    def wire(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "workspace": self.slug,
            "steps": [each.wire() for each in self.steps],
            "held": [each.wire() for each in self.held],
            "beyond": self.beyond,
        }


@dataclass(frozen=True, slots=True)
class Facts:
    """What a plan has to know beside the workspace: the connections that it sees, as (integration,
    external id), and the actions of each integration that there is."""

    connections: frozenset[tuple[str, str]]
    actions: Mapping[str, frozenset[str]]
