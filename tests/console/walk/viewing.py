"""The activity, and reading a value over the whole screen."""

from __future__ import annotations

from tests.console.walk.frame import go
from tests.console.walk.lists import to_row
from tests.console.walk.walker import Walk
from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.screens.activity.compare import CompareScreen
from weavz_tui.console.screens.activity.screen import ActivityScreen
from weavz_tui.console.screens.activity.viewer import ViewerScreen
from weavz_tui.console.screens.playground.screen import PlaygroundScreen


async def activity(walk: Walk) -> None:
    """Replayed, exported, compared, read."""
    await go(walk, "activity")
    screen = await walk.on(ActivityScreen)
    await walk.until(lambda: screen.whole is not None)
    home = walk.app.home
    assert home is not None
    exports = home.data / "exports"
    await walk.visit("export", "a file", lambda: list(exports.glob("activity-*.jsonl")))
    await to_row(walk, "hash-encode.hash")
    await walk.visit("compare", "how they differ", lambda: walk.is_on(CompareScreen))
    await walk.back_to(ActivityScreen)
    await walk.visit("replay", "its input, not run", lambda: walk.is_on(PlaygroundScreen))
    await go(walk, "activity")


async def reading(walk: Walk) -> None:
    """Search, filter, table, text, save, pager."""
    screen = await walk.on(ActivityScreen)
    await to_row(walk, "data-transformer.filter_array")
    await walk.until(lambda: screen.whole is not None)
    await walk.visit("view", "the output alone", lambda: walk.is_on(ViewerScreen))
    viewer = (await walk.on(ViewerScreen)).viewer
    await walk.visit("search", "a line to type in", lambda: viewer.prompt_line.has_focus)
    await walk.write("tea")
    await walk.press("enter")
    await walk.sees("1 of 3")
    await walk.visit("next_find", "the second", lambda: walk.has("2 of 3"))
    await walk.visit("previous_find", "the first again", lambda: walk.has("1 of 3"))
    await walk.visit("path_filter", "a line for a path", lambda: viewer.prompt_line.has_focus)
    await walk.press("ctrl+u")
    await walk.write("result")
    await walk.press("enter")
    await walk.until(lambda: viewer.matches)
    await walk.visit("view", "as a table", lambda: viewer.mode == "table")
    await walk.visit("sort_records", "sorted", lambda: walk.has("sorted by"))
    await walk.visit("record_columns", "its columns", lambda: walk.is_on(FormDialog, "Columns"))
    await walk.back_to(ViewerScreen)
    await walk.visit("wrap", "its long line broken", lambda: viewer.mode == "raw")
    await walk.visit(
        "save_value", "a line for the file", lambda: walk.is_on(FormDialog, "Save to a file")
    )
    await walk.back_to(ViewerScreen)
    await walk.visit("pager", "the text in $PAGER", lambda: "Assam" in walk.paged)
    await walk.back_to(ActivityScreen)
