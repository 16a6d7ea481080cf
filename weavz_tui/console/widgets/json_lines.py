"""A JSON value as a tree that folds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from weavz_tui.console.widgets.json_tree import JsonLine, JsonTree, preview
from weavz_tui.console.widgets.line_view import LineView
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.console.widgets.slices import Work

_MUTED = "$foreground 75%"


class JsonLines(LineView):
    """The tree. `paths`: the value is an object of paths, as a filter gives it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "toggle_fold", show=False),
        Binding("right,l", "unfold", show=False),
        Binding("left,h", "fold", show=False),
    ]

    def __init__(self, value: Any = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.json = JsonTree(value)

    def show(self, value: Any, *, paths: bool = False) -> None:
        """Show another value, from its beginning."""
        self.json = JsonTree(value, paths=paths)
        self.begin()

    @property
    def count(self) -> int:
        """How many lines are unfolded."""
        return len(self.json)

    def content(self, index: int, room: int) -> Content:
        """Key and value."""
        return _row(self.json[index], room)

    def searching(self, words: str) -> Work[int]:
        """In keys and values, folded or not."""
        self.words = words
        self.found = 0
        self.found = yield from self.json.searching(words)
        return self.found

    def next_hit(self, step: int, *, here: bool = False) -> int:
        """Unfold what hides it, and go there."""
        index = self.json.next_hit(self.cursor, step, here=here)
        if index is None:
            return 0
        self.go_to(index)
        return self.json.hit_number(index)

    def go_to(self, index: int) -> None:
        """To a line that may just have been unfolded."""
        self.measure()
        self.cursor = index

    def action_toggle_fold(self) -> None:
        """Fold or unfold the line."""
        opened = self.json[self.cursor].opened
        self._change(self.json.fold if opened else self.json.unfold)

    def action_unfold(self) -> None:
        """Unfold the line."""
        self._change(self.json.unfold)

    def action_fold(self) -> None:
        """Fold the line, or go to the one that it is in."""
        if self.json[self.cursor].opened:
            self._change(self.json.fold)
        else:
            self.cursor = self.json.parent(self.cursor)

    def _change(self, how: Callable[[int], None]) -> None:
        how(self.cursor)
        self.measure()

    def clicked(self, x: int, chain: int) -> None:
        """On the mark before it, or twice: fold or unfold."""
        mark = 1 + 2 * self.json[self.cursor].depth
        if chain > 1 or mark <= x <= mark + 1:
            self.action_toggle_fold()


def _row(line: JsonLine, room: int) -> Content:
    mark = ("▾ " if line.opened else "▸ ") if line.folds else "  "
    indent = "  " * line.depth
    if line.piece:
        return Content(f"{indent}  ") + Content.styled(one_line(line.value), "$text-success")
    key = one_line(line.key)
    folded = isinstance(line.value, dict | list)
    name = Content.styled(key if folded else key.ljust(line.align), "$text-primary")
    start = Content(f"{indent}{mark}") + name + Content("  " if key else "")
    if line.opened:
        return start
    text = one_line(preview(line.value, room))
    return start + Content.styled(text, colour(line.value))


def colour(value: Any) -> str:
    """The style of a value by its type."""
    if isinstance(value, str):
        return "$text-success"
    if isinstance(value, dict | list):
        return _MUTED
    return "$text-warning" if isinstance(value, int | float) else "bold $text-accent"
