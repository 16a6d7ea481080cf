"""The playground: picked, filled, previewed, run, read, kept."""

from __future__ import annotations

from textual import events

from tests.console.walk.frame import go, out_of_field
from tests.console.walk.furniture import curl
from tests.console.walk.walker import Walk
from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.screens.activity.compare import CompareScreen
from weavz_tui.console.screens.connections.editor import ConnectionEditor
from weavz_tui.console.screens.playground.result_pane import REQUEST
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen

HASH = "hash-encode.hash"
SLACK = "slack_own.list_channels"


async def _pick(walk: Walk, screen: PlaygroundScreen, title: str) -> None:
    await walk.write(title)
    await walk.until(lambda: walk.first_choice() == title)
    await walk.press("enter")
    await walk.until(lambda: screen.draft is not None and screen.draft.title == title)
    await walk.until(lambda: screen.form_pane.explanation)
    await out_of_field(walk)


async def calling(walk: Walk) -> None:
    """Choose, paste, preview, run, run again."""
    await go(walk, "playground")
    screen = await walk.on(PlaygroundScreen)
    await walk.until(lambda: screen.form_pane.explanation)
    await out_of_field(walk)
    await walk.visit("pick", "the actions", lambda: walk.is_on(PickerScreen, "Action"))
    await _pick(walk, screen, HASH)
    await walk.visit("paste", "a line for the curl", lambda: walk.is_on(FormDialog, "Paste a curl"))
    walk.app.post_message(events.Paste(curl("pasted")))
    await walk.until(lambda: walk.has("curl -X POST"))
    await walk.press("ctrl+s")
    await walk.on(PlaygroundScreen)
    await walk.sees("pasted")
    await walk.until(lambda: screen.form_pane.explanation)
    await out_of_field(walk)
    await walk.visit("go_in", "in the first field", lambda: screen.typing)
    await walk.visit("preview", "the request", lambda: screen.results.tab == REQUEST)
    await walk.press("escape")
    await walk.visit("execute", "the answer", lambda: screen.results.result is not None)
    await walk.sees("success")
    before = screen.results.result
    await walk.visit("refresh", "another answer", lambda: screen.results.result is not before)


async def reading(walk: Walk) -> None:
    """What came out of it."""
    screen = await walk.on(PlaygroundScreen)
    await walk.until(lambda: screen.viewer is not None and screen.viewer.has_focus_within)
    viewer = screen.viewer
    assert viewer is not None
    await walk.visit("view", "as text", lambda: viewer.mode == "raw")
    await walk.visit(
        "save_value", "a line for the file", lambda: walk.is_on(FormDialog, "Save to a file")
    )
    await walk.back_to(PlaygroundScreen)
    await walk.visit(
        "execute_to", "where to", lambda: walk.is_on(FormDialog, "Run and save the files")
    )
    await walk.back_to(PlaygroundScreen)
    await walk.visit("pager", "the text in $PAGER", lambda: '"hash"' in walk.paged)
    await walk.press("escape")
    await walk.until(lambda: not screen.has_class("-result"))


async def keeping(walk: Walk) -> None:
    """Earlier runs and partials."""
    screen = await walk.on(PlaygroundScreen)
    await walk.visit("history", "the earlier runs", lambda: walk.is_on(PickerScreen, "History"))
    await walk.press("escape")
    await walk.visit("compare", "which run", lambda: walk.is_on(PickerScreen, "Compare a run"))
    await walk.press("enter")
    await walk.sees("with another run")
    await walk.press("down", "enter")
    await walk.on(CompareScreen)
    await walk.back_to(PlaygroundScreen)
    await walk.visit("load_partial", "the partials", lambda: walk.is_on(PickerScreen, "house"))
    await walk.press("escape")
    await walk.visit("save_partial", "its form", lambda: walk.is_on(FormDialog, "Save as partial"))
    await walk.back_to(PlaygroundScreen)
    assert screen.draft is not None


async def accounts(walk: Walk) -> None:
    """For whom, and with which account."""
    screen = await walk.on(PlaygroundScreen)
    await out_of_field(walk)
    await walk.press("slash")
    await _pick(walk, screen, SLACK)
    await walk.visit("as_user", "the end users", lambda: walk.is_on(PickerScreen, "As end user"))
    await walk.write("user_42")
    await walk.until(lambda: walk.first_choice() == "user_42")
    await walk.press("enter")
    await walk.sees("run as user_42")
    await walk.visit("next_user", "as user_7", lambda: walk.has("run as user_7"))
    await walk.visit("previous_user", "as user_42", lambda: walk.has("run as user_42"))
    await walk.visit(
        "use_connection", "the accounts", lambda: walk.is_on(PickerScreen, "Use connection")
    )
    await walk.press("escape")
    await walk.visit("connect", "a new account", lambda: walk.is_on(ConnectionEditor))
    await walk.until(lambda: bool(walk.app.focused))
    await walk.back_to(PlaygroundScreen)
