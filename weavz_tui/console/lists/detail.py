"""The pane beside or below a list: texts about the marked row, as tabs in the border title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style

from weavz_tui.console.text import plain
from weavz_tui.console.widgets.hanging import HangingText


class DetailPane(VerticalScroll, can_focus=True):
    """Named texts of which one is shown. Tabs are chosen with `[` and `]` or by mouse."""

    DEFAULT_CSS = """
    DetailPane {
        border: solid $foreground 35%;
        border-title-color: $foreground;
        border-subtitle-color: $foreground;
        padding: 0 1;
        scrollbar-size-vertical: 1;
        &:focus { border: solid $primary; }
        HangingText { width: 100%; height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
    ]

    ALLOW_MAXIMIZE = True

    tab: reactive[int] = reactive(0)
    name_shown: reactive[str] = reactive("")

    def __init__(self, tabs: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tabs = tuple(tabs)
        self._texts = [Content("") for _ in tabs]

    def compose(self) -> ComposeResult:
        """The text of the present tab."""
        yield HangingText("", markup=False)

    def on_mount(self) -> None:
        """Write the title."""
        self._write_title()

    def show(self, number: int, text: Content) -> None:
        """Put a text on a tab."""
        before, self._texts[number] = self._texts[number], text
        if number == self.tab and self.is_mounted and not text.is_same(before):
            # A text of the same height is painted where it stands: laying out costs a screen.
            static = self.query_one(HangingText)
            static.update(text, layout=not _fills_alike(text, before, static.size.width))

    def set_tabs(self, tabs: Sequence[str]) -> None:
        """Show other tabs; the texts stay, by number."""
        self.tabs = tuple(tabs)
        self.tab = min(self.tab, len(self.tabs) - 1)
        self._write_title()

    def text(self, number: int) -> Content:
        """What stands on a tab."""
        return self._texts[number]

    def step(self, by: int) -> None:
        """The next or the previous tab."""
        self.tab = (self.tab + by) % len(self.tabs)

    def action_tab(self, number: int) -> None:
        """A tab was clicked."""
        self.tab = number

    def watch_tab(self) -> None:
        """Show the text of the tab from its top."""
        if self.is_mounted:
            self.query_one(HangingText).update(self._texts[self.tab])
            self.scroll_home(animate=False)
            self._write_title()

    def watch_name_shown(self) -> None:
        """Another record."""
        self._write_title()

    def _write_title(self) -> None:
        parts = []
        for number, title in enumerate(self.tabs):
            present = number == self.tab
            shown = f"▸{title}" if present and len(self.tabs) > 1 else title
            click = Style.from_meta({"@click": f"tab({number})"})
            parts.append(Content.styled(shown, "bold" if present else "").stylize(click))
        if self.name_shown:
            parts.append(plain(self.name_shown).truncate(40, ellipsis=True))
        self.border_title = Content("  ").join(parts)


def _fills_alike(one: Content, other: Content, width: int) -> bool:
    """Whether two texts take the same lines: as many of them, none so long that it is broken."""
    lines = [text.split("\n") for text in (one, other)]
    return len(lines[0]) == len(lines[1]) and all(
        each.cell_length <= width for some in lines for each in some
    )
