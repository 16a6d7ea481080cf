"""Reading a text in `$PAGER`, on the bare terminal."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from weavz_tui.console.widgets.plain import harmless

if TYPE_CHECKING:
    from weavz_tui.console.base import ConsoleBase


def page_text(console: ConsoleBase, text: str) -> None:
    """Hand a text to the pager and come back when it is closed. Raises OSError when there is no
    such program."""
    command = shlex.split(os.environ.get("PAGER", "")) or ["less"]
    try:
        with console.suspend():
            # A handler, not SIG_IGN: the pager would inherit that, and ctrl+c is meant for it.
            before = signal.signal(signal.SIGINT, lambda *_: None)
            try:
                subprocess.run(command, input=text.encode("utf-8", "replace"), check=False)
            finally:
                signal.signal(signal.SIGINT, before)
    except SuspendNotSupported:
        console.tell("This terminal cannot be handed over; S saves to a file.", severity="warning")


def tame(text: str) -> str:
    """A text whose lines cannot move a terminal's cursor."""
    return harmless(text)
