"""A JSON value to read: tree, table or text, with a search."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import Input, Static

from weavz_tui.console.widgets.columns import Column
from weavz_tui.console.widgets.json_lines import JsonLines
from weavz_tui.console.widgets.json_tree import preview
from weavz_tui.console.widgets.row_window import ListSource
from weavz_tui.console.widgets.window_table import WindowTable

Mode = Literal["tree", "table", "raw"]
Record = tuple[int, Mapping[str, Any]]

_MOST_COLUMNS = 12
_LOOKED_AT = 100


class JsonView(Vertical):
    """`/` searches with `n` and `N`, `v` goes from the tree to a table (of a list of records) and
    to the text. Copying is the owner's: `copied` and `copied_path` say what there is to copy."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", show=False),
        Binding("n", "next(1)", "next", show=False),
        Binding("N", "next(-1)", "previous", show=False),
        Binding("v", "view", "tree table raw", show=False),
    ]
    DEFAULT_CSS = """
    JsonView {
        background: $background;
        & > JsonLines, & > WindowTable { height: 1fr; }
        & > #json-search { height: 1; display: none; }
        & > #json-search.-open { display: block; }
        & Input {
            border: none; height: 1; padding: 0 1; background: $surface-lighten-1;
            &:focus { border: none; background-tint: $foreground 0%; }
        }
        & > #json-found { height: 1; padding: 0 1; color: $foreground 75%; display: none; }
        & > #json-found.-open { display: block; }
    }
    """

    mode: var[Mode] = var[Mode]("tree")
    search_line = getters.query_one("#json-search", Input)
    found_line = getters.query_one("#json-found", Static)

    def __init__(self, value: Any = None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.value = value
        self._words = ""

    def compose(self) -> ComposeResult:
        """The tree; the line to search in; what was found."""
        yield JsonLines(self.value, id="json-tree")
        line = Input(placeholder="search", id="json-search", select_on_focus=False)
        line.cursor_blink = False
        yield line
        yield Static("", id="json-found", markup=False)

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The ways in which this value can be shown."""
        return ("tree", "table", "raw") if records_of(self.value) else ("tree", "raw")

    def show(self, value: Any) -> None:
        """Show another value, as a tree from its beginning."""
        self.value = value
        self._words = ""
        if self.is_mounted:
            focused = self.shown.has_focus
            for old in [*self.query(WindowTable), *self.query("#json-raw")]:
                old.remove()
            self.query_one("#json-tree", JsonLines).show(value)
            self.found_line.remove_class("-open")
            self.mode = "tree"
            if focused:
                self.shown.focus()

    def focus(self, scroll_visible: bool = True) -> JsonView:
        """The lines take the keys."""
        self.shown.focus(scroll_visible)
        return self

    @property
    def shown(self) -> JsonLines | WindowTable[Record]:
        """The widget that shows the value at present."""
        if self.mode == "table":
            table: WindowTable[Record] = self.query_one(WindowTable)
            return table
        return self.query_one(f"#json-{self.mode}", JsonLines)

    def copied(self) -> tuple[str, str]:
        """The value under the cursor as text, and the path to it (`value` for the whole)."""
        value, path = self._marked()
        text = value if isinstance(value, str) else _text(value)
        return text, path or "value"

    def copied_path(self) -> str:
        """The path to the value under the cursor."""
        return self._marked()[1]

    def _marked(self) -> tuple[Any, str]:
        shown = self.shown
        if isinstance(shown, WindowTable):
            row = shown.row
            return (self.value, "") if row is None else (row[1], f"[{row[0]}]")
        if shown.raw:
            return self.value, ""
        return shown.json.value_at(shown.cursor), shown.json.path(shown.cursor)

    async def action_view(self) -> None:
        """The next way of showing the value."""
        order = self.modes
        await self.view(order[(order.index(self.mode) + 1) % len(order)])

    async def view(self, mode: Mode) -> None:
        """Show the value this way."""
        focused = self.shown.has_focus
        if mode == "raw" and not self.query("#json-raw"):
            await self.mount(JsonLines(self.value, raw=True, id="json-raw"), before=0)
        if mode == "table" and not self.query(WindowTable):
            await self.mount(_table(records_of(self.value)), before=0)
        self.mode = mode
        self.found_line.remove_class("-open")
        if focused:
            self.shown.focus()

    def watch_mode(self, mode: Mode) -> None:
        """Only one of them is on the screen."""
        for lines in self.query(JsonLines):
            lines.display = lines.id == f"json-{mode}"
        for table in self.query(WindowTable):
            table.display = mode == "table"

    async def action_search(self) -> None:
        """Open the line to search in. A table is searched as a tree."""
        if self.mode == "table":
            await self.view("tree")
        self.search_line.add_class("-open")
        self.search_line.focus()

    @on(Input.Submitted)
    def _search(self, event: Input.Submitted) -> None:
        event.stop()
        self.close_search()
        self._words = event.value
        shown = self.shown
        if isinstance(shown, JsonLines):
            self._say(*shown.search(event.value))

    def close_search(self) -> bool:
        """Close the line again; False when it was not open."""
        if not self.search_line.has_class("-open"):
            return False
        self.search_line.remove_class("-open")
        self.shown.focus()
        return True

    def key_escape(self) -> None:
        """`esc` in the line closes it."""
        self.close_search()

    def action_next(self, step: int) -> None:
        """The next or previous find."""
        shown = self.shown
        if isinstance(shown, JsonLines) and self._words:
            self._say(shown.next_hit(step), shown.found)

    def _say(self, number: int, total: int) -> None:
        words = self._words
        told = f"{number} of {total:,}" if total else "not found"
        self.found_line.set_class(bool(words), "-open")
        self.found_line.update(Content(f"/{words}  {told}  n next  N previous"))


def records_of(value: Any) -> list[Mapping[str, Any]]:
    """The records when a value is a list of nothing else."""
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        return value
    return []


def _table(records: list[Mapping[str, Any]]) -> WindowTable[Record]:
    keys = list(dict.fromkeys(key for each in records[:_LOOKED_AT] for key in each))
    columns = [
        Column[Record](str(key), str(key), _cell(key), minimum=4, maximum=32, priority=number)
        for number, key in enumerate(keys[:_MOST_COLUMNS])
    ]
    rows: list[Record] = list(enumerate(records))
    table: WindowTable[Record] = WindowTable(
        columns, ListSource(rows), row_id=lambda row: str(row[0])
    )
    return table


def _cell(key: str) -> Callable[[Record], str]:
    def render(row: Record) -> str:
        value = row[1].get(key)
        if value is None:
            return "" if key not in row[1] else "null"
        return value[:200] if isinstance(value, str) else preview(value, 40)

    return render


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
