"""What only some lists have: integrations, connections, partials, servers, the catalogue."""

from __future__ import annotations

from tests.console.walk.frame import go
from tests.console.walk.lists import to_row
from tests.console.walk.walker import Walk
from weavz_tui.console.screens.catalogue.screen import ActionsScreen, CatalogueScreen
from weavz_tui.console.screens.connections.editor import ConnectionEditor
from weavz_tui.console.screens.connections.screen import ConnectionsScreen
from weavz_tui.console.screens.integrations.editor import IntegrationEditor
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.screens.partials.editor import PartialEditor
from weavz_tui.console.screens.partials.screen import PartialsScreen
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.screens.servers.screen import ServersScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen


async def integrations(walk: Walk) -> None:
    """Whose eyes, whose account, its actions."""
    session = walk.app.session
    await go(walk, "integrations")
    await walk.on(IntegrationsScreen)
    await to_row(walk, "slack_bot")
    await walk.visit("as_user", "the end users", lambda: walk.is_on(PickerScreen, "As end user"))
    await walk.write("user_42")
    await walk.until(lambda: walk.first_choice() == "user_42")
    await walk.press("enter")
    await walk.until(lambda: session.end_user_id == "user_42")
    await walk.visit("next_user", "as user_7", lambda: walk.has("as user_7"))
    await walk.visit("previous_user", "as user_42", lambda: walk.has("as user_42"))
    await walk.press("less_than_sign")
    await walk.until(lambda: session.end_user_id is None)
    await walk.visit("test", "what the service said", lambda: walk.has("slack-bot: "))
    await to_row(walk, "slack_own")
    await walk.visit("connect", "a new account", lambda: walk.is_on(ConnectionEditor))
    await walk.until(lambda: bool(walk.app.focused))
    await walk.back_to(IntegrationsScreen)
    await to_row(walk, "hash-encode")
    await walk.visit(
        "run", "its action in the playground", lambda: walk.is_on(PlaygroundScreen, "hash-encode.")
    )


async def connections(walk: Walk) -> None:
    """Tested, and authorised once more."""
    await go(walk, "connections")
    screen = await walk.on(ConnectionsScreen)
    await to_row(walk, "slack-bot")
    await walk.until(lambda: screen.row is not None)
    await walk.visit("test", "what the service said", lambda: walk.has(" ms "))
    await to_row(walk, "slack-old")
    await walk.visit("authorise", "a form for a new secret", lambda: walk.is_on(ConnectionEditor))
    await walk.until(lambda: bool(walk.app.focused))
    await walk.back_to(ConnectionsScreen)


async def partials(walk: Walk) -> None:
    """A value locked."""
    await go(walk, "partials")
    await walk.on(PartialsScreen)
    await to_row(walk, "house")
    await walk.press("e")
    editor = await walk.on(PartialEditor)
    await walk.until(lambda: editor.form.field("algorithm"))
    while editor.form.current is None or editor.form.current.prop.name != "algorithm":
        await walk.press("tab")
    await walk.visit("lock", "= before the field", lambda: walk.has("1 locked", "= Algorithm"))
    await walk.press("ctrl+s")
    await walk.on(PartialsScreen)
    await walk.sees("= algorithm")
    await walk.visit("run", "its values in the playground", lambda: walk.is_on(PlaygroundScreen))


async def servers(walk: Walk) -> None:
    """A new token."""
    await go(walk, "servers")
    await walk.on(ServersScreen)
    await to_row(walk, "Assistant")
    await walk.visit("token", "for whom", lambda: walk.is_on(PickerScreen, "A new token for"))
    await walk.press("escape")


async def catalogue(walk: Walk) -> None:
    """Into the workspace, and into the playground."""
    await go(walk, "catalogue")
    await walk.on(CatalogueScreen)
    await to_row(walk, "github")
    await walk.visit("configure", "its editor", lambda: walk.is_on(IntegrationEditor))
    await walk.sees("github")
    await walk.until(lambda: bool(walk.app.focused))
    await walk.back_to(CatalogueScreen)
    await to_row(walk, "hash-encode")
    await walk.press("enter")
    screen = await walk.on(ActionsScreen)
    await walk.until(lambda: screen.row is not None)
    await walk.visit("run", "the action in the playground", lambda: walk.is_on(PlaygroundScreen))
