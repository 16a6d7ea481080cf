"""Jump mode: a letter on everything that can have the focus."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static


def targets(screen: Screen[Any]) -> list[Widget]:
    """What a jump can reach: everything focusable that is on the screen, top to bottom."""
    visible = screen.region
    found = [
        widget
        for widget in screen.focus_chain
        if widget.region.area and visible.overlaps(widget.region)
    ]
    return found[: len(ascii_lowercase)]


class JumpScreen(ModalScreen[int | None]):
    """Letters over the screen; the answer is the number of the chosen region."""

    DEFAULT_CSS = """
    JumpScreen { background: transparent; layers: letters; }
    JumpScreen Static {
        layer: letters;
        position: absolute;
        width: 3;
        height: 1;
        text-style: reverse bold;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+o", "dismiss(None)", "Close", show=False),
    ]

    def __init__(self, regions: Sequence[Region]) -> None:
        super().__init__()
        self.regions = regions

    def compose(self) -> ComposeResult:
        """One letter at each region's corner."""
        for letter, region in zip(ascii_lowercase, self.regions, strict=False):
            label = Static(f" {letter} ", markup=False)
            label.styles.offset = (region.x, region.y)
            yield label

    def on_key(self, event: events.Key) -> None:
        """A letter takes its region."""
        if event.character and event.character in ascii_lowercase:
            event.stop()
            index = ascii_lowercase.index(event.character)
            if index < len(self.regions):
                self.dismiss(index)
