"""The verbs of every list and of every editor, on the workspaces."""

from __future__ import annotations

from tests.console.walk.frame import go
from tests.console.walk.walker import Walk
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.lists.columns_dialog import ColumnsDialog
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.screens.workspaces.editor import WorkspaceEditor
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen


async def to_row(walk: Walk, name: str) -> None:
    """The cursor onto a row by its name."""
    screen = walk.screen
    assert isinstance(screen, ListScreen)
    await walk.until(lambda: screen.row is not None)
    await walk.press("home")
    for _ in range(screen.table.total):
        if screen.row is not None and screen.row_name(screen.row) == name:
            return
        await walk.press("down")
    raise AssertionError(f"no row {name}")


def row_is(screen: ListScreen, name: str) -> bool:  # type: ignore[type-arg]
    """Whether the cursor is on that row."""
    return screen.row is not None and screen.row_name(screen.row) == name


async def choosing(walk: Walk) -> None:
    """Open, mark, filter, sort, columns, copy."""
    app = walk.app
    await go(walk, "workspaces")
    screen = await walk.on(WorkspacesScreen)
    await to_row(walk, "acme")
    await walk.visit("open", "the workspace is in force", lambda: app.status.slug == "acme")
    await to_row(walk, "default")
    await walk.press("enter")
    await walk.until(lambda: app.status.slug == "default")
    await walk.visit("copy", "the slug in the clipboard", lambda: app.clipboard == "default")
    await walk.visit(
        "copy_as", "the id in the clipboard", lambda: app.clipboard == app.session.workspace_id
    )
    await walk.press("home")
    await walk.visit("mark", "the row is marked", lambda: len(screen.marked) == 1)
    await walk.visit("mark_all", "all rows are marked", lambda: len(screen.marked) == 2)
    await walk.press("asterisk")
    await walk.until(lambda: not screen.marked)
    await walk.visit("mark_all", "all are marked", lambda: len(screen.marked) == 2, key="ctrl+a")
    await walk.visit(
        "bulk", "what can be done to them", lambda: walk.is_on(PickerScreen, "With 2 workspaces")
    )
    await walk.press("escape", "escape")
    await walk.until(lambda: not screen.marked)
    await walk.visit("sort", "descending", lambda: walk.has("sorted by slug, descending"))
    await walk.visit("columns", "the columns", lambda: walk.is_on(ColumnsDialog, "[x] slug"))
    await walk.press("escape")
    await walk.visit("filter", "a line to type in", lambda: bool(screen.query("#filter")))
    await walk.write("acme")
    await walk.until(lambda: screen.table.total == 1)
    await walk.press("escape", "escape")
    await walk.until(lambda: screen.table.total == 2)


async def writing(walk: Walk) -> None:
    """New, save, undo, edit, delete, and what can still be taken back."""
    screen = await walk.on(WorkspacesScreen)
    await walk.visit("new", "an empty editor", lambda: walk.is_on(WorkspaceEditor, "New workspace"))
    editor = await walk.on(WorkspaceEditor)
    await walk.until(lambda: editor.typing)
    await walk.press("escape")
    await walk.until(lambda: not editor.typing)
    await walk.visit("go_in", "back in the field", lambda: editor.typing)
    await walk.write("Globex")
    await walk.visit("save", "the workspace is there", lambda: row_is(screen, "globex"))
    await walk.visit("undo", "it is gone again", lambda: screen.table.total == 2)
    await to_row(walk, "acme")
    await walk.visit("edit", "its editor", lambda: walk.is_on(WorkspaceEditor, "Workspace acme"))
    await walk.until(lambda: walk.is_on(WorkspaceEditor) and bool(walk.app.focused))
    await walk.back_to(WorkspacesScreen)
    await walk.visit("delete", "a question", lambda: walk.is_on(Question, "Delete acme"))
    await walk.write("acme")
    await walk.press("enter")
    await walk.until(lambda: screen.table.total == 1)
    await walk.visit(
        "undo_history", "what can be taken back", lambda: walk.is_on(PickerScreen, "Take back")
    )
    await walk.press("enter")
    await walk.until(lambda: screen.table.total == 2)
