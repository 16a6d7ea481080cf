"""Dialogs over lists, and the editors of small records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.screen import Screen

from tests.console.pictures.camera import Camera
from tests.console.walk.frame import go
from tests.console.walk.lists import to_row
from weavz_tui.console.commands import BY_ID
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.frame.once import ShownOnce
from weavz_tui.console.lists.columns_dialog import ColumnsDialog
from weavz_tui.console.lists.report import ReportScreen
from weavz_tui.console.lists.steps import Report, Step
from weavz_tui.console.screens.catalogue.importing import ImportEditor
from weavz_tui.console.screens.catalogue.screen import ActionsScreen, CatalogueScreen
from weavz_tui.console.screens.connections.end_users import EndUserEditor, EndUsersScreen
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.screens.servers.screen import USE
from weavz_tui.console.screens.settings.keys import ApiKeyEditor, ApiKeysScreen
from weavz_tui.console.screens.settings.screen import SettingsScreen
from weavz_tui.console.screens.workspaces.editor import WorkspaceEditor
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.engine.service import Service
from weavz_tui.model.errors import NotFound

KINDS: Mapping[str, type[Screen[Any]]] = {
    "columns": ColumnsDialog,
    "delete workspace": Question,
    "new workspace": WorkspaceEditor,
    "unsaved": Question,
    "undo history": PickerScreen,
    "filter": IntegrationsScreen,
    "with marked": PickerScreen,
    "disallow actions": FormDialog,
    "disallow actions summary": Question,
    "delete integrations": Question,
    "report": ReportScreen,
    "actions": ActionsScreen,
    "import": ImportEditor,
    "end users": EndUsersScreen,
    "end user": EndUserEditor,
    "api keys": ApiKeysScreen,
    "api key": ApiKeyEditor,
    "shown once": ShownOnce,
}


async def take(camera: Camera) -> None:
    """All of them."""
    for part in (workspaces, marked, catalogue, users, keys):
        await part(camera)


async def workspaces(camera: Camera) -> None:
    """One with everything in it."""
    walk = camera.walk
    await go(walk, "workspaces")
    await walk.on(WorkspacesScreen)
    await walk.press("C")
    await camera.take("columns")
    await walk.press("escape")
    await to_row(walk, "default")
    await walk.press("d")
    await camera.take("delete workspace")
    await walk.press("escape")
    await walk.on(WorkspacesScreen)
    await walk.press("n")
    editor = await walk.on(WorkspaceEditor)
    await walk.until(lambda: editor.typing)
    await walk.write("Globex Corporation")
    await camera.take("new workspace")
    await walk.press("escape", "escape")
    await camera.take("unsaved")
    await walk.press("s")
    screen = await walk.on(WorkspacesScreen)
    await walk.until(lambda: screen.table.total == 3)
    await walk.by_palette(BY_ID["undo_history"])
    await walk.sees("Take back")
    await camera.take("undo history")
    await walk.press("enter")
    await walk.until(lambda: screen.table.total == 2)


async def marked(camera: Camera) -> None:
    """Several at once."""
    walk = camera.walk
    await go(walk, "integrations")
    screen = await walk.on(IntegrationsScreen)
    await to_row(walk, "slack_bot")
    await walk.press("slash")
    await walk.write("s")
    await walk.until(lambda: screen.table.total and screen.table.total < 12)
    await camera.take("filter")
    await walk.press("escape", "escape")
    await walk.until(lambda: screen.table.total == 12)
    await to_row(walk, "rss")
    await walk.press("space", "space", "space")
    await walk.until(lambda: len(screen.marked) == 3)
    await walk.press("m")
    await walk.on(PickerScreen)
    await walk.sees("disallow actions")
    await camera.take("with marked")
    await walk.press("down", "enter")
    await walk.on(FormDialog)
    await walk.press("enter")
    await walk.press("space", "down", "space")
    await camera.take("disallow actions")
    await walk.press("ctrl+s")
    await camera.take("disallow actions summary")
    await walk.press("escape")
    await walk.on(IntegrationsScreen)
    await walk.press("d")
    await camera.take("delete integrations")
    await walk.press("escape")
    walk.app.push_screen(ReportScreen("Deleted 1 integration, not all", _report()))
    await camera.take("report")
    await walk.press("escape", "escape")


def _report() -> Report:
    async def run(service: Service) -> None: ...

    steps = [Step(name, f"integration {name}", run) for name in ("rss", "slack_bot", "slack_own")]
    missing = NotFound("Integration slack_bot not found", hint="r reads the list anew")
    return Report(done=[(steps[0], None)], failed=[(steps[1], missing)], left=[steps[2]])


async def catalogue(camera: Camera) -> None:
    """The actions of one, and importing another."""
    walk = camera.walk
    await go(walk, "catalogue")
    await walk.on(CatalogueScreen)
    await to_row(walk, "hash-encode")
    await walk.press("enter")
    actions = await walk.on(ActionsScreen)
    await walk.until(lambda: actions.row is not None)
    await camera.take("actions")
    await walk.press("escape")
    await walk.on(CatalogueScreen)
    await walk.press("n")
    editor = await walk.on(ImportEditor)
    await walk.until(lambda: editor.typing)
    await camera.take("import")
    await walk.back_to(CatalogueScreen)


async def users(camera: Camera) -> None:
    """The other tab of the connections."""
    walk = camera.walk
    await go(walk, "connections")
    await walk.press("right_square_bracket")
    screen = await walk.on(EndUsersScreen)
    await walk.until(lambda: screen.row is not None)
    await camera.take("end users")
    await walk.press("n")
    editor = await walk.on(EndUserEditor)
    await walk.until(lambda: editor.typing)
    await camera.take("end user")
    await walk.back_to(EndUsersScreen)


async def keys(camera: Camera) -> None:
    """What opens the REST API."""
    walk = camera.walk
    await go(walk, "settings")
    await walk.on(SettingsScreen)
    await walk.press("K")
    await walk.on(ApiKeysScreen)
    await walk.sees("No API key yet")
    await camera.take("api keys")
    await walk.press("n")
    editor = await walk.on(ApiKeyEditor)
    await walk.until(lambda: editor.typing)
    await camera.take("api key")
    await walk.back_to(ApiKeysScreen)
    walk.app.push_screen(ShownOnce("Token of Assistant", f"mcp_{'k7Qz' * 10}", USE))
    await camera.take("shown once")
    await walk.press("escape")
