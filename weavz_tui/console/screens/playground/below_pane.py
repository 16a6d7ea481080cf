"""Below the result, where there is room: how the connection was chosen, and earlier runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from weavz_tui.console.lists.source import PageSource
from weavz_tui.console.screens.playground.result_pane import TextScroll
from weavz_tui.console.text import age, milliseconds
from weavz_tui.console.widgets.columns import Column
from weavz_tui.console.widgets.window_table import WindowTable
from weavz_tui.console.wording import status_mark
from weavz_tui.model.lists import ActivityQuery, PageQuery

if TYPE_CHECKING:
    from weavz_tui.console.base import ConsoleBase
    from weavz_tui.console.screens.playground.draft import Draft
    from weavz_tui.model.execution import ExecutionRow
    from weavz_tui.model.pages import Page

BELOW: tuple[str, ...] = ("Resolution", "History")
EMPTY = "This action has not run yet."


class BelowPane(Vertical):
    """Two tabs; only the open one is read."""

    DEFAULT_CSS = """
    BelowPane {
        display: none;
        border: solid $foreground 35%;
        border-title-color: $foreground;
        border-subtitle-color: $foreground;
        &:focus-within { border: solid $primary; }
        & > TextScroll { padding: 0 1; scrollbar-size-vertical: 1; height: 1fr; }
        & > TextScroll > Static { width: 100%; height: auto; }
        & > WindowTable { height: 1fr; display: none; }
        &.-history > WindowTable { display: block; }
        &.-history > TextScroll { display: none; }
    }
    """
    TITLES: ClassVar[tuple[str, ...]] = BELOW
    text = getters.query_one(Static)
    scroll = getters.query_one(TextScroll)

    @dataclass
    class Chosen(Message):
        """An earlier run was picked: its input is wanted."""

        pane: BelowPane
        run: ExecutionRow

        @property
        def control(self) -> BelowPane:
            """The pane."""
            return self.pane

    def __init__(self, console: ConsoleBase, *, id: str) -> None:
        super().__init__(id=id)
        self.console = console
        self.tab = 0
        self._draft: Draft | None = None

    def compose(self) -> ComposeResult:
        """Text, and a table of runs."""
        with TextScroll():
            yield Static("", markup=False)
        yield WindowTable(_columns(), empty=EMPTY, id="runs")

    @property
    def runs(self) -> WindowTable[ExecutionRow]:
        """The table of earlier runs."""
        found: WindowTable[ExecutionRow] = self.query_one("#runs", WindowTable)
        return found

    def on_mount(self) -> None:
        """Resolution first."""
        self._write_title()

    def show(self, resolution: Content, draft: Draft | None) -> None:
        """What is known of a call."""
        self.text.update(resolution)
        if draft is not None and (self._draft is None or draft.title != self._draft.title):
            self._draft = draft
            self.runs.show(PageSource(self._query(draft), self._read))
        elif self.runs.row is not None:
            self.runs.reload()
        elif draft is not None:
            self.runs.show(PageSource(self._query(draft), self._read))

    def _query(self, draft: Draft) -> ActivityQuery:
        return ActivityQuery(
            workspace_id=self.console.session.workspace_id,
            integration_name=draft.integration,
            action_name=draft.action,
        )

    async def _read(self, query: PageQuery) -> Page[ExecutionRow]:
        assert isinstance(query, ActivityQuery)
        service = await self.console.session.service()
        return await service.activity.list(query)

    def step(self, by: int) -> None:
        """The other tab."""
        self.action_open(self.tab + by)

    def action_open(self, number: int) -> None:
        """A tab was clicked."""
        self.tab = number % len(BELOW)
        self.set_class(self.tab == 1, "-history")
        self._write_title()
        self.focus_content()

    def focus_content(self) -> None:
        """Go to what is shown."""
        (self.runs if self.tab else self.scroll).focus()

    @on(WindowTable.Selected, "#runs")
    def _pick(self, event: WindowTable.Selected) -> None:
        event.stop()
        self.post_message(self.Chosen(self, event.row))

    def _write_title(self) -> None:
        parts = []
        for number, name in enumerate(BELOW):
            present = number == self.tab
            click = Style.from_meta({"@click": f"open({number})"})
            shown = Content.styled(f"▸{name}" if present else name, "bold" if present else "")
            parts.append(shown.stylize(click))
        self.border_title = Content("  ").join(parts)
        self.border_subtitle = "enter takes the input  D compares" if self.tab else ""


def _columns() -> list[Column[ExecutionRow]]:
    return [
        Column("when", "when", lambda row: age(row.created_at), minimum=10),
        Column("status", "status", lambda row: status_mark(row.status), minimum=8),
        Column("who", "who", lambda row: row.end_user_id or "nobody", minimum=6, maximum=12,
               priority=2),
        Column("ms", "ms", lambda row: milliseconds(row.duration_ms), minimum=5, align="right",
               priority=1),
        Column("error", "error", lambda row: row.error_code or "", minimum=8, maximum=20,
               priority=3),
    ]  # fmt: skip
