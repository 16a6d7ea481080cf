"""A walk over everything that shows what people or services have written, where that is of the
worst kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from rich.cells import cell_len
from textual.screen import Screen

from tests.console.hostile import dangers
from tests.console.pictures.camera import Camera
from tests.console.pictures.hostile_home import LINE, WORST
from tests.console.walk.frame import go, out_of_field
from tests.console.walk.lists import to_row
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.frame.help import HelpScreen
from weavz_tui.console.frame.jump import JumpScreen
from weavz_tui.console.frame.selecting import SelectText
from weavz_tui.console.lists.report import ReportScreen
from weavz_tui.console.lists.screen import ListScreen
from weavz_tui.console.lists.steps import Report, Step
from weavz_tui.console.screens.activity.compare import CompareScreen
from weavz_tui.console.screens.activity.screen import ActivityScreen
from weavz_tui.console.screens.activity.viewer import ViewerScreen
from weavz_tui.console.screens.catalogue.screen import CatalogueScreen
from weavz_tui.console.screens.connections.editor import ConnectionEditor
from weavz_tui.console.screens.connections.end_users import EndUserEditor, EndUsersScreen
from weavz_tui.console.screens.connections.screen import ConnectionsScreen
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.screens.partials.editor import PartialEditor
from weavz_tui.console.screens.partials.screen import PartialsScreen
from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.screens.servers.editor import ServerEditor
from weavz_tui.console.screens.servers.screen import ServersScreen
from weavz_tui.console.screens.settings.keys import ApiKeysScreen
from weavz_tui.console.screens.settings.screen import SettingsScreen
from weavz_tui.console.screens.workspaces.editor import WorkspaceEditor
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.engine.service import Service
from weavz_tui.model.errors import NotFound

Found = TypeVar("Found", bound=ListScreen[Any])

KINDS: Mapping[str, type[Screen[Any]]] = {
    "workspaces": WorkspacesScreen,
    "workspace": WorkspaceEditor,
    "delete workspace": Question,
    "integrations": IntegrationsScreen,
    "as end user": PickerScreen,
    "connections": ConnectionsScreen,
    "connection": ConnectionEditor,
    "delete connection": Question,
    "end users": EndUsersScreen,
    "end user": EndUserEditor,
    "playground": PlaygroundScreen,
    "playground of an import": PlaygroundScreen,
    "save partial": FormDialog,
    "partials": PartialsScreen,
    "partial": PartialEditor,
    "servers": ServersScreen,
    "server": ServerEditor,
    "activity": ActivityScreen,
    "activity long": ActivityScreen,
    "viewer": ViewerScreen,
    "viewer table": ViewerScreen,
    "viewer long": ViewerScreen,
    "compared": CompareScreen,
    "catalogue": CatalogueScreen,
    "settings": SettingsScreen,
    "api keys": ApiKeysScreen,
    "palette": PickerScreen,
    "jump": JumpScreen,
    "help": HelpScreen,
    "report": ReportScreen,
    "select text": SelectText,
}


async def take(camera: Camera) -> None:
    """Every place, and the dialogs that show data."""
    for part in (records, people, making, running, reading, around):
        await part(camera)


async def _list(camera: Camera, place: str, kind: type[Found]) -> Found:
    """The list of a place, with its rows."""
    await go(camera.walk, place)
    screen = await camera.walk.on(kind)
    await camera.walk.until(lambda: screen.row is not None)
    return screen


async def _opened(camera: Camera, key: str, name: str) -> None:
    """An editor by its key, as a picture, and back."""
    walk, below = camera.walk, type(camera.walk.screen)
    await walk.press(key)
    screen = await walk.on(camera.kinds[name])
    await walk.until(lambda: screen.focused is not None)
    await camera.take(name)
    await walk.back_to(below)


async def records(camera: Camera) -> None:
    """Workspaces, integrations, connections."""
    walk = camera.walk
    screen = await _list(camera, "workspaces", WorkspacesScreen)
    await walk.press("end")
    await walk.until(lambda: screen.row is not None and screen.row.slug == "default")
    await camera.take("workspaces")
    await _opened(camera, "e", "workspace")
    await walk.press("d")
    await camera.take("delete workspace")
    await walk.press("escape")
    await _list(camera, "integrations", IntegrationsScreen)
    await to_row(walk, "slack_bot")
    await camera.take("integrations")
    await walk.press("a")
    await walk.on(PickerScreen)
    await walk.sees("nobody")
    await camera.take("as end user")
    await walk.press("escape")
    await _list(camera, "connections", ConnectionsScreen)
    await camera.take("connections")
    await _opened(camera, "e", "connection")
    await walk.press("d")
    await camera.take("delete connection")
    await walk.press("escape")


async def people(camera: Camera) -> None:
    """End users, API keys."""
    walk = camera.walk
    await walk.press("right_square_bracket")
    users = await walk.on(EndUsersScreen)
    await walk.until(lambda: users.row is not None)
    await camera.take("end users")
    await _opened(camera, "e", "end user")
    await go(walk, "settings")
    await walk.on(SettingsScreen)
    await walk.press("right_square_bracket", "right_square_bracket")
    await walk.sees("far.example")
    await camera.take("settings")
    await walk.press("K")
    keys = await walk.on(ApiKeysScreen)
    await walk.until(lambda: keys.row is not None)
    await camera.take("api keys")
    await walk.press("escape")


async def making(camera: Camera) -> None:
    """Partials, servers, the catalogue."""
    walk = camera.walk
    await _list(camera, "partials", PartialsScreen)
    await camera.take("partials")
    await walk.press("e")
    editor = await walk.on(PartialEditor)
    await walk.until(lambda: editor.form.field("algorithm"))
    await camera.take("partial")
    await walk.back_to(PartialsScreen)
    await _list(camera, "servers", ServersScreen)
    await camera.take("servers")
    await _opened(camera, "e", "server")
    await _list(camera, "catalogue", CatalogueScreen)
    await to_row(walk, "zoo")
    await camera.take("catalogue")


async def running(camera: Camera) -> None:
    """The playground, with what was typed and what came."""
    walk = camera.walk
    await go(walk, "playground")
    screen = await walk.on(PlaygroundScreen)
    await walk.until(lambda: screen.form_pane.explanation)
    values = {"text": WORST, "algorithm": "sha256", "encoding": "hex"}
    draft = Draft("hash-encode", "hash-encode", "hash", values=values, end_user=WORST)
    await screen.show_draft(draft)
    await walk.until(lambda: screen.form_pane.explanation and screen.typing)
    await camera.take("playground")
    await screen.show_draft(Draft("zoo", "zoo", "list_animals", configured=False))
    await walk.until(lambda: screen.form_pane.explanation and screen.typing)
    await camera.take("playground of an import")
    await screen.show_draft(draft)
    await walk.until(lambda: screen.form_pane.explanation and screen.typing)
    await walk.press("ctrl+s")
    dialog = await walk.on(FormDialog)
    await dialog.form.set_values({"name": WORST})
    await camera.take("save partial")
    await walk.back_to(PlaygroundScreen)
    await out_of_field(walk)


async def reading(camera: Camera) -> None:
    """Runs, one of them with a line of ten thousand characters, and their values."""
    walk = camera.walk
    screen = await _list(camera, "activity", ActivityScreen)
    await walk.until(lambda: screen.whole is not None)
    await walk.press("right_square_bracket")
    await camera.take("activity")
    await walk.press("v")
    await walk.on(ViewerScreen)
    await camera.take("viewer")
    await walk.press("f")
    await walk.write("array")
    await walk.press("enter")
    await walk.sees("path array")
    await walk.press("v", "s")
    await walk.sees("sorted by")
    await camera.take("viewer table")
    await walk.back_to(ActivityScreen)
    await walk.press("down")
    await walk.until(lambda: screen.whole is not None)
    await camera.take("activity long")
    await walk.press("v", "L")
    await walk.on(ViewerScreen)
    await walk.sees("long lines broken")
    await camera.take("viewer long")
    await walk.back_to(ActivityScreen)
    await walk.press("D")
    await walk.on(CompareScreen)
    await walk.sees("changed")
    await walk.press("v")
    await camera.take("compared")
    await walk.back_to(ActivityScreen)


async def around(camera: Camera) -> None:
    """What lies over any screen."""
    walk = camera.walk
    await walk.press("ctrl+o")
    await camera.take("jump")
    await walk.press("escape", "ctrl+p")
    await walk.write("bold")
    await walk.sees("end user")
    await camera.take("palette")
    await walk.press("escape")
    await _list(camera, "partials", PartialsScreen)
    await walk.press("question_mark")
    await camera.take("help")
    await walk.press("escape")
    walk.app.push_screen(ReportScreen(f"Deleted {WORST}", _report()))
    await camera.take("report")
    await walk.press("escape")
    walk.app.push_screen(SelectText(f"{WORST}\n{LINE}", WORST))
    await camera.take("select text")
    await walk.press("escape")


def _report() -> Report:
    async def run(service: Service) -> None: ...

    missing = NotFound(WORST, hint=WORST)
    return Report(failed=[(Step("a", WORST, run), missing)], left=[Step("b", LINE, run)])


def fault(text: str, size: tuple[int, int]) -> str:
    """What is wrong with a screen by its text: characters that a terminal would obey or a reader
    could not see, frames that do not stand below each other."""
    if found := dangers(text):
        return f"shows {sorted(found)}"
    for row in text.split("\n"):
        framed = row[:1] in set("│┌└")
        if cell_len(row) > size[0] or (framed and cell_len(row) != size[0]):
            return f"is out of line in {row!r}"
    return ""
