"""The garbage collector of a process that carries calls one after the other."""

from __future__ import annotations

import gc

# Objects made, and younger collections, before each of the collector's generations.
COLLECTIONS = (10_000, 20, 20)


def collect_seldom() -> None:
    """Pass over what is there by now for good, which takes the long pauses away, and look for
    garbage seldom.

    A call leaves no cycles behind (tests/engine/test_garbage.py). To look for some after every
    fiftieth of them, as the collector does where nobody says otherwise, among all that are under
    way, is up to a tenth of what calls of 64 callers cost.
    """
    gc.freeze()
    gc.set_threshold(*COLLECTIONS)
