"""The console of the demo: the ordinary one, and the tour from its start."""

from __future__ import annotations

from weavz_tui.console.app import ConsoleApp
from weavz_tui.console.frame.messages import WorkspaceChosen
from weavz_tui.console.tour.tour import Tour


class DemoConsole(ConsoleApp):
    """It begins the tour as soon as the engine is open, once."""

    _toured = False

    def on_workspace_chosen(self, message: WorkspaceChosen) -> None:
        """The engine is open."""
        if not self._toured:
            self._toured = True
            self.tour = Tour(self, offline=True)
            self.tour.begin()
