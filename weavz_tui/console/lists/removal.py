"""How one row of a list is deleted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.lists import Deleted, Dependants


@dataclass(frozen=True, slots=True)
class Removal:
    """What is asked before a row is deleted, and how that is done.

    `name` is what people call it, with its kind. `dependants` tells what goes with it (None:
    nothing ever does) or, where those stay, `uses` it; `also` is what follows from it; with `typed`
    that text has to be typed.
    """

    name: str
    dependants: Callable[[Service], Awaitable[Dependants]] | None
    run: Callable[[Service], Awaitable[Deleted]]
    typed: str = ""
    also: str = ""
    uses: bool = False
