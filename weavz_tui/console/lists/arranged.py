"""How a list is arranged: the column it is sorted by, the columns it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on
from textual.content import Content
from textual.reactive import var

from weavz_tui.console.lists.bulk import BulkVerbs
from weavz_tui.console.widgets.window_table import WindowTable

if TYPE_CHECKING:
    from weavz_tui.console.state import ListState
    from weavz_tui.console.widgets.columns import Column

Row = TypeVar("Row")


class ArrangedList(BulkVerbs[Row], Generic[Row]):
    """Order and columns, both kept for the next start under `LIST` (empty: the place).

    `SORTS` are what the engine sorts by, with the words for it, the list's own order first.
    """

    LIST: ClassVar[str] = ""
    SORTS: ClassVar[tuple[tuple[str, str], ...]] = ()

    sort: var[str] = var("", init=False)

    @property
    def saved(self) -> ListState:
        """What is kept of this list."""
        return self.console.state.list(self.LIST or self.PLACE)

    def columns(self) -> Sequence[Column[Row]]:
        """The table's columns by order and priority."""
        raise TypeError(f"{type(self).__name__} names no columns")

    def show_list(self) -> None:
        """Read the list from its top."""

    def chosen_columns(self) -> Sequence[Column[Row]]:
        """The columns but for those that a person has hidden; all, if that would leave none."""
        hidden = frozenset(self.saved.hidden)
        return [each for each in self.columns() if each.key not in hidden] or self.columns()

    def restore_sort(self) -> None:
        """The order of the last time, before anything is read."""
        known = {each for key, _ in self.SORTS for each in (key, f"-{key}")}
        self.set_reactive(ArrangedList.sort, self.saved.sort if self.saved.sort in known else "")
        self._show_sort()

    def _show_sort(self) -> None:
        if not self.SORTS:
            return
        key = self.sort.removeprefix("-") or self.SORTS[0][0]
        word = dict(self.SORTS)[key]
        down = ", descending" if self.sort.startswith("-") else ""
        self.table.border_subtitle = Content(f"{word}{down}")

    def do_sort(self) -> None:
        """`s`: the next column, each first upwards, then downwards."""
        orders = [each for key, _ in self.SORTS for each in (key, f"-{key}")]
        if orders:
            present = self.sort or orders[0]
            self.sort = orders[(orders.index(present) + 1) % len(orders)]

    def watch_sort(self, sort: str) -> None:
        """Another order."""
        self.saved.sort = sort
        self._show_sort()
        self.show_list()

    @on(WindowTable.HeaderClicked, "#table")
    def _sort_by(self, event: WindowTable.HeaderClicked) -> None:
        """A click on a title: by that column, once more the other way round."""
        key = event.column.sort or event.column.key
        words = dict(self.SORTS)
        if key not in words:
            offered = ", ".join(word.removeprefix("sorted by ") for word in words.values())
            self.console.tell(
                f"{event.column.title}: this list cannot be sorted by it"
                + (f", only by {offered}." if offered else "."),
                severity="warning",
            )
            return
        present = self.sort or self.SORTS[0][0]
        self.sort = f"-{key}" if present == key else key

    def do_columns(self) -> None:
        """`C`: choose the columns."""
        from weavz_tui.console.lists.columns_dialog import ColumnsDialog

        dialog = ColumnsDialog(self.columns(), self.saved.hidden, self.table.shown_columns)
        self.console.push_screen(dialog, self._take_columns)

    def _take_columns(self, hidden: frozenset[str] | None) -> None:
        if hidden is None:
            return
        self.saved.hidden = sorted(hidden)
        self.console.save_state()
        self.table.show_columns(self.chosen_columns())
