"""The editor that a field of several lines opens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from rich.style import Style as RichStyle
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea

from weavz_tui.console.forms.row_paint import blank

_JSON = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?P<text>"(?:[^"\\]|\\.)*"?)'
    r"|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<word>\b(?:true|false|null)\b)"
)


class TextEditor(TextArea):
    """A plain editor without a border and without a blinking cursor; `json` colours JSON,
    `masked` shows dots.

    Colours come from the theme by line, without a parser library (style, traps).
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "editor--key",
        "editor--text",
        "editor--number",
        "editor--word",
    }
    DEFAULT_CSS = """
    TextEditor {
        border: none;
        padding: 0;
        background: $surface-lighten-1;
        color: $foreground;
        height: auto;
        min-height: 1;
        max-height: 8;
        scrollbar-size-vertical: 1;
        &:focus { border: none; }
        & .text-area--cursor-line { background: $surface-lighten-1; }
        & > .editor--key { color: $text-primary; }
        & > .editor--text { color: $text-success; }
        & > .editor--number { color: $text-warning; }
        & > .editor--word { color: $text-accent; text-style: bold; }
    }
    """

    def __init__(
        self, text: str = "", *, json: bool = False, masked: bool = False, id: str | None = None
    ) -> None:
        super().__init__(text, id=id, tab_behavior="focus", soft_wrap=True)
        self.json = json
        self.masked = masked
        self.cursor_blink = False
        self.highlight_cursor_line = False

    def render_lines(self, crop: Region) -> list[Strip]:
        """Its lines, as long as it is there."""
        return super().render_lines(crop) if self.is_attached else blank(crop)

    def get_line(self, line_index: int) -> Text:
        """A line as rich text, coloured when it is JSON."""
        text = super().get_line(line_index)
        if self.masked:
            return Text("•" * len(text), end="", no_wrap=True)
        if self.json:
            styles = self._styles()
            for found in _JSON.finditer(text.plain):
                if found.lastgroup is not None:
                    text.stylize(styles[found.lastgroup], found.start(), found.end())
        return text

    def action_copy(self) -> None:
        """A secret is not copied from the screen."""
        if not self.masked:
            super().action_copy()

    def action_cut(self) -> None:
        """A secret is not copied from the screen."""
        if not self.masked:
            super().action_cut()

    def _styles(self) -> Mapping[str, RichStyle]:
        return {
            name: self.get_component_rich_style(f"editor--{name}", partial=True)
            for name in ("key", "text", "number", "word")
        }
