"""The screens by number: what the top line, the digits, F1 to F9 and the palette are made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen


@dataclass(frozen=True, slots=True)
class Place:
    """A screen and where its class is; the module is imported when it is first shown."""

    digit: str
    id: str
    title: str
    screen: str

    def load(self) -> Screen[Any]:
        """The screen, made anew."""
        module = import_module(f"weavz_tui.console.screens.{self.id}.screen")
        made: Screen[Any] = getattr(module, self.screen)()
        return made


PLACES: tuple[Place, ...] = (
    Place("1", "workspaces", "Workspaces", "WorkspacesScreen"),
    Place("2", "integrations", "Integrations", "IntegrationsScreen"),
    Place("3", "connections", "Connections", "ConnectionsScreen"),
    Place("4", "playground", "Playground", "PlaygroundScreen"),
    Place("5", "partials", "Partials", "PartialsScreen"),
    Place("6", "servers", "MCP", "ServersScreen"),
    Place("7", "activity", "Activity", "ActivityScreen"),
    Place("8", "catalogue", "Catalogue", "CatalogueScreen"),
    Place("9", "settings", "Settings", "SettingsScreen"),
)
BY_ID: dict[str, Place] = {place.id: place for place in PLACES}


def modes() -> dict[str, str | Callable[[], Screen[Any]]]:
    """Textual's modes: one per place, each with a stack of screens of its own."""
    return {place.id: place.load for place in PLACES}
