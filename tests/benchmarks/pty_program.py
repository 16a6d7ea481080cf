"""A program on a terminal of its own: what it paints, when, and what that takes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from time import clock_gettime, perf_counter

PATIENCE = 120.0
MACHINE_TICK = os.sysconf("SC_CLK_TCK")
_CHUNK = 65_536
# Where text goes to is a line of its own; colours and modes are nothing.
_PLACED = re.compile(rb"\x1b\[[0-9;]*[Hf]")
_CODES = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[ -/]*[0-~])"
)


class PtyProgram:
    """Started when it is made; `close` ends it. The terminal answers no question of the program,
    as a tmux that is asked for what it does not know."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        size: tuple[int, int] = (120, 40),
    ) -> None:
        self._terminal, theirs = pty.openpty()
        columns, rows = size
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.output = b""
        self.read_at = self.started_at = perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(environment),
            start_new_session=True,
        )
        os.close(theirs)

    @property
    def shown(self) -> str:
        """Every text that was written so far, without escape sequences."""
        return _CODES.sub(b"", _PLACED.sub(b"\n", self.output)).decode("utf-8", "replace")

    def until(self, words: Sequence[str], within: float = PATIENCE) -> float:
        """Seconds from the start until all of these have been written; AssertionError when some
        never are."""
        ends = self.started_at + within
        while not all(word in self.shown for word in words):
            left = ends - perf_counter()
            if left <= 0:
                raise AssertionError(f"{words} never came; there is:\n{self.shown[-4000:]}")
            if select.select([self], [], [], left)[0]:
                self.read()
        return self.read_at - self.started_at

    def fileno(self) -> int:
        """Its terminal, to be selected on."""
        return self._terminal

    def type(self, keys: str) -> None:
        """Type, as a terminal sends it."""
        os.write(self._terminal, keys.encode())

    def processor(self) -> float:
        """Seconds of processor time that it has used, its threads together."""
        return clock_gettime((~self._process.pid << 3) | 2)

    def close(self) -> None:
        """End it, and whatever it has started."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._terminal >= 0:
            os.close(self._terminal)

    def hang_up(self, within: float = PATIENCE) -> int:
        """Take its terminal away, as a connection that drops; the code it ends with. Raises
        subprocess.TimeoutExpired when it does not end."""
        os.close(self._terminal)
        self._terminal = -1
        return self._process.wait(within)

    def send(self, number: signal.Signals, within: float = PATIENCE) -> int:
        """Send it a signal; the code it ends with."""
        self._process.send_signal(number)
        while self._process.poll() is None and select.select([self], [], [], within)[0]:
            with contextlib.suppress(AssertionError):
                self.read()
        return self._process.wait(within)

    def read(self) -> None:
        """Take what is written next; AssertionError when it has ended."""
        self.read_at = perf_counter()
        try:
            self.output += os.read(self._terminal, _CHUNK)
        except OSError:
            raise AssertionError(f"it has ended; its last words:\n{self.shown[-4000:]}") from None


def written_in(seconds: float, programs: Sequence[PtyProgram]) -> list[int]:
    """Bytes that each of them writes from now on for so long."""
    before = [len(each.output) for each in programs]
    ends = perf_counter() + seconds
    while (left := ends - perf_counter()) > 0:
        for each in select.select(programs, [], [], left)[0]:
            each.read()
    return [len(each.output) - start for each, start in zip(programs, before, strict=True)]


def quiet_for(seconds: float, programs: Sequence[PtyProgram], within: float = PATIENCE) -> None:
    """Wait until none of them has written for so long; AssertionError when that never is."""
    ends = perf_counter() + within
    while loud := select.select(programs, [], [], seconds)[0]:
        for each in loud:
            each.read()
        if perf_counter() > ends:
            raise AssertionError(f"never quiet; last words:\n{loud[0].output[-2000:]!r}")


def machine_seconds() -> float:
    """Processor seconds that this machine has worked so far, whoever for."""
    with open("/proc/stat", encoding="ascii") as file:
        fields = [int(field) for field in file.readline().split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / MACHINE_TICK


def plain_environment(**more: str) -> dict[str, str]:
    """The environment of a terminal with 256 colours over SSH, without what would slow a start or
    set up the console."""
    left = {"PYTHONDONTWRITEBYTECODE", "NO_COLOR", "COLORTERM", "TMUX", "TMUX_PANE"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in left and not name.startswith(("WEAVZ_TUI_", "TEXTUAL"))
    }
    return {**kept, "TERM": "xterm-256color", **more}
