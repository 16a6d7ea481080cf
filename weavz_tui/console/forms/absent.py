"""The value that is not there: neither null nor an empty text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final


class Absent(Enum):
    """The type of `ABSENT`; an enumeration so that type checkers can tell it from a value."""

    ABSENT = "absent"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Given:
    """A value that holds when nothing is typed: a default, or what a partial brings.

    `origin` is the word of the source column (`default`, `partial crm`, `crm`). A locked value
    holds whatever is typed.
    """

    value: Any
    origin: str = "default"
    locked: bool = False
