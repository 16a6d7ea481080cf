"""The least that a console can be: a title, a footer, and a line of text or a table of rows.

python tests/benchmarks/floor_app.py [ROWS]
"""

from __future__ import annotations

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import Footer, Header, Static

TITLE = "The floor"
READY = "Ready"


class FloorApp(App[None]):
    """With `rows`, a DataTable of six columns."""

    TITLE = TITLE
    BINDINGS: ClassVar = [("q", "quit", "Quit")]

    def __init__(self, rows: int = 0) -> None:
        super().__init__()
        self.rows = rows

    def compose(self) -> ComposeResult:
        """Three parts."""
        yield Header()
        yield self.table() if self.rows else Static(READY)
        yield Footer()

    def table(self) -> Widget:
        """As many rows."""
        from textual.widgets import DataTable  # noqa: PLC0415 - the floor without rows has no use

        table: DataTable[str] = DataTable(cursor_type="row")
        table.add_columns("name", "slug", "int", "con", "srv", "last activity")
        for number in range(self.rows):
            table.add_row(f"Space {number}", f"space-{number}", "0", "0", "0", "never")
        return table


if __name__ == "__main__":
    FloorApp(int(sys.argv[1]) if len(sys.argv) > 1 else 0).run()
