"""What the windowed table tells its owner, and itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

from weavz_tui.console.widgets.row_window import RowWindow
from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    from weavz_tui.console.widgets.columns import Column
    from weavz_tui.console.widgets.window_table import WindowTable


@dataclass
class TableMessage(Message):
    """A message of one table."""

    table: WindowTable[Any]

    @property
    def control(self) -> WindowTable[Any]:
        """The table."""
        return self.table


@dataclass
class Highlighted(TableMessage, namespace="window_table"):
    """The cursor stands on another row, or its row has changed; None: the list is empty."""

    row: Any

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Highlighted) and message.table is self.table


@dataclass
class Selected(TableMessage, namespace="window_table"):
    """`enter` or a double click on a row: open it."""

    row: Any


@dataclass
class HeaderClicked(TableMessage, namespace="window_table"):
    """The title of a column was clicked."""

    column: Column[Any]


@dataclass
class MarksChanged(TableMessage, namespace="window_table"):
    """Other rows are marked."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, MarksChanged) and message.table is self.table


@dataclass
class Loaded(TableMessage, namespace="window_table"):
    """The list was read (anew); `total` counts the whole list, for titles. It is told twice of a
    long list: at once with its rows, None, and when they have been counted."""

    total: int | None


@dataclass
class Failed(TableMessage, namespace="window_table"):
    """A fetch ended in an error; the table shows it, the owner may offer more."""

    error: WeavzError
    generation: int


@dataclass
class Arrived(TableMessage, namespace="window_table"):
    """What a fetch came to; the table's own business."""

    window: RowWindow[Any]
    target: int | str | None
    generation: int


@dataclass
class Counted(TableMessage, namespace="window_table"):
    """How many rows a list has that was shown before it was counted; the table's own business."""

    total: int
    source: object
