"""Copying that arrives: OSC 52, and through tmux where the console runs in it."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

MOST = 75_000


async def copy(app: App[Any], text: str) -> str:
    """Copy `text` and say how: `tmux and terminal` or `terminal`. Raises ValueError when it is too
    long for a terminal."""
    if len(text.encode()) > MOST:
        raise ValueError(f"{len(text):,} characters are too many for a terminal's clipboard")
    app.copy_to_clipboard(text)
    if os.environ.get("TMUX") and await _tmux(text):
        return "tmux and terminal"
    return "terminal"


async def _tmux(text: str) -> bool:
    try:
        process = await asyncio.create_subprocess_exec(
            "tmux", "load-buffer", "-w", "-",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        async with asyncio.timeout(2):
            await process.communicate(text.encode())
    except (OSError, TimeoutError):
        return False
    return process.returncode == 0
