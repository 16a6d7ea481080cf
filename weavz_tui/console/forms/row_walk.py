"""Going from row to row with the arrows."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical


class RowWalk(Vertical):
    """A pane of rows: `up` and `down` go to the row before and after, where the row itself has no
    use for them. Ends at the first and the last row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "walk(-1)", show=False),
        Binding("down", "walk(1)", show=False),
    ]

    def action_walk(self, step: int) -> None:
        """The row before or after, in the pane around this one too."""
        pane = self.parent if isinstance(self.parent, RowWalk) else self
        rows = [each for each in self.screen.focus_chain if pane in each.ancestors]
        focused = self.screen.focused
        if focused in rows:
            place = rows.index(focused) + step
            if 0 <= place < len(rows):
                rows[place].focus()
