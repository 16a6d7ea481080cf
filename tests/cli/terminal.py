"""A terminal of its own for a command, and somebody who types."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
from collections.abc import Sequence

TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "weavz_tui", *sys.argv[1:]])
"""


def on_terminal(words: Sequence[str], typed: str) -> tuple[int, bytes]:
    """Run a command on a terminal of its own and type at its first question: exit code and what
    was on the screen."""
    controller, terminal = pty.openpty()
    command = [sys.executable, "-c", TAKE_TERMINAL, *words]
    with subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
    ) as running:
        os.close(terminal)
        shown = b""
        with contextlib.suppress(OSError):  # Linux says EIO when the other side is closed
            while not shown.rstrip().endswith(b":"):
                shown += os.read(controller, 4096)
            os.write(controller, typed.encode())
            while chunk := os.read(controller, 4096):
                shown += chunk
        code = running.wait(30)
    os.close(controller)
    return code, shown
