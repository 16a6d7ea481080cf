"""The playground as pictures: two sizes, dark and light, at rest, with a result, with an error."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.console.engine import LARGE, SMALL, console, on, shown, until
from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.engine.calls.recording import Stopwatch
from weavz_tui.home import Home

HELLO = {"text": "hello", "algorithm": "sha256", "encoding": "hex"}
Steps = Callable[[Pilot[Any], PlaygroundScreen], Awaitable[None]]


async def at_rest(pilot: Pilot[Any], screen: PlaygroundScreen) -> None:
    """A form as it opens, optional fields folded."""
    await screen.show_draft(Draft("http", "http", "send_request"))
    await settled(pilot, screen)


async def result(pilot: Pilot[Any], screen: PlaygroundScreen) -> None:
    """A success."""
    await screen.show_draft(Draft("hash-encode", "hash-encode", "hash", values=HELLO))
    await settled(pilot, screen)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: screen.results.result)


async def error(pilot: Pilot[Any], screen: PlaygroundScreen) -> None:
    """A missing connection, and the keys that mend it."""
    draft = Draft("slack", "slack", "list_channels", configured=False, end_user="user_7")
    await screen.show_draft(draft)
    await settled(pilot, screen)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: screen.results.error)


async def settled(pilot: Pilot[Any], screen: PlaygroundScreen) -> None:
    await until(pilot, lambda: screen.form_pane.explanation)
    await until(pilot, lambda: screen.typing or not screen.form_pane.form_fields)


@pytest.mark.parametrize("theme", ["weavz-dark", "weavz-light"])
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("steps", [at_rest, result, error], ids=lambda each: each.__name__)
def test_the_playground_looks_as_it_did(
    home: Home,
    snap_compare: Any,
    monkeypatch: pytest.MonkeyPatch,
    steps: Steps,
    size: tuple[int, int],
    theme: str,
) -> None:
    monkeypatch.setattr(Stopwatch, "clock", staticmethod(lambda: 1.0))
    app = console(home, "playground")

    async def run(pilot: Pilot[Any]) -> None:
        app.theme = theme
        screen = await on(pilot, PlaygroundScreen)
        await until(pilot, lambda: screen.form_pane.explanation)
        await steps(pilot, screen)
        await until(pilot, lambda: "vault not checked" in shown(pilot))
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=run)
