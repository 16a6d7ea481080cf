"""A comparison on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize

from weavz_tui.console.widgets.diff_rows import DiffRow, unified
from weavz_tui.console.widgets.line_view import LineView
from weavz_tui.console.widgets.plain import fitted, one_line
from weavz_tui.console.widgets.text_rows import chopped

SIDE_BY_SIDE = 100
_STYLES = {"+": "$text-success", "-": "$text-error", "~": "$text-warning", "@": "bold"}
_BETWEEN = " │ "
_SIGN = 2


class DiffLines(LineView):
    """The rows: side by side from 100 cells, else one below the other. `n` and `N` go from one
    difference to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "change(1)", "next", show=False, id="next_find"),
        Binding("N", "change(-1)", "previous", show=False, id="previous_find"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[DiffRow] = ()
        self._shown: Sequence[DiffRow] = ()
        self.is_double = False
        self._width = 0

    def show(self, rows: Sequence[DiffRow]) -> None:
        """Show another comparison."""
        self._rows = rows
        self._place()
        self.begin()

    def _place(self) -> None:
        self.is_double = self.room >= SIDE_BY_SIDE
        rows = self._rows if self.is_double else unified(self._rows)
        width = (self.room - len(_BETWEEN)) // 2 if self.is_double else self.room
        self._shown = [each for row in rows for each in _broken(row, max(width - _SIGN, 1))]
        self._width = width

    def on_resize(self, event: Resize) -> None:
        """There may be room for two columns now, or not any more; long lines are broken anew."""
        cursor = self.cursor
        self._place()
        self.measure()
        self.cursor = cursor

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._shown)

    def content(self, index: int, room: int) -> Content:
        """One row, its sign in front of each side."""
        row = self._shown[index]
        if row.sign == "@":
            return Content.styled(one_line(row.left), "bold")
        if not self.is_double:
            return _side(row.sign, row.left if row.sign == "-" else row.right)
        half = self._width
        left = _side("-" if row.sign == "~" else row.sign, row.left, row.sign != "+")
        right = _side("+" if row.sign == "~" else row.sign, row.right, row.sign != "-")
        return fitted(left, half) + Content.styled(_BETWEEN, "$foreground 35%") + right

    def text(self) -> str:
        """The row under the cursor as text."""
        if not self._shown:
            return ""
        row = self._shown[self.cursor]
        return row.right or row.left

    def action_change(self, step: int) -> None:
        """The next or the previous difference."""
        index = self.cursor + step
        while 0 <= index < self.count:
            if self._shown[index].sign in "+-~" and self._shown[index - 1].sign in " @":
                self.cursor = index
                return
            index += step


def _broken(row: DiffRow, width: int) -> Iterator[DiffRow]:
    """A row whose texts are too long as several, so that no difference is out of sight."""
    if row.sign == "@" or max(len(row.left), len(row.right)) * 2 <= width:
        yield row
        return
    pieces = (chopped(one_line(text), width) for text in (row.left, row.right))
    for left, right in zip_longest(*pieces, fillvalue=""):
        yield DiffRow(row.sign, left, right)


def _side(sign: str, text: str, present: bool = True) -> Content:
    if not present:
        return Content("")
    shown = Content(f"{sign} {one_line(text)}")
    style = _STYLES.get(sign, "")
    return shown.stylize(style) if style else shown
