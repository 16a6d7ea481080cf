"""What works everywhere: the nine screens, the palette, help, jump, themes, the vault, the tour."""

from __future__ import annotations

from functools import partial

from tests.conftest import PASSPHRASE
from tests.console.walk.furniture import last_month
from tests.console.walk.walker import Walk
from weavz_tui.console.commands import BY_ID as COMMANDS
from weavz_tui.console.frame.help import HelpScreen
from weavz_tui.console.frame.jump import JumpScreen
from weavz_tui.console.frame.passphrase import Passphrase
from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.places import BY_ID, PLACES
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.screens.settings.keys import ApiKeysScreen
from weavz_tui.console.screens.settings.screen import SettingsScreen
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.console.tour.strip import TourStrip
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.model.base import now


def at(walk: Walk, place: str) -> bool:
    """Whether a screen of that place is shown."""
    return isinstance(walk.screen, FramedScreen) and place == walk.screen.PLACE


async def go(walk: Walk, place: str) -> None:
    """To a place, from inside a field too."""
    await walk.press(f"f{BY_ID[place].digit}")
    await walk.until(lambda: at(walk, place))


async def out_of_field(walk: Walk) -> None:
    """So that letters are keys."""
    screen = walk.screen
    assert isinstance(screen, FramedScreen)
    while screen.typing:
        await walk.press("escape")


async def into_field(walk: Walk) -> None:
    """So that keys are letters."""
    screen = walk.screen
    assert isinstance(screen, FramedScreen)
    if not screen.typing:
        await walk.press("enter" if screen.PLACE == "playground" else "slash")
    await walk.until(lambda: screen.typing)


async def nine_screens(walk: Walk) -> None:
    """Each by its digit, then each by its function key from inside a field."""
    for place in [*PLACES[1:], PLACES[0]]:
        there = partial(at, walk, place.id)
        await walk.visit(f"go.{place.id}", f"{place.title} is shown", there)
        if place.id == "playground":
            await walk.sees("Algorithm")
            await out_of_field(walk)
    for place in PLACES:
        await go(walk, "workspaces" if place.id == "playground" else "playground")
        await into_field(walk)
        there = partial(at, walk, place.id)
        await walk.visit(f"go.{place.id}.typing", f"{place.title}, from inside a field", there)
    await go(walk, "workspaces")
    await out_of_field(walk)


async def everything_by_name(walk: Walk) -> None:
    """Palette, help, jump, tour."""
    await walk.visit(
        "palette", "everything by name", lambda: walk.is_on(PickerScreen, "Everything by name")
    )
    await walk.press("escape")
    await walk.visit(
        "palette.colon", "the palette with : typed", lambda: walk.is_on(PickerScreen, ":act")
    )
    await walk.press("escape")
    await walk.visit("help", "the keys in force", lambda: walk.is_on(HelpScreen, "Make a new one"))
    await walk.press("escape")
    screen = await walk.on(WorkspacesScreen)
    await walk.visit("jump", "a letter on everything", lambda: walk.is_on(JumpScreen, " b "))
    await walk.press("b")
    await walk.until(lambda: isinstance(screen.focused, DetailPane))
    await walk.visit("back", "from the detail to the list", lambda: screen.focused is screen.table)
    await walk.visit("tour", "the strip with the first step", lambda: bool(screen.query(TourStrip)))
    assert walk.has("Tour 1/5")
    await walk.by_palette(COMMANDS["tour"])
    await walk.until(lambda: not screen.query(TourStrip))


async def panes(walk: Walk) -> None:
    """Moving between panes and tabs, zoom, reading anew."""
    await go(walk, "integrations")
    screen = await walk.on(IntegrationsScreen)
    await walk.until(lambda: screen.row is not None)
    pane = screen.query_one("#detail", DetailPane)
    await walk.visit("next_tab", "the second tab", lambda: pane.tab == 1)
    await walk.visit("previous_tab", "the first tab again", lambda: pane.tab == 0)
    await walk.visit("next_pane", "the focus in the detail", lambda: screen.focused is pane)
    await walk.visit("zoom", "the detail alone", lambda: not walk.has("uses"))
    await walk.press("z")
    await walk.until(lambda: walk.has("uses"))
    await walk.press("escape")
    row = screen.row
    await walk.visit("refresh", "the rows are read anew", lambda: screen.row is not row)


async def what_is_in_force(walk: Walk) -> None:
    """Workspace, theme, vault, engine."""
    app = walk.app
    await go(walk, "workspaces")
    await walk.visit("workspace", "the workspaces", lambda: walk.is_on(PickerScreen, "Workspace"))
    await walk.write("acme")
    await walk.until(lambda: walk.first_choice() == "acme")
    await walk.press("enter")
    await walk.until(lambda: app.status.slug == "acme")
    before = app.theme
    await walk.visit("theme", "the themes", lambda: walk.is_on(PickerScreen, "Theme"))
    await walk.write("weavz-light")
    await walk.press("enter")
    await walk.until(lambda: app.theme == "weavz-light")
    app.theme = before
    await walk.visit("unlock", "a masked line", lambda: walk.is_on(Passphrase))
    await walk.write(PASSPHRASE)
    await walk.press("enter")
    await walk.sees("The vault is open")
    await walk.visit("context", "the engines", lambda: walk.is_on(PickerScreen, "far.example"))
    await walk.press("escape")


def usage_of(screen: SettingsScreen) -> str:
    """The head of the usage, with its month."""
    return screen.query_one(DetailPane).text(0).plain.split("\n")[0]


async def settings(walk: Walk) -> None:
    """What only the settings have."""
    await go(walk, "settings")
    screen = await walk.on(SettingsScreen)
    pane = screen.query_one(DetailPane)
    await walk.until(lambda: "encrypted vault" in pane.text(1).plain)
    this, before = (f"{each:%B %Y}" for each in (now(), last_month()))
    await walk.visit("previous_month", "the month before", lambda: before in usage_of(screen))
    await walk.visit("next_month", "this month again", lambda: this in usage_of(screen))
    await walk.visit("test", "the vault is asked, on its tab", lambda: pane.tab == 1)
    await walk.visit("api_keys", "the API keys", lambda: walk.is_on(ApiKeysScreen))
    await walk.press("escape")
    await walk.on(SettingsScreen)


async def leaving(walk: Walk) -> None:
    """The last key."""
    await walk.visit("quit", "the console ends", lambda: walk.app.return_value == 0)
