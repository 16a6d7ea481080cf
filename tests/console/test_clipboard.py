"""A copied text arrives: on a plain terminal, over SSH, inside tmux, inside two of them."""

from __future__ import annotations

import os
import pty
import select
import shlex
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from tests.console.engine import console, shown, until
from tests.real import need
from weavz_tui.console.frame.clipboard import MOST
from weavz_tui.console.frame.selecting import SelectText
from weavz_tui.home import Home

ROOT = Path(__file__).parents[2]
TEXT = "héllo [bold] 👍"
SECONDS = 20.0
OUTER = {"TMUX", "TMUX_PANE", "DISPLAY", "WAYLAND_DISPLAY", "SSH_TTY", "SSH_CONNECTION"}


def environ(**more: str) -> dict[str, str]:
    """Of a plain terminal."""
    plain = {name: value for name, value in os.environ.items() if name not in OUTER}
    return {**plain, "TERM": "xterm-256color", **more}


def command(told: Path) -> list[str]:
    """What copies the text and writes into a file how."""
    return [sys.executable, "-m", "tests.console.copying_app", TEXT, str(told)]


@contextmanager
def terminal(told: Path, **more: str) -> Iterator[int]:
    """A pseudo-terminal with the copying app in it."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(told), cwd=ROOT, env=environ(**more), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    try:
        yield ours
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def read_until(terminal: int, wanted: bytes) -> bytes:
    """What the terminal is sent, up to something; all that came when it never does."""
    read, ends = b"", monotonic() + SECONDS
    while wanted not in read and monotonic() < ends:
        if select.select([terminal], [], [], 0.2)[0]:
            read += os.read(terminal, 65_536)
    return read


def waited_for(told: Path) -> str:
    """How the app says it went."""
    ends = monotonic() + SECONDS
    while not told.exists() and monotonic() < ends:
        select.select([], [], [], 0.05)
    return told.read_text("utf-8")


@pytest.fixture
def folder() -> Iterator[Path]:
    """For sockets, whose paths have to be short; every tmux in it is ended."""
    need(shutil.which("tmux") is not None, "install tmux 3.2 or newer")
    with tempfile.TemporaryDirectory(prefix="cb") as made:
        yield Path(made)
        for socket in Path(made).rglob("*"):
            if socket.is_socket():
                tmux(socket, "kill-server")


def tmux(socket: Path, *arguments: str) -> str:
    """What a tmux prints."""
    done = subprocess.run(
        ["tmux", "-S", str(socket), *arguments], capture_output=True, check=False, env=environ()
    )
    return done.stdout.decode()


def stand_in(folder: Path, inside: str) -> Path:
    """A tmux that takes what programs copy plays the person's terminal; being in another folder,
    it is not known for a tmux."""
    socket = folder / "far" / "terminal"
    socket.parent.mkdir()
    tmux(socket, "-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30",
         f"env -u TMUX -u TMUX_PANE TERM=xterm-256color {inside}")  # fmt: skip
    tmux(socket, "set", "-s", "set-clipboard", "on")
    return socket


def within(socket: Path, inside: str) -> str:
    """The command of a tmux as it is by default, with something in it."""
    started = shlex.quote(inside)
    return f"tmux -f /dev/null -S {socket} new-session {started}"


def app_command(told: Path) -> str:
    """The app, from the project's folder, so that nothing is lost when it is quoted."""
    return f"cd {ROOT} && {shlex.join(command(told))}"


WAYS = pytest.mark.parametrize(
    ("more", "words"),
    [({}, "terminal"), ({"SSH_TTY": "/dev/pts/9"}, "the terminal at your end of SSH")],
    ids=["plain", "ssh"],
)


def arrived(person: Path) -> str:
    """What a person's terminal has in its clipboard, once something is."""
    ends = monotonic() + SECONDS
    while not (found := tmux(person, "show-buffer")) and monotonic() < ends:
        select.select([], [], [], 0.05)
    return found


@WAYS
def test_a_terminal_is_told(tmp_path: Path, more: dict[str, str], words: str) -> None:
    sent = b"\x1b]52;c;" + b64encode(TEXT.encode())
    with terminal(tmp_path / "told", **more) as ours:
        assert sent in read_until(ours, sent)
        assert waited_for(tmp_path / "told") == f"True {words}"


@WAYS
def test_it_arrives_in_a_terminal(folder: Path, more: dict[str, str], words: str) -> None:
    names = " ".join(f"{name}={value}" for name, value in more.items())
    person = stand_in(folder, f"{names} sh -c {shlex.quote(app_command(folder / 'told'))}")
    assert waited_for(folder / "told") == f"True {words}"
    assert arrived(person) == TEXT


def test_it_arrives_through_tmux(folder: Path) -> None:
    person = stand_in(folder, within(folder / "inner", app_command(folder / "told")))
    assert waited_for(folder / "told") == "True tmux and terminal"
    assert arrived(person) == TEXT


def test_it_arrives_through_two_nested_tmux(folder: Path) -> None:
    inner = within(folder / "inner", app_command(folder / "told"))
    person = stand_in(folder, within(folder / "outer", f"env -u TMUX -u TMUX_PANE {inner}"))
    assert waited_for(folder / "told") == "True 2 nested tmux and terminal"
    assert arrived(person) == TEXT


async def test_what_cannot_arrive_is_shown(home: Home) -> None:
    app = console(home)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, app.session.opened.is_set)
        app.copy("x" * (MOST + 1), "the value")
        await until(pilot, lambda: isinstance(app.screen, SelectText))
        await until(pilot, lambda: "xxxx" in shown(pilot))
        assert "too long for a terminal" in shown(pilot)
        await pilot.press("escape")
        assert not isinstance(app.screen, SelectText)


async def test_the_same_once_more_shows_the_text(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in OUTER:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    app = console(home)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, app.session.opened.is_set)
        app.copy("[b]one[/b] \x1b[31m\u202etwo", "the name")
        await until(pilot, lambda: "Copied the name (terminal)" in shown(pilot))
        app.copy("[b]one[/b] \x1b[31m\u202etwo", "the name")
        await until(pilot, lambda: "[b]one[/b] �[31m�two" in shown(pilot))
