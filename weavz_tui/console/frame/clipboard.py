"""Copying that arrives: by the terminal, through tmux within tmux, by the desktop's own tool."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

MOST = 75_000
"""Characters that terminals take, encoded."""
_DEADLINE = 2
_DEEPEST = 4
_MOST_SOCKETS = 20
_NESTED = ("tmux", "screen")
_DEAF = frozenset({"linux", "dumb", "vt100", "vt220"})


@dataclass(frozen=True)
class Way:
    """How a text went. `arrives` False: the terminal is known not to take it, or a tmux of which
    nothing is known stands in between; then the text is shown to be selected."""

    word: str
    arrives: bool = True


async def copy(app: App[Any], text: str, environ: Mapping[str, str] | None = None) -> Way:
    """Copy `text` by every way that there is and say which.

    Inside tmux the text goes into its buffer and from there to the terminal (`load-buffer -w`,
    tmux 3.2), for each tmux that stands around it; plain OSC 52 is dropped there by default. The
    desktop's tools are used where the screen is: not over SSH.
    """
    given = os.environ if environ is None else environ
    if len(text.encode()) > MOST:
        return Way("too long for a terminal", arrives=False)
    app.copy_to_clipboard(text)
    if given.get("TMUX"):
        return await _through_tmux(text, given)
    tool = await _by_tool(text, given)
    if tool:
        return Way(f"terminal and {tool}")
    if given.get("TERM", "") in _DEAF:
        return Way(f"TERM={given['TERM']} has no clipboard", arrives=False)
    remote = given.get("SSH_TTY") or given.get("SSH_CONNECTION")
    return Way("the terminal at your end of SSH" if remote else "terminal")


async def _through_tmux(text: str, environ: Mapping[str, str]) -> Way:
    """Every tmux from the inside outwards, as far as their sockets lie in one folder."""
    seen: list[str] = []
    place: tuple[str, str] | None = (environ["TMUX"].split(",")[0], environ.get("TMUX_PANE", ""))
    term = ""
    while place is not None and len(seen) < _DEEPEST:
        socket, pane = place
        seen.append(socket)
        target = ["-t", pane] if pane else []
        asked = ["display-message", *target, "-p", "#{client_tty} #{client_termname}"]
        tty, _, term = (await _tmux(socket, *asked) or "").strip().partition(" ")
        client = ["-t", tty] if tty else []
        if await _tmux(socket, "load-buffer", "-w", *client, "-", text=text) is None:
            if await _tmux(socket, "load-buffer", "-", text=text) is None:
                return Way("tmux did not take it", arrives=False)
            return Way("tmux's buffer alone, as it is older than 3.2", arrives=False)
        place = await _around(tty, seen)
    count = "tmux" if len(seen) == 1 else f"{len(seen)} nested tmux"
    if term.startswith(_NESTED):
        return Way(f"{count}, but the one outside may drop it", arrives=False)
    return Way(f"{count} and terminal")


async def _around(tty: str, seen: Sequence[str]) -> tuple[str, str] | None:
    """The tmux, and its pane, in which the client of another runs: the one that owns its tty."""
    if not tty:
        return None
    for socket in _sockets(seen[-1]):
        if socket not in seen:
            panes = await _tmux(socket, "list-panes", "-a", "-F", "#{pane_tty} #{pane_id}")
            for line in (panes or "").splitlines():
                owned, _, pane = line.partition(" ")
                if owned == tty:
                    return socket, pane
    return None


def _sockets(beside: str) -> list[str]:
    try:
        found = [each for each in Path(beside).parent.iterdir() if each.is_socket()]
    except OSError:
        return []
    return sorted(str(each) for each in found)[:_MOST_SOCKETS]


async def _tmux(socket: str, *arguments: str, text: str = "") -> str | None:
    """What tmux printed; None when it failed."""
    return await _run(["tmux", "-S", socket, *arguments], text)


async def _by_tool(text: str, environ: Mapping[str, str]) -> str:
    """The desktop's own tool, where the console runs at the desktop; its name, or nothing."""
    if environ.get("SSH_TTY") or environ.get("SSH_CONNECTION"):
        return ""
    tools: list[list[str]] = []
    if environ.get("WAYLAND_DISPLAY"):
        tools.append(["wl-copy"])
    if environ.get("DISPLAY"):
        tools += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    if sys.platform == "darwin":
        tools.append(["pbcopy"])
    for command in tools:
        if shutil.which(command[0]) and await _run(command, text) is not None:
            return command[0]
    return ""


async def _run(command: Sequence[str], text: str) -> str | None:
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE if command[0] == "tmux" else asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return None
    try:
        async with asyncio.timeout(_DEADLINE):
            printed, _ = await process.communicate(text.encode())
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    return (printed or b"").decode("utf-8", "replace") if process.returncode == 0 else None
