"""Long work in small slices, so that the keyboard is answered in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from time import perf_counter
from typing import TypeVar

Answer = TypeVar("Answer")
Work = Generator[float, None, Answer]
"""Yields how far it has come, 0 to 1, after every bit of work; returns what it was for."""

SLICE = 0.004
"""Seconds at a stretch. A key press passes through several rounds of the event loop before it is
painted, and each may have to wait for a slice."""
REST = 0.001
_BUSY = 0.003
_MOST_RESTS = 3


async def in_slices(work: Work[Answer], tell: Callable[[float], None] | None = None) -> Answer:
    """Do the work to its end and answer what it returns; cancelling stops it where it is."""
    ends = perf_counter() + SLICE
    try:
        while True:
            done = next(work)
            if perf_counter() >= ends:
                if tell is not None:
                    tell(done)
                await _rest()
                ends = perf_counter() + SLICE
    except StopIteration as end:
        answer: Answer = end.value
        return answer
    finally:
        work.close()


async def _rest() -> None:
    """Go on when nobody else had much to do in a moment; three times at most."""
    for _ in range(_MOST_RESTS):
        before = perf_counter()
        await asyncio.sleep(REST)
        if perf_counter() - before < _BUSY:
            return


def at_once(work: Work[Answer]) -> Answer:
    """The same without a break, where nobody waits."""
    try:
        while True:
            next(work)
    except StopIteration as end:
        answer: Answer = end.value
        return answer
