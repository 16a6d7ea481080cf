"""One change to many records: a step for each, and what came of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service


@dataclass(frozen=True, slots=True)
class Step:
    """The change to one record, by its id and the name people know."""

    id: str
    name: str
    run: Callable[[Service], Awaitable[Any]]


@dataclass(slots=True)
class Report:
    """What became of every step. `cut` is the one that was under way when it was cancelled: only
    the engine knows how it ended. Those in `left` were never begun."""

    done: list[tuple[Step, Any]] = field(default_factory=list)
    failed: list[tuple[Step, WeavzError]] = field(default_factory=list)
    cut: Step | None = None
    left: list[Step] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether everything was done."""
        return not (self.failed or self.cut or self.left)


async def take(
    service: Service, steps: Sequence[Step], report: Report, begun: Callable[[int], None]
) -> None:
    """Take the steps one after the other into `report`, which is right at any moment, also when
    this is cancelled; `begun` is told each number. An error ends its step alone."""
    report.left = list(steps)
    for number, step in enumerate(steps, 1):
        begun(number)
        report.cut = report.left.pop(0)
        try:
            answer = await step.run(service)
        except WeavzError as error:
            report.failed.append((step, error))
        else:
            report.done.append((step, answer))
        report.cut = None
