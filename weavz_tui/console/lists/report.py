"""What came of a step over several rows where not all of it was done."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from weavz_tui.console.lists.steps import Report
from weavz_tui.console.text import BAD, MUTED, OK, WARN, line, lines, plain


class ReportScreen(ModalScreen[None]):
    """Every row by name with how it ended, those that failed first."""

    DEFAULT_CSS = """
    ReportScreen { align: center middle; background: $background 60%; }
    ReportScreen > VerticalScroll {
        width: 78; max-width: 100%; height: auto; max-height: 90%; padding: 0 1;
        background: $background;
        border: solid $primary;
        border-title-color: $foreground;
        border-subtitle-color: $foreground;
        scrollbar-size-vertical: 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss(None)", "Close", show=False),
    ]

    def __init__(self, title: str, report: Report) -> None:
        super().__init__()
        self.heading = title
        self.report = report

    def compose(self) -> ComposeResult:
        """The report in a box."""
        box = VerticalScroll()
        box.border_title = plain(self.heading)
        box.border_subtitle = "esc closes; what failed stays marked"
        with box:
            yield Static(told(self.report), markup=False)


def told(report: Report) -> Content:
    """Failed, not known, not begun, done."""
    rows: list[Content] = []
    for step, error in report.failed:
        rows.append(line(BAD, (plain(step.name).plain, "bold"), "  ", (error.code, "bold")))
        rows.append(line("    ", plain(error.message)))
        if error.hint:
            rows.append(line("    ", (plain(error.hint).plain, MUTED)))
    if report.cut is not None:
        rows.append(line(WARN, plain(report.cut.name), "  cancelled while it was under way"))
    rows += [line("- ", plain(step.name), ("  not begun", MUTED)) for step in report.left]
    rows += [line(OK, plain(step.name)) for step, _ in report.done]
    return lines(*rows)
