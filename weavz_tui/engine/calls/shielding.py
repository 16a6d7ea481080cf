"""Work whose outcome must be known, whatever becomes of its caller."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


async def to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Do a short piece of work; a caller that is cancelled meanwhile is told after its end."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        if not task.cancelled():
            # Looked at, so that it is not reported as lost.
            task.exception()
        raise
