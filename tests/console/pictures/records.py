"""The editors of integrations, connections, partials and servers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.screen import Screen

from tests.console.pictures.camera import Camera
from tests.console.walk.frame import go
from tests.console.walk.lists import to_row
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.screens.connections.editor import ConnectionEditor
from weavz_tui.console.screens.connections.screen import ConnectionsScreen
from weavz_tui.console.screens.integrations.editor import IntegrationEditor
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.screens.partials.editor import PartialEditor
from weavz_tui.console.screens.partials.screen import PartialsScreen
from weavz_tui.console.screens.servers.editor import ServerEditor
from weavz_tui.console.screens.servers.screen import ServersScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen

KINDS: Mapping[str, type[Screen[Any]]] = {
    "new integration": IntegrationEditor,
    "integration to choose": PickerScreen,
    "new slack": IntegrationEditor,
    "integration": IntegrationEditor,
    "alias taken": IntegrationEditor,
    "new connection": ConnectionEditor,
    "connection": ConnectionEditor,
    "delete connection": Question,
    "new partial": PartialEditor,
    "partial": PartialEditor,
    "new server": ServerEditor,
    "server": ServerEditor,
    "token for whom": PickerScreen,
    "copy a client": PickerScreen,
}
FIRST = "external_id"


async def take(camera: Camera) -> None:
    """All of them."""
    for part in (integrations, connections, partials, servers):
        await part(camera)


async def integrations(camera: Camera) -> None:
    """New, and changed."""
    walk = camera.walk
    await go(walk, "integrations")
    await to_row(walk, "slack_bot")
    await walk.press("n")
    editor = await walk.on(IntegrationEditor)
    await walk.until(lambda: editor.typing)
    await camera.take("new integration")
    await walk.press("enter")
    await walk.sees("openai")
    await camera.take("integration to choose")
    await walk.write("slack")
    await walk.until(lambda: walk.first_choice() == "slack")
    await walk.press("enter")
    await walk.on(IntegrationEditor)
    await walk.sees("free")
    await camera.take("new slack")
    await walk.press("escape", "escape", "d")
    await walk.on(IntegrationsScreen)
    await to_row(walk, "slack_bot")
    await walk.press("e")
    editor = await walk.on(IntegrationEditor)
    await walk.until(lambda: editor.form.field("allowed_actions"))
    await walk.sees("✓ free")
    await camera.take("integration")
    await walk.press("end", "backspace", "backspace", "backspace")
    await walk.write("own")
    await walk.sees("DUPLICATE")
    await camera.take("alias taken")
    await walk.press("escape", "escape", "d")
    await walk.on(IntegrationsScreen)


async def connections(camera: Camera) -> None:
    """New, changed, deleted."""
    walk = camera.walk
    await go(walk, "integrations")
    await to_row(walk, "slack_own")
    await walk.press("c")
    editor = await walk.on(ConnectionEditor)
    await walk.until(lambda: any(each.has_focus and each.prop.name == FIRST
                                 for each in editor.form.fields))  # fmt: skip
    await camera.take("new connection")
    await walk.back_to(IntegrationsScreen)
    await go(walk, "connections")
    await walk.on(ConnectionsScreen)
    await to_row(walk, "slack-bot")
    await walk.press("e")
    editor = await walk.on(ConnectionEditor)
    await walk.until(lambda: editor.info)
    await camera.take("connection")
    await walk.back_to(ConnectionsScreen)
    await walk.press("d")
    await camera.take("delete connection")
    await walk.press("escape")


async def partials(camera: Camera) -> None:
    """New, and with its values."""
    walk = camera.walk
    await go(walk, "partials")
    await walk.on(PartialsScreen)
    await to_row(walk, "house")
    await walk.press("n")
    editor = await walk.on(PartialEditor)
    await walk.until(lambda: editor.focused)
    await camera.take("new partial")
    await walk.back_to(PartialsScreen)
    await walk.press("e")
    editor = await walk.on(PartialEditor)
    await walk.until(lambda: editor.form.field("algorithm"))
    while editor.form.current is None or editor.form.current.prop.name != "algorithm":
        await walk.press("tab")
    await walk.press("ctrl+l")
    await walk.sees("1 locked")
    await camera.take("partial")
    await walk.press("escape", "escape", "d")
    await walk.on(PartialsScreen)


async def servers(camera: Camera) -> None:
    """New, changed, its token, what a client needs."""
    walk = camera.walk
    await go(walk, "servers")
    await walk.on(ServersScreen)
    await to_row(walk, "Assistant")
    await walk.press("n")
    editor = await walk.on(ServerEditor)
    await walk.until(lambda: editor.typing)
    await camera.take("new server")
    await walk.back_to(ServersScreen)
    await walk.press("e")
    editor = await walk.on(ServerEditor)
    await walk.until(lambda: editor.typing)
    await camera.take("server")
    await walk.back_to(ServersScreen)
    await walk.press("t")
    await walk.sees("user_42")
    await camera.take("token for whom")
    await walk.press("escape", "Y")
    await walk.sees("the endpoint")
    await camera.take("copy a client")
    await walk.press("escape")
