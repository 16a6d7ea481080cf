"""The playground with its dialogs, and reading what came out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import events
from textual.screen import Screen

from tests.console.pictures.camera import Camera
from tests.console.walk.frame import go, out_of_field
from tests.console.walk.furniture import curl
from tests.console.walk.lists import to_row
from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.screens.activity.compare import CompareScreen
from weavz_tui.console.screens.activity.screen import ActivityScreen
from weavz_tui.console.screens.activity.viewer import ViewerScreen
from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen

KINDS: Mapping[str, type[Screen[Any]]] = {
    "choices": PickerScreen,
    "long text": PlaygroundScreen,
    "as json": PlaygroundScreen,
    "required": PlaygroundScreen,
    "action to choose": PickerScreen,
    "earlier runs": PickerScreen,
    "partials to choose": PickerScreen,
    "save partial": FormDialog,
    "run to file": FormDialog,
    "paste curl": FormDialog,
    "copy as": PickerScreen,
    "preview": PlaygroundScreen,
    "for whom": PickerScreen,
    "connection to use": PickerScreen,
    "viewer": ViewerScreen,
    "viewer table": ViewerScreen,
    "viewer columns": FormDialog,
    "viewer text": ViewerScreen,
    "save value": FormDialog,
    "compared": CompareScreen,
    "compared as text": CompareScreen,
}
HASH = Draft("hash-encode", "hash-encode", "hash")


async def take(camera: Camera) -> None:
    """All of them."""
    for part in (filling, choosing, accounts, reading, comparing):
        await part(camera)


async def _show(camera: Camera, draft: Draft) -> PlaygroundScreen:
    walk = camera.walk
    await go(walk, "playground")
    screen = await walk.on(PlaygroundScreen)
    await walk.until(lambda: screen.form_pane.explanation)
    await screen.show_draft(draft)
    await walk.until(lambda: screen.form_pane.explanation)
    await walk.until(lambda: screen.typing or not screen.form_pane.form_fields)
    return screen


async def filling(camera: Camera) -> None:
    """Fields of several kinds."""
    walk = camera.walk
    screen = await _show(camera, HASH)
    await walk.press("enter")
    walk.app.post_message(events.Paste("first line\nsecond line\nthird line"))
    await walk.sees("third line")
    await camera.take("long text")
    await walk.press("tab", "enter")
    await walk.sees("SHA-1")
    await camera.take("choices")
    await walk.press("escape", "ctrl+r")
    await walk.sees("required")
    await camera.take("required")
    await walk.press("ctrl+t")
    await walk.sees('"text"')
    await walk.until(lambda: screen.typing)
    await camera.take("as json")
    await walk.press("ctrl+t")
    await out_of_field(walk)
    assert screen.is_current


async def choosing(camera: Camera) -> None:
    """Dialogs that need no account."""
    walk = camera.walk
    await _show(camera, HASH.with_values({"text": "one", "algorithm": "sha256", "encoding": "hex"}))
    await walk.press("ctrl+s")
    await walk.on(FormDialog)
    await camera.take("save partial")
    await walk.back_to(PlaygroundScreen)
    await out_of_field(walk)
    await walk.press("O")
    await walk.on(FormDialog)
    await camera.take("run to file")
    await walk.back_to(PlaygroundScreen)
    await out_of_field(walk)
    for key, words, name in (
        ("slash", "hash-encode.hash", "action to choose"),
        ("h", "success", "earlier runs"),
        ("p", "house", "partials to choose"),
        ("Y", "curl", "copy as"),
    ):
        await walk.press(key)
        await walk.on(PickerScreen)
        await walk.sees(words)
        await camera.take(name)
        await walk.back_to(PlaygroundScreen)
    await walk.press("P")
    await walk.on(FormDialog)
    walk.app.post_message(events.Paste(curl("pasted")))
    await walk.sees("curl -X POST")
    await camera.take("paste curl")
    await walk.back_to(PlaygroundScreen)


async def accounts(camera: Camera) -> None:
    """With an account."""
    walk = camera.walk
    draft = Draft("slack", "slack_bot", "send_channel_message", values={"text": "Deploy done"})
    await _show(camera, draft.with_values({"channel": "C1", "text": "Deploy done"}))
    await walk.press("ctrl+g")
    await walk.sees("Authorization")
    await camera.take("preview")
    await walk.press("escape")
    await out_of_field(walk)
    await walk.press("a")
    await walk.sees("user_42")
    await camera.take("for whom")
    await walk.press("escape", "x")
    await walk.sees("by strategy")
    await camera.take("connection to use")
    await walk.press("escape")


async def reading(camera: Camera) -> None:
    """A value over the whole screen."""
    walk = camera.walk
    await go(walk, "activity")
    screen = await walk.on(ActivityScreen)
    await to_row(walk, "data-transformer.filter_array")
    await walk.until(lambda: screen.whole is not None)
    await walk.press("v")
    viewer = (await walk.on(ViewerScreen)).viewer
    await walk.press("slash")
    await walk.write("tea")
    await walk.press("enter")
    await walk.sees("1 of 3")
    await camera.take("viewer")
    await walk.press("f")
    await walk.write("result")
    await walk.press("enter")
    await walk.until(lambda: viewer.matches)
    await walk.press("v")
    await walk.until(lambda: viewer.table is not None and viewer.table.row)
    await walk.press("s")
    await walk.sees("sorted by")
    await camera.take("viewer table")
    await walk.press("C")
    await walk.on(FormDialog)
    await camera.take("viewer columns")
    await walk.back_to(ViewerScreen)
    await walk.press("S")
    await walk.on(FormDialog)
    await camera.take("save value")
    await walk.back_to(ViewerScreen)
    await walk.press("L")
    await walk.until(lambda: viewer.mode == "raw")
    await camera.take("viewer text")
    await walk.back_to(ActivityScreen)


async def comparing(camera: Camera) -> None:
    """Two runs."""
    walk = camera.walk
    screen = await walk.on(ActivityScreen)
    await to_row(walk, "hash-encode.hash")
    await walk.until(lambda: screen.whole is not None)
    await walk.press("D")
    await walk.on(CompareScreen)
    await walk.sees("1 changed")
    await camera.take("compared")
    await walk.press("right_square_bracket", "v")
    await walk.sees('"algorithm": "sha256"')
    await camera.take("compared as text")
    await walk.back_to(ActivityScreen)
