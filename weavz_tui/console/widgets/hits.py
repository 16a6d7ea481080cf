"""Going round through what was found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any


def around(hits: Sequence[Any], at: Any, step: int, *, here: bool = False) -> int:
    """Which of the finds, in order, comes after (or before) a place; after the last the first.
    `here`: one at the place itself counts as after it. -1 when there are none."""
    if not hits:
        return -1
    if step > 0:
        return (bisect_left if here else bisect_right)(hits, at) % len(hits)
    return (bisect_left(hits, at) - 1) % len(hits)
