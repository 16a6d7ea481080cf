"""The table of rules: what is promised, and what shows it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.oauth.world import World

Check = Callable[[World], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A promise, the server that it is held against, and the check."""

    text: str
    server: str
    check: Check


TABLE: list[Rule] = []


def rule(server: str, text: str) -> Callable[[Check], Check]:
    """Put the decorated check into the table."""

    def register(check: Check) -> Check:
        TABLE.append(Rule(text, server, check))
        return check

    return register
