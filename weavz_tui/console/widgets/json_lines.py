"""A JSON value drawn over the line API: as a tree, or as its text."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from weavz_tui.console.widgets.json_tree import JsonLine, JsonTree, preview
from weavz_tui.console.widgets.plain import fitted, one_line

_MUTED = "$foreground 75%"


class JsonLines(ScrollView, can_focus=True):
    """Lines with a cursor. `raw` shows the text instead of the tree."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,g", "go(0)", show=False),
        Binding("end,G", "go(-1)", show=False),
        Binding("enter,space", "toggle_fold", show=False),
        Binding("right,l", "unfold", show=False),
        Binding("left,h", "fold", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"json--cursor", "json--gutter"}
    DEFAULT_CSS = """
    JsonLines {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;
        & > .json--cursor { background: $surface-lighten-1; }
        & > .json--gutter { color: $primary; background: $surface-lighten-1; }
    }
    """

    cursor: var[int] = var(0)

    def __init__(self, value: Any = None, *, raw: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.json = JsonTree(value)
        self.raw = raw
        self._text: Sequence[str] = _text_of(value) if raw else ()
        self._hits: list[int] = []
        self.found = 0

    def show(self, value: Any) -> None:
        """Show another value, from its beginning."""
        self.json = JsonTree(value)
        self._text = _text_of(value) if self.raw else ()
        self._hits = []
        self.set_reactive(JsonLines.cursor, 0)
        self.scroll_to(y=0, animate=False, force=True)
        self._measure()

    @property
    def count(self) -> int:
        """How many lines there are now."""
        return len(self._text) if self.raw else len(self.json.lines)

    def search(self, words: str) -> tuple[int, int]:
        """Go to the first find from the cursor on; answers which it is, and of how many."""
        if self.raw:
            wanted = words.lower()
            found = enumerate(self._text)
            self._hits = [i for i, text in found if wanted and wanted in text.lower()]
            total = len(self._hits)
        else:
            total = self.json.search(words)
        self.found = total
        return (self.next_hit(1, here=True) if total else 0), total

    def next_hit(self, step: int, *, here: bool = False) -> int:
        """Go to the next or previous find; answers which it is, 0 when there is none."""
        if self.raw:
            later = [i for i in self._hits if i > self.cursor or (here and i == self.cursor)]
            earlier = [i for i in self._hits if i < self.cursor]
            order = (later or self._hits)[:1] if step > 0 else (earlier or self._hits)[-1:]
            if not order:
                return 0
            self.cursor = order[0]
            return self._hits.index(order[0]) + 1
        index = self.json.next_hit(self.cursor, step, here=here)
        if index is None:
            return 0
        self._measure()
        self.cursor = index
        return self.json.hit_number(index)

    def on_mount(self) -> None:
        """The number of lines is known."""
        self._measure()

    def _measure(self) -> None:
        self.virtual_size = Size(1, self.count)
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        """Only lines that are there."""
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Show the line."""
        height = max(1, self.scrollable_content_region.height)
        top = self.scroll_offset.y
        if new < top:
            self.scroll_to(y=new, animate=False, force=True)
        elif new >= top + height:
            self.scroll_to(y=new - height + 1, animate=False, force=True)
        self.refresh_line(old)
        self.refresh_line(new)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The cursor's line looks different with and without the focus."""
        super().watch_has_focus(_has_focus)
        self.refresh_line(self.cursor)

    def action_move(self, step: int) -> None:
        """The cursor up or down."""
        self.cursor += step

    def action_page(self, step: int) -> None:
        """The cursor by a screenful."""
        self.cursor += step * max(1, self.scrollable_content_region.height - 1)

    def action_go(self, line: int) -> None:
        """The first or the last line."""
        self.cursor = 0 if line == 0 else self.count - 1

    def action_toggle_fold(self) -> None:
        """Fold or unfold the line."""
        if not self.raw:
            opened = self.json.lines[self.cursor].opened
            self._change(self.json.fold if opened else self.json.unfold)

    def action_unfold(self) -> None:
        """Unfold the line."""
        if not self.raw:
            self._change(self.json.unfold)

    def action_fold(self) -> None:
        """Fold the line, or go to the one that it is in."""
        if self.raw:
            return
        if self.json.lines[self.cursor].opened:
            self._change(self.json.fold)
        else:
            self.cursor = self.json.parent(self.cursor)

    def _change(self, how: Callable[[int], None]) -> None:
        how(self.cursor)
        self._measure()

    def on_click(self, event: events.Click) -> None:
        """A click goes to a line; on the mark before it, or twice, folds it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y + self.scroll_offset.y >= self.count:
            return
        self.cursor = offset.y + self.scroll_offset.y
        if not self.raw:
            mark = 1 + 2 * self.json.lines[self.cursor].depth
            if event.chain > 1 or mark <= offset.x <= mark + 1:
                self.action_toggle_fold()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        style = self.visual_style
        if index >= self.count:
            return Strip.blank(width, style.rich_style)
        gutter = Content(" ")
        at = index == self.cursor
        if at and self.has_focus:
            style = self.get_visual_style("json--cursor")
            gutter = Content.styled("▌", self.get_visual_style("json--gutter"))
        room = max(1, width - 2)
        content = (
            Content(one_line(self._text[index])) if self.raw else _row(self.json.lines[index], room)
        )
        if at and not self.has_focus:
            content = content.stylize("reverse")
        strip = Visual.to_strips(self, gutter + fitted(content, room), width, 1, style)[0]
        return strip.adjust_cell_length(width, style.rich_style)


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
    return start + Content.styled(text, _colour(line.value))


def _colour(value: Any) -> str:
    if isinstance(value, str):
        return "$text-success"
    if isinstance(value, dict | list):
        return _MUTED
    return "$text-warning" if isinstance(value, int | float) else "bold $text-accent"


def _text_of(value: Any) -> Sequence[str]:
    if isinstance(value, str):
        return value.split("\n")
    return json.dumps(value, ensure_ascii=False, indent=2, default=str).split("\n")
