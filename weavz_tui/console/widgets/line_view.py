"""Lines of any number with a cursor, drawn over the line API."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from weavz_tui.console.widgets.plain import fitted
from weavz_tui.console.widgets.slices import Work

_GUTTER = 2
_CACHED = 1_000


class LineView(ScrollView, can_focus=True):
    """A view says how many lines there are and what stands in one; what is found is marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home,g", "go(0)", show=False),
        Binding("end,G", "go(-1)", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line--cursor", "line--gutter"}
    DEFAULT_CSS = """
    LineView {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        text-wrap: nowrap;
        text-overflow: clip;
        background: $background;
        color: $foreground;
        & > .line--cursor { background: $surface-lighten-1; }
        & > .line--gutter { color: $primary; background: $surface-lighten-1; }
    }
    """

    cursor: var[int] = var(0)
    words: var[str] = var("")
    """What was searched for last."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.auto_links = False  # they are looked for in every line that is drawn
        self.found = 0
        self.has_cursor = True
        self._strips: dict[tuple[int, int], Strip] = {}

    @property
    def count(self) -> int:
        """How many lines there are now."""
        raise TypeError(f"{type(self).__name__} counts no lines")

    def content(self, index: int, room: int) -> Content:
        """What stands in a line, in about `room` cells."""
        raise TypeError(f"{type(self).__name__} has no lines")

    def searching(self, words: str) -> Work[int]:
        """Find words; answers how many lines have them. `next_hit` goes to them."""
        raise TypeError(f"{type(self).__name__} searches nothing")

    def next_hit(self, step: int, *, here: bool = False) -> int:
        """Go to the next or previous find; answers which it is, 0 when there is none."""
        raise TypeError(f"{type(self).__name__} finds nothing")

    @property
    def room(self) -> int:
        """Cells that a line has."""
        return max(1, self.scrollable_content_region.width - _GUTTER)

    def on_mount(self) -> None:
        """The number of lines is known."""
        self.measure()

    def measure(self) -> None:
        """The number of lines has changed."""
        self._strips.clear()
        size = Size(1, self.count)
        if size != self.virtual_size:
            self.virtual_size = size
        self.refresh()

    def begin(self) -> None:
        """Go to the first line of something else."""
        self.words, self.found = "", 0
        self.set_reactive(LineView.cursor, 0)
        self.scroll_to(y=0, animate=False, force=True)
        self.measure()

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

    def watch_words(self) -> None:
        """Other words are marked."""
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Colours may have changed."""
        super().notify_style_update()
        self._strips.clear()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The cursor's line looks different with and without the focus."""
        super().watch_has_focus(_has_focus)
        self.refresh_line(self.cursor)

    def action_move(self, step: int) -> None:
        """The cursor up or down; without one, the text."""
        if self.has_cursor:
            self.cursor += step
        else:
            self.scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        """The cursor by a screenful."""
        self.cursor += step * max(1, self.scrollable_content_region.height - 1)

    def action_go(self, line: int) -> None:
        """The first or the last line."""
        self.cursor = 0 if line == 0 else self.count - 1

    def on_click(self, event: events.Click) -> None:
        """A click goes to a line."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y + self.scroll_offset.y < self.count:
            self.cursor = offset.y + self.scroll_offset.y
            self.clicked(offset.x, event.chain)

    def clicked(self, x: int, chain: int) -> None:
        """Called when the cursor's line was clicked, at a column, so many times."""

    def render_line(self, y: int) -> Strip:
        """One line of the screen. One that the cursor is not on is drawn once for as long as lines,
        width and colours last."""
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        if index >= self.count:
            return Strip.blank(width, self.visual_style.rich_style)
        if self.has_cursor and index == self.cursor:
            return self._drawn(index, width, True)
        if (found := self._strips.get((index, width))) is None:
            if len(self._strips) >= _CACHED:
                self._strips.clear()
            found = self._strips[index, width] = self._drawn(index, width, False)
        return found

    def _drawn(self, index: int, width: int, at: bool) -> Strip:
        style = self.visual_style
        gutter = Content(" ")
        if at and self.has_focus:
            style = self.get_visual_style("line--cursor")
            gutter = Content.styled("▌", self.get_visual_style("line--gutter"))
        room = max(1, width - _GUTTER)
        content = marked(fitted(self.content(index, room), room), self.words)
        if at and not self.has_focus:
            content = Content(content.plain).stylize("reverse")
        strip = Visual.to_strips(self, gutter + content, width, 1, style)[0]
        return strip.adjust_cell_length(width, style.rich_style)


def marked(content: Content, words: str) -> Content:
    """`content` with `words` underlined, upper and lower case alike."""
    plain, wanted = content.plain.lower(), words.lower()
    if not wanted or len(plain) != len(content.plain):
        return content
    at = plain.find(wanted)
    while at >= 0:
        content = content.stylize("bold underline", at, at + len(wanted))
        at = plain.find(wanted, at + len(wanted))
    return content
