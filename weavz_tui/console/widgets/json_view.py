"""A JSON value to read: tree, table or text, with a search and a filter by path."""

from __future__ import annotations

from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from weavz_tui.console.widgets import json_filter
from weavz_tui.console.widgets.json_lines import JsonLines
from weavz_tui.console.widgets.json_modes import JsonModes
from weavz_tui.console.widgets.json_table import RecordTable
from weavz_tui.console.widgets.plain import one_line


class JsonView(JsonModes):
    """`/` searches with `n` and `N`, `f` shows only what stands at a path, `v` goes from the tree
    to a table (of a list of records) and to the text, `L` breaks long lines of the text, `s` sorts
    the table. Long work is done in slices; `esc` stops it.

    Copying and saving are the owner's: `copied`, `copied_path` and `showing` say what there is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "prompt('search')", "search", show=False, id="search"),
        Binding("f", "prompt('path')", "path", show=False, id="path_filter"),
        Binding("n", "next(1)", "next", show=False, id="next_find"),
        Binding("N", "next(-1)", "previous", show=False, id="previous_find"),
        Binding("v", "view", "tree table raw", show=False, id="view"),
        Binding("L", "wrap", "wrap", show=False, id="wrap"),
        Binding("s", "sort", "sort", show=False, id="sort_records"),
        Binding("escape", "stop", show=False),
    ]
    DEFAULT_CSS = """
    JsonView {
        background: $background;
        & > LineView, & > WindowTable { height: 1fr; }
        & > #json-prompt { height: 1; display: none; }
        & > #json-prompt.-open { display: block; }
        & Input {
            border: none; height: 1; padding: 0 1; background: $surface-lighten-1;
            &:focus { border: none; background-tint: $foreground 0%; }
        }
        & > #json-found { height: 1; padding: 0 1; color: $foreground 75%; display: none; }
        & > #json-found.-open { display: block; }
    }
    """

    prompt_line = getters.query_one("#json-prompt", Input)
    found_line = getters.query_one("#json-found", Static)

    def compose(self) -> ComposeResult:
        """The tree; the line to type in; what was found."""
        yield JsonLines(self.value, id="json-tree")
        line = Input(id="json-prompt", select_on_focus=False)
        line.cursor_blink = False
        yield line
        yield Static("", id="json-found", markup=False)

    async def action_view(self) -> None:
        """The next way of showing the value."""
        order = self.modes
        await self.view(order[(order.index(self.mode) + 1) % len(order)])

    @on(RecordTable.Selected)
    async def _open_record(self, event: RecordTable.Selected) -> None:
        event.stop()
        number = event.row[0]
        await self.view("tree")
        tree = self.query_one("#json-tree", JsonLines)
        inside = self.matches is not None and len(self.matches) == 1
        index = tree.json.reveal((0, number) if inside else (number,))
        tree.json.unfold(index)
        tree.go_to(index)

    async def action_wrap(self) -> None:
        """Break long lines of the text, or cut them."""
        await self.wrap()

    def action_prompt(self, asked: str) -> None:
        """Open the line to type in: words to search for, or a path."""
        self.asked = asked
        is_path = asked == "path"
        self.prompt_line.placeholder = (
            "path: items[*].name, ..id; nothing shows everything" if is_path else "search"
        )
        self.prompt_line.value = self.filter if is_path else ""
        self.prompt_line.cursor_position = len(self.prompt_line.value)
        self.prompt_line.add_class("-open")
        self.prompt_line.focus()

    @on(Input.Submitted, "#json-prompt")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.asked == "path":
            self.set_filter(event.value.strip())
        else:
            self.close_search()
            self.search(event.value)

    @on(Input.Changed, "#json-prompt")
    def _typing(self, event: Input.Changed) -> None:
        event.stop()

    def close_search(self) -> bool:
        """Close the line again; False when it was not open."""
        if not self.prompt_line.has_class("-open"):
            return False
        self.prompt_line.remove_class("-open")
        self.shown.focus()
        return True

    def search(self, words: str) -> None:
        """Find words in what is shown, beginning at the cursor."""
        self.words = words
        shown = self.shown

        async def run() -> None:
            total = await self.slowly("searching", shown.searching(words))
            self._say(shown.next_hit(1, here=True) if total else 0, total)

        self.start(run)

    def set_filter(self, path: str) -> None:
        """Show only what stands at a path; an empty one shows everything."""
        if path in {"", ".", "$"}:
            self.close_search()
            self.show(self.value)
            return
        try:
            steps = json_filter.parse(path)
        except json_filter.PathMistake as mistake:
            self._say_wrong(str(mistake))
            return

        async def run() -> None:
            found = await self.slowly("filtering", json_filter.select(self.value, steps))
            if not found:
                near = json_filter.nearest(self.value, steps)
                self._say_wrong(f"nothing is at {path}; {near}")
                return
            self.close_search()
            self.filter, self.matches = path, found
            self.show_again()

        self.start(run)

    def action_next(self, step: int) -> None:
        """The next or previous find."""
        if self.words and not self.is_busy:
            self._say(self.shown.next_hit(step), self.shown.found)

    def action_sort(self) -> None:
        """Sort the table by the next column."""
        if (table := self.table) is not None:
            self.sort_by(*table.next_sort())

    @on(RecordTable.SortWanted)
    def _sort(self, event: RecordTable.SortWanted) -> None:
        event.stop()
        table = event.table
        again = table.sorted_by == event.key and not table.descending
        self.sort_by(event.key, again)

    def sort_by(self, key: str, descending: bool) -> None:
        """Sort the table; an empty key is the answer's own order."""
        table = self.query_one(RecordTable)

        async def run() -> None:
            await self.slowly("sorting", table.sorting(key, descending))
            word = f"sorted by {one_line(key)}{', descending' if descending else ''}"
            self.told = Content(word if key else "in the answer's order")

        self.start(run)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`esc` is ours while there is something to stop, sorting while there is a table."""
        if action == "stop":
            return self.is_busy or self.prompt_line.has_class("-open")
        return action != "sort" or self.mode == "table"

    def action_stop(self) -> None:
        """`esc`: stop what goes on, else close the line."""
        if self.is_busy:
            self.stop()
            self.told = Content("cancelled")
            self.tell()
        else:
            self.close_search()
            self.tell()

    def _say(self, number: int, total: int) -> None:
        words = one_line(self.words)
        told = f"{number:,} of {total:,}" if total else "not found"
        self.told = Content(f"/{words}  {told}  n next  N previous" if words else "")
        self.tell()

    def _say_wrong(self, text: str) -> None:
        self.told = Content.styled(f"✗ {one_line(text)}", "bold $text-error")
        self.tell()

    def tell(self) -> None:
        """The filter in force and the last word, in the line below."""
        parts = [self.told] if self.told.plain else []
        if self.matches is not None:
            count = f"{len(self.matches):,}"
            parts.insert(0, Content(f"path {one_line(self.filter)}  {count}"))
        self.found_line.set_class(bool(parts), "-open")
        self.found_line.update(Content("   ").join(parts))
