"""A screen with a table and what is known of the marked row."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import var

from weavz_tui.console.lists.arranged import ArrangedList
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.lists.source import PageSource, is_narrower
from weavz_tui.console.text import line, plain
from weavz_tui.console.widgets.row_window import ListSource
from weavz_tui.console.widgets.window_table import WindowTable
from weavz_tui.model.pages import Page, PageQuery

if TYPE_CHECKING:
    from textual.widgets import Input

    from weavz_tui.engine.service import Service

Row = TypeVar("Row")
NO_WORKSPACE = "No workspace is in force.\n1 goes to the workspaces, n makes one there."
SEVERAL = frozenset({"delete", "copy", "copy_as"})
ROW_VERBS = frozenset(
    {
        "mark",
        "mark_all",
        "open",
        "edit",
        "delete",
        "copy",
        "copy_as",
        "test",
        "authorise",
        "connect",
        "replay",
        "run",
        "token",
    }
)


class ListScreen(ArrangedList[Row], Generic[Row]):
    """Table above, detail below; side by side from 110 columns.

    A screen says which `columns` and `TABS` it has, how a `page` is read, and what `describe`
    shows of a row. `SORTS` are the columns it may be sorted by, the first one the list's own.
    """

    CONTEXTS: ClassVar[frozenset[str]] = frozenset({"list"})
    TITLE_WORD: ClassVar[str] = ""
    OTHER_TABS: ClassVar[tuple[str, ...]] = ()
    TABS: ClassVar[tuple[str, ...]] = ("Detail",)
    EMPTY: ClassVar[str] = "nothing here"
    FILTER_HINT: ClassVar[str] = "type to filter, enter keeps it, esc leaves"
    LIVE: ClassVar[bool] = False
    IN_WORKSPACE: ClassVar[bool] = False
    """Whether the records belong to the workspace in force."""

    filter: var[str] = var("", init=False)

    def __init__(self) -> None:
        super().__init__()
        self._wanted = ("", "")
        self._workspace = ""
        self._asked: PageQuery | None = None
        self._total: int | None = None
        self.title_word = self.TITLE_WORD

    def body(self) -> ComposeResult:
        """Table, detail; a filter line above them while it is typed in."""
        table: WindowTable[Row] = WindowTable(
            self.chosen_columns(), row_id=self.row_id, empty=self.empty(), id="table"
        )
        yield table
        yield from self.details()

    def details(self) -> ComposeResult:
        """The panes about the marked row."""
        yield DetailPane(self.TABS, id="detail")

    def empty(self) -> Content:
        """What an empty list teaches; with a filter, how to take it away."""
        if self.filter:
            return line("Nothing matches ", plain(self.filter), ".\nesc takes the filter away.")
        session = self.console.session
        if self.IN_WORKSPACE and session.opened.is_set() and not session.workspace_id:
            return Content(NO_WORKSPACE)
        return Content(self.EMPTY)

    def query_for(self, text: str, sort: str) -> PageQuery:
        """The question that a filter and a sort come to."""
        return PageQuery(search=text, sort=sort)

    async def page(self, service: Service, query: PageQuery) -> Page[Row]:
        """One page of the list."""
        raise TypeError(f"{type(self).__name__} reads no page")

    def describe(self, row: Row) -> None:
        """Show what is known of the marked row."""

    def nothing_marked(self) -> None:
        """The list is empty: nothing stands in the panes."""
        for pane in self.query(DetailPane):
            pane.name_shown = ""
            for number in range(len(pane.tabs)):
                pane.show(number, Content(""))

    def on_mount(self) -> None:
        """Bring filter and sort back, then read."""
        self.set_reactive(ListScreen.filter, self.saved.filter)
        self.restore_sort()
        self.table.border_title = plain(self.title_word)
        self.show_list()
        self.table.focus()

    @property
    def _is_elsewhere(self) -> bool:
        """Whether another workspace is in force than the one whose list this is."""
        return self.IN_WORKSPACE and self._workspace != self.console.session.workspace_id

    def show_list(self) -> None:
        """Read the list from its top; before the engine is open that waits for its first word."""
        if not self.console.session.opened.is_set():
            return

        async def read(query: PageQuery) -> Page[Row]:
            service = await self.console.session.service()
            if self.IN_WORKSPACE and not self.console.session.workspace_id:
                return Page((), 0)
            return await self.page(service, query)

        if self._is_elsewhere:
            self.table.clear_marks()
        self._workspace = self.console.session.workspace_id
        self.table.empty = self.empty()
        self._asked = self.query_for(self.filter, self.sort)
        self.table.show(PageSource(self._asked, read))

    def reload(self) -> None:
        """Read the rows on the screen anew; the cursor stays on its row."""
        if self._is_elsewhere or self.table.row is None:
            self.show_list()
        else:
            self.table.reload()

    @on(WindowTable.Loaded, "#table")
    def _show_count(self, event: WindowTable.Loaded) -> None:
        self._go_to_wanted()
        if event.total is not None:
            self._total = event.total
            self._write_title()

    @on(WindowTable.MarksChanged, "#table")
    def _write_title(self) -> None:
        if self._total is None:
            return
        parts: list[Any] = [plain(self.title_word)]
        if self.LIVE:
            parts.append("live")
        if self.filter:
            parts.append(plain(self.filter).truncate(40, ellipsis=True))
        parts.append(f"{self._total:,}")
        if self.table.marked:
            parts.append(Content.styled(f"{len(self.table.marked):,} marked", "bold"))
        parts.extend(self.OTHER_TABS)
        shown = [each if isinstance(each, Content) else Content(each) for each in parts]
        self.table.border_title = Content("  ").join(shown)
        self.refresh_bindings()

    @on(WindowTable.Highlighted, "#table")
    def _mark(self, event: WindowTable.Highlighted) -> None:
        if event.row is None:
            self.nothing_marked()
        else:
            self.describe(event.row)
        self.refresh_bindings()

    @on(WindowTable.Selected, "#table")
    async def _open(self) -> None:
        if (answer := self.do_open()) is not None:
            await answer

    def do_open(self) -> Awaitable[None] | None:
        """`enter`: go into the detail; screens with more to open do that."""
        self.query_one(DetailPane).focus()
        return None

    def mark_record(self, id: str, found_by: str) -> None:
        """Put the cursor on a record, wherever it is; one that is not held is filtered for."""
        self._wanted = (id, found_by)
        if self.table.state == "ready":
            self._go_to_wanted()

    def _go_to_wanted(self) -> None:
        id, found_by = self._wanted
        if not id:
            return
        if self.table.move_to(id):
            self._wanted = ("", "")
        elif found_by and self.filter != found_by:
            self._wanted = (id, "")
            self.filter = found_by

    def do_filter(self) -> None:
        """`/`: type a filter."""
        from weavz_tui.console.lists.filter import FilterInput

        if not self.query("#filter"):
            field = FilterInput(self.FILTER_HINT, self.filter)
            self.query_one("#body").mount(field, before=0)
        self.set_focus(self.query_one("#filter"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter more or less in the filter."""
        if event.input.id == "filter":
            event.stop()
            self.filter = event.value

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """`enter` keeps the filter."""
        if event.input.id == "filter":
            event.stop()
            self.close_filter()

    def close_filter(self) -> None:
        """Back to the table; the filter stays in force."""
        self.query("#filter").remove()
        self.table.focus()

    def watch_filter(self, text: str) -> None:
        """Another filter: another list."""
        self.saved.filter = text
        if self._finds_nothing_either():
            self.table.empty = self.empty()
            self.table.show(ListSource(()))
        else:
            self.show_list()

    def _finds_nothing_either(self) -> bool:
        """Whether a letter more was typed after those that no row has: that is known without going
        through all rows once more. Whatever is committed meanwhile has the list read anew."""
        if self._asked is None or self._is_elsewhere or not self.table.finds_nothing:
            return False
        return is_narrower(self.query_for(self.filter, self.sort), self._asked)

    def allows(self, command: str) -> bool:
        """Verbs about a row need a row; sorting needs columns."""
        if command == "bulk":
            return bool(self.table.marked)
        if command == "delete" and not self.removes:
            return False
        if command in {"previous_tab", "next_tab"}:
            panes = self.query(DetailPane)
            return bool(self.OTHER_TABS) or any(len(pane.tabs) > 1 for pane in panes)
        if command in ROW_VERBS:
            return self.row is not None or (command in SEVERAL and bool(self.table.marked))
        return command != "sort" or len(self.SORTS) > 0

    def do_tab(self, by: str) -> None:
        """`[` and `]`: tabs of the pane with the focus, else of the detail."""
        focused = self.focused
        if self.OTHER_TABS and not isinstance(focused, DetailPane):
            self.console.call_later(self.other_tab)
            return
        pane = focused if isinstance(focused, DetailPane) else self.query_one(DetailPane)
        pane.step(int(by))

    async def other_tab(self) -> None:
        """The other list of this place."""

    def step_back(self) -> None:
        """`esc`: from the detail to the table, then the marks away, then the filter."""
        if self.focused is not self.table:
            self.close_filter()
        elif self.table.marked:
            self.table.clear_marks()
        elif self.filter:
            self.filter = ""
        else:
            super().step_back()

    def do_back(self) -> None:
        """Leaving the filter line goes to the table at once."""
        if self.focused is not None and self.focused.id == "filter":
            self.close_filter()
        else:
            super().do_back()

    def edit_done(self, saved: str) -> None:
        """Mark what was saved."""
        if saved:
            self._wanted = (saved, "")
            self.show_list()
        self.table.focus()
