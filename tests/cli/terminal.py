"""A terminal of its own for a command, and somebody who types."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Sequence

TAKE_TERMINAL = """
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs are started deaf to it
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "weavz_tui", *sys.argv[1:]])
"""


PATIENCE = 60.0
AGAIN = 3.0
INTERRUPT = "\x03"
"""ctrl+c. Python looks for signals and reads then, in two steps: one that comes between them waits
for the next key. A person presses it again, and so does this one."""


def on_terminal(words: Sequence[str], typed: str) -> tuple[int, bytes]:
    """Run a command on a terminal of its own and type at its first question: exit code and what
    was on the screen. After a minute of it the command is killed and the test fails."""
    controller, terminal = pty.openpty()
    command = [sys.executable, "-c", TAKE_TERMINAL, *words]
    deadline = time.monotonic() + PATIENCE
    with subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True
    ) as running:
        os.close(terminal)
        shown = b""
        try:
            while not shown.rstrip().endswith(b":") and (chunk := _read(controller, deadline)):
                shown += chunk
            os.write(controller, typed.encode())
            while chunk := _read(controller, deadline, again=typed == INTERRUPT):
                shown += chunk
            code = running.wait(max(0.0, deadline - time.monotonic()))
        except (TimeoutError, subprocess.TimeoutExpired):
            raise AssertionError(f"{words} did not end; on its screen: {shown!r}") from None
        finally:
            running.kill()
            os.close(controller)
    return code, shown


def _read(controller: int, deadline: float, again: bool = False) -> bytes:
    """What is on the screen next; nothing where the command has left it."""
    while (left := deadline - time.monotonic()) > 0:
        if select.select([controller], [], [], min(left, AGAIN) if again else left)[0]:
            break
        if again:
            os.write(controller, INTERRUPT.encode())
    else:
        raise TimeoutError
    try:
        return os.read(controller, 4096)
    except OSError:  # Linux says EIO when the other side is closed
        return b""
