"""Standard input: read as text, or a person asked on it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from weavz_tui.model.errors import ValidationError


def is_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin is not None and sys.stdin.isatty()


def read_text(limit: int) -> str:
    """All of it; raises ValidationError when it is longer than `limit` characters or no UTF-8."""
    try:
        text = sys.stdin.read(limit + 1)
    except UnicodeDecodeError as error:
        raise ValidationError("Standard input is not UTF-8 text") from error
    if len(text) > limit:
        raise ValidationError(f"Standard input is longer than {limit >> 10} KB")
    return text


def read_line() -> str:
    """One line, without what ends it; raises ValidationError when it is no UTF-8."""
    try:
        return sys.stdin.readline().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise ValidationError("Standard input is not UTF-8 text") from error


def _is_interrupted() -> bool:
    """Whether the event loop has taken a ctrl+c that came before the question, and would act on it
    after the answer."""
    with contextlib.suppress(RuntimeError):
        task = asyncio.current_task()
        return task is not None and task.cancelling() > 0
    return False


@contextmanager
def asking() -> Iterator[None]:
    """While a person is asked, ctrl+c ends the question. A running event loop would take the
    signal for itself and act on it only after the answer."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        if _is_interrupted():
            raise KeyboardInterrupt
        yield
    finally:
        signal.signal(signal.SIGINT, before)
