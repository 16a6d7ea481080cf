"""Keys that are typed faster than what they are for opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual import events
from textual.app import App
from textual.worker import Worker

if TYPE_CHECKING:
    from textual.screen import Screen

ASKING = frozenset(
    ("modal", "as user", "compare", "context", "delete", "theme", "token", "undo", "unlock",
     "workspace")
)  # fmt: skip
"""The groups of workers that begin with a dialog, as soon as they have what it shows."""
LOOK_SECONDS = 0.02
WAIT_SECONDS = 1.0
"""For so long keys wait for a dialog. What was typed until then is dropped: nobody sees where it
goes, and it must not be taken for commands."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """When a key was typed: after how many moves, and on which screen without a focus."""

    moves: int
    unfocused: Screen[Any] | None


@dataclass(frozen=True, slots=True)
class _Coming:
    """A dialog that is being made ready, and what is there until then."""

    worker: Worker[Any]
    screen: Screen[Any]
    until: float


class TypeAhead(App[int]):
    """An application that gives a key to what the key before it opens. A base of the console.

    A line that is typed fast, or over a slow connection, comes at once: `:undo` and enter. Textual
    hands all its keys to what has the focus, before the first of them has done anything.
    """

    def __init__(self) -> None:
        super().__init__()
        self._moves = 0
        self._typed: WeakKeyDictionary[events.Key, _Typed] = WeakKeyDictionary()
        self._coming: _Coming | None = None
        self._early: list[events.Key] = []

    async def on_event(self, event: events.Event) -> None:
        """Remember where a key was typed; keep what is for a dialog that is not there yet."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            if self._is_coming():
                self._early.append(event)
                return
            unfocused = self.screen if self.focused is None else None
            self._typed[event] = _Typed(self._moves, unfocused)
        await super().on_event(event)

    async def on_key(self, event: events.Key) -> None:
        """A key that nobody took: it may have been meant for what is there by now."""
        typed = self._typed.get(event)
        if typed is None:
            return
        has_focus_now = typed.unfocused is self.screen and self.focused is not None
        if typed.moves != self._moves or has_focus_now:
            event.stop()
            event.prevent_default()
            await self.on_event(events.Key(event.key, event.character))

    def moving(self, run: Callable[[], Any]) -> Any:
        """What `run` gives, which a key asked for. Where it leads to another screen or field, now
        or by a worker with a dialog, keys typed since then are meant for that."""
        before = (self.screen, self.focused)
        answer = run()
        if isinstance(answer, Worker) and answer.group in ASKING:
            self._coming = _Coming(answer, self.screen, monotonic() + WAIT_SECONDS)
            self.set_timer(LOOK_SECONDS, self._look)
        if self._coming is not None or (self.screen, self.focused) != before:
            self._moves += 1
        return answer

    def _is_coming(self) -> bool:
        """Whether a dialog is being made ready."""
        coming = self._coming
        if coming is None:
            return False
        if coming.worker.is_finished or self.screen is not coming.screen:
            self._coming = None
        elif monotonic() > coming.until:
            self._coming = None
            self._early.clear()
        return self._coming is not None

    async def _look(self) -> None:
        """Let the early keys go where the dialog is, or where nothing came of it."""
        if self._is_coming():
            self.set_timer(LOOK_SECONDS, self._look)
            return
        early, self._early = self._early, []
        for key in early:
            await self.on_event(key)
