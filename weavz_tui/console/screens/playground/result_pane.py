"""What came out of a call, as tabs: output, request, resolution, timing."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from weavz_tui.console.screens.playground.contents import (
    error_content,
    preview_content,
    request_content,
    resolution_content,
    success_line,
    timing_content,
)
from weavz_tui.console.text import MUTED, line
from weavz_tui.console.widgets.json_text import is_large, weigh
from weavz_tui.console.widgets.json_view import JsonView
from weavz_tui.console.widgets.slices import in_slices
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.execution import ExecuteResult, Explanation, Preview

TABS: tuple[str, ...] = ("Output", "Request", "Resolution", "Timing")
HINT = Content("/ search  f path  v tree table raw")
OUTPUT, REQUEST, RESOLUTION, TIMING = range(4)
_NOT_RUN = line(("nothing was run yet; ctrl+r runs it", MUTED))
_PREVIEWED = line(("a preview: nothing was sent; ctrl+r runs it", MUTED))
_PREVIEWED_AGAIN = line(("a preview of the next run; ctrl+r runs it", MUTED))


class TextScroll(VerticalScroll, can_focus=True):
    """Text that scrolls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("g", "scroll_home", "Top", show=False),
        Binding("G", "scroll_end", "Bottom", show=False),
    ]


class ResultPane(Vertical):
    """The outcome in its first line, then the open tab. The screen writes the border title."""

    DEFAULT_CSS = """
    ResultPane {
        border: solid $foreground 35%;
        border-title-color: $foreground;
        border-subtitle-color: $foreground;
        &:focus-within { border: solid $primary; }
        & > #status { height: 1; padding: 0 1; }
        & > TextScroll { padding: 0 1; scrollbar-size-vertical: 1; height: 1fr; }
        & > TextScroll > Static { width: 100%; height: auto; }
        & > JsonView { height: 1fr; }
    }
    """
    text = getters.query_one("#text", Static)
    scroll = getters.query_one(TextScroll)
    output = getters.query_one(JsonView)
    status_line = getters.query_one("#status", Static)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.tab = OUTPUT
        self.result: ExecuteResult | None = None
        self.error: WeavzError | None = None
        self._texts = [Content("")] * len(TABS)
        self._headline = _NOT_RUN
        self._previewed = Content("")

    def compose(self) -> ComposeResult:
        """Outcome, output, text."""
        yield Static("", id="status", markup=False)
        yield JsonView(id="output")
        with TextScroll():
            yield Static("", id="text", markup=False)

    def on_mount(self) -> None:
        """Nothing has been run yet."""
        self._paint()

    def open(self, tab: int) -> None:
        """Show a tab."""
        self.tab = tab % len(TABS)
        self._paint()

    def focus_content(self) -> None:
        """Go to what is shown."""
        (self.output if self.output.display else self.scroll).focus()

    def show_result(self, result: ExecuteResult) -> None:
        """A success."""
        self.result, self.error = result, None
        self._previewed = Content("")
        self._headline = success_line(result)
        self.output.show(result.output)
        note = "" if result.requests else "the action ran here; no request was sent"
        self._texts[REQUEST] = request_content(result.requests, note)
        if result.explanation is not None:
            self._texts[RESOLUTION] = resolution_content(result.explanation)
        self._texts[TIMING] = timing_content(result.timing)
        if is_large(result.output):
            self._weigh(result)
        else:
            text = json.dumps(result.output, ensure_ascii=False, default=str)
            self._headline = success_line(result, len(text.encode("utf-8", "replace")))
        self._paint()

    @work(exclusive=True, group="weigh", exit_on_error=False)
    async def _weigh(self, result: ExecuteResult) -> None:
        size = await in_slices(weigh(result.output))
        if self.result is result:
            self._headline = success_line(result, size)
            if not self.previews:
                self.status_line.update(self._headline)

    def show_error(self, error: WeavzError) -> None:
        """A failure: the output's tab says what happened and what mends it."""
        self.result, self.error = None, error
        self._previewed = self._headline = Content("")
        self._texts[REQUEST] = Content("")
        self._texts[OUTPUT] = error_content(error)
        self._texts[TIMING] = Content("")
        self._paint()

    def show_explanation(self, explanation: Explanation) -> None:
        """What is known before a run."""
        if self.result is None:
            self._texts[RESOLUTION] = resolution_content(explanation)
            self._paint()

    def show_preview(self, preview: Preview | WeavzError) -> None:
        """The request that a run would send. What the last run gave stays on the other tabs."""
        self._previewed = _PREVIEWED_AGAIN if self.has_run else _PREVIEWED
        if isinstance(preview, WeavzError):
            self._texts[REQUEST] = error_content(preview)
        else:
            self._texts[REQUEST] = preview_content(preview)
        self._paint()

    def forget(self) -> None:
        """Another action: nothing was run yet."""
        self.result = self.error = None
        self._texts = [Content("")] * len(TABS)
        self._headline = _NOT_RUN
        self._previewed = Content("")
        self._paint()

    def copied(self) -> tuple[str, str]:
        """What `y` copies on the open tab, and what it is called."""
        if self.tab == OUTPUT and self.result is not None:
            return self.output.copied()
        return self._texts[self.tab].plain, TABS[self.tab].lower()

    def _paint(self) -> None:
        if not self.children:
            return
        tree = self.tab == OUTPUT and self.result is not None
        headline = self._previewed if self.previews else self._headline
        self.status_line.display = bool(headline.plain)
        self.status_line.update(headline)
        self.output.display = tree
        self.scroll.display = not tree
        self.border_subtitle = HINT if tree else ""
        if not tree:
            self.text.update(self._texts[self.tab])

    @property
    def previews(self) -> bool:
        """Whether what is shown is the request of the next run, not of the last."""
        return self.tab == REQUEST and bool(self._previewed.plain)

    @property
    def has_run(self) -> bool:
        """Whether an answer or an error of a run is here to be read."""
        return self.result is not None or self.error is not None

    @property
    def resolution(self) -> Content:
        """How the connection of the last run, or of the next, is chosen."""
        return self._texts[RESOLUTION]

    @property
    def value(self) -> Any:
        """The output of the last success."""
        return self.result.output if self.result else None
