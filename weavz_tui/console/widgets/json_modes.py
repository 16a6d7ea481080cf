"""What is shown of a JSON value, and in which of its ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

from textual.content import Content
from textual.reactive import var

from weavz_tui.console.widgets.json_lines import JsonLines
from weavz_tui.console.widgets.json_table import RecordTable, records_of
from weavz_tui.console.widgets.json_text import text_of
from weavz_tui.console.widgets.slow_work import SlowWork
from weavz_tui.console.widgets.text_lines import TextLines

Mode = Literal["tree", "table", "raw"]
Shown = JsonLines | TextLines | RecordTable


class JsonModes(SlowWork):
    """Tree, table or text of a value, or of what a filter leaves of it. A base of the view."""

    mode: var[Mode] = var[Mode]("tree")

    def __init__(self, value: Any = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.value = value
        self.filter = ""
        self.is_wrapped = False
        self.matches: dict[str, Any] | None = None
        self._records: Sequence[Mapping[str, Any]] | None = None
        self.words = ""
        self.asked = ""

    @property
    def records(self) -> Sequence[Mapping[str, Any]]:
        """The records, where what is shown is a list of nothing else; looked for when a table is
        asked for, as every one of a million has to be looked at."""
        if self._records is None:
            self._records = records_of(self.showing)
            if self.matches is not None and not self._records:
                self._records = records_of(list(self.matches.values()))
        return self._records

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The ways in which this value can be shown."""
        return ("tree", "table", "raw") if self.records else ("tree", "raw")

    @property
    def showing(self) -> Any:
        """The value, or what the filter leaves of it."""
        if self.matches is None:
            return self.value
        found = list(self.matches.values())
        return found[0] if len(found) == 1 else found

    def show(self, value: Any) -> None:
        """Show another value, as a tree from its beginning."""
        self.value, self.filter, self.matches = value, "", None
        self.show_again()

    def show_again(self) -> None:
        """Show what the filter leaves, as a tree."""
        self.words, self.told = "", Content("")
        self._records = None
        if self.is_mounted:
            self.stop()
            focused = self.shown.has_focus
            for old in [*self.query(RecordTable), *self.query(TextLines)]:
                old.remove()
            tree = self.query_one("#json-tree", JsonLines)
            filtered = self.matches is not None
            tree.show(self.matches if filtered else self.value, paths=filtered)
            self.mode = "tree"
            self.tell()
            if focused:
                self.shown.focus()

    def focus(self, scroll_visible: bool = True) -> Self:
        """The lines take the keys."""
        self.shown.focus(scroll_visible)
        return self

    @property
    def shown(self) -> Shown:
        """The widget that shows the value at present."""
        if self.mode == "table":
            return self.query_one(RecordTable)
        if self.mode == "raw":
            return self.query_one(TextLines)
        return self.query_one("#json-tree", JsonLines)

    @property
    def table(self) -> RecordTable | None:
        """The table while it is shown."""
        shown = self.shown
        return shown if isinstance(shown, RecordTable) else None

    def copied(self) -> tuple[str, str]:
        """The value under the cursor as text, and the path to it (`value` for the whole)."""
        value, path = self._marked()
        return (value if isinstance(value, str) else text_of(value)), path or "value"

    def copied_path(self) -> str:
        """The path to the value under the cursor."""
        return self._marked()[1]

    def _marked(self) -> tuple[Any, str]:
        shown = self.shown
        if isinstance(shown, RecordTable):
            row = shown.row
            return (self.showing, "") if row is None else (row[1], self._record_path(row[0]))
        if isinstance(shown, TextLines):
            return self.showing, ""
        return shown.json.value_at(shown.cursor), shown.json.path(shown.cursor)

    def _record_path(self, number: int) -> str:
        if self.matches is None:
            return f"[{number}]"
        paths = list(self.matches)
        return f"{paths[0]}[{number}]" if records_of(self.showing) and len(paths) == 1 else (
            paths[number]
        )  # fmt: skip

    async def wrap(self) -> None:
        """Break long lines of the text, or cut them."""
        self.is_wrapped = not self.is_wrapped
        for text in self.query(TextLines):
            text.set_wrap(self.is_wrapped)
        if self.mode != "raw":
            await self.view("raw")
        self.told = Content("long lines " + ("broken" if self.is_wrapped else "cut"))
        self.tell()

    async def view(self, mode: Mode) -> None:
        """Show the value this way."""
        self.stop()
        focused = self.shown.has_focus
        if mode == "raw" and not self.query(TextLines):
            await self.mount(TextLines(self.showing, wrap=self.is_wrapped, id="json-raw"), before=0)
        if mode == "table" and not self.query(RecordTable):
            await self.mount(RecordTable(self.records), before=0)
        self.mode = mode
        self.told = Content("")
        self.tell()
        if focused:
            self.shown.focus()

    def watch_mode(self) -> None:
        """Only one of them is on the screen."""
        for each in [*self.query("LineView"), *self.query(RecordTable)]:
            each.display = each is self.shown
        self.refresh_bindings()
