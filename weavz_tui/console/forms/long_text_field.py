"""Text of several lines, one row at rest."""

from __future__ import annotations

from typing import Any

from textual import events, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import TextArea

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.masks import MASK, is_secret
from weavz_tui.console.forms.open_field import OpenField
from weavz_tui.console.forms.summary import counted, scalar
from weavz_tui.console.forms.text_editor import TextEditor
from weavz_tui.console.widgets.plain import one_line_content


class LongTextField(OpenField):
    """LONG_TEXT and MARKDOWN: `enter` opens an editor in place, to at most 8 rows."""

    DEFAULT_CSS = """
    LongTextField { padding: 0 16 0 19; height: auto; min-height: 1; }
    """
    IS_JSON = False

    @property
    def lit(self) -> bool:
        """The row is lit while its editor has the focus too."""
        return self.has_focus or any(child.has_focus for child in self.children)

    def text(self) -> str:
        """The value in force as text."""
        value = self.in_force
        return "" if value is ABSENT or value is None else scalar_text(value)

    def at_rest(self) -> str:
        """What the row shows the beginning of."""
        return self.text()

    def value_content(self) -> Content | None:
        """The first line, with `…` when there is more."""
        if self.opened:
            return None
        if is_secret(self.prop) and self.text():
            return Content(MASK)
        first, more, _ = self.at_rest().partition("\n")
        content = one_line_content(scalar(first))
        if self.typed is ABSENT or self.locked:
            content = content.stylize("$foreground 75%")
        return content + Content("…") if more else content

    def source(self) -> Content:
        """How many lines, or where it comes from."""
        text = self.text()
        lines = counted(text.count("\n") + 1, "line")
        own = self.typed is not ABSENT and not self.locked
        return self.arrow(lines if own and text else self.origin())

    async def on_key(self, event: events.Key) -> None:
        """A letter opens the editor and is its first."""
        if self.locked or not self.has_focus or not event.is_printable or not event.character:
            return
        event.stop()
        event.prevent_default()
        await self._write(event.character)

    async def on_paste(self, event: events.Paste) -> None:
        """What is pasted onto the row opens the editor too."""
        if not self.locked and self.has_focus:
            event.stop()
            await self._write(event.text)

    async def _write(self, text: str) -> None:
        await self.open()
        self.enter()
        for editor in self.query(TextEditor):
            editor.move_cursor(editor.document.end)
            editor.insert(text)

    def contents(self) -> list[Widget]:
        """The editor."""
        return [TextEditor(self.text(), json=self.IS_JSON, masked=is_secret(self.prop))]

    @on(TextArea.Changed)
    def _edited(self, event: TextArea.Changed) -> None:
        event.stop()
        text = event.text_area.text
        if text != self.text():
            self.take(text)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """The editor closes when it is left."""
        self.settle()
        self.call_after_refresh(self._close_if_left)

    async def _close_if_left(self) -> None:
        if self.is_attached and not self.has_focus_within and self.screen.is_current:
            await self.close()

    def take(self, text: str) -> None:
        """The person made the text this; an empty editor means nothing was typed."""
        self.changed(text or ABSENT)

    def show_value(self) -> None:
        """The row, and the editor when it is open."""
        for editor in self.query(TextEditor):
            if editor.text != self.text():
                editor.text = self.text()
        super().show_value()

    def help_word(self) -> str:
        """The keys."""
        if self.locked:
            return ""
        return "tab goes on, esc closes" if self.opened else "type, or enter opens it here"


def scalar_text(value: Any) -> str:
    """A text as it is; anything else, which the property cannot hold, as JSON."""
    return value if isinstance(value, str) else scalar(value)
