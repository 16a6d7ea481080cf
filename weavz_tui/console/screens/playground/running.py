"""Running the call, and looking at it before it runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual import on

from weavz_tui.console.screens.playground.below_pane import BelowPane
from weavz_tui.console.screens.playground.result_pane import OUTPUT, REQUEST
from weavz_tui.console.screens.playground.tabs import PlaygroundTabs
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.execution import ExecuteResult

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.execution import ExecuteRequest


class PlaygroundRuns(PlaygroundTabs):
    """Execute and preview, and where what they give is shown. A base of the screen."""

    if TYPE_CHECKING:

        async def take_input(self, id: str) -> None: ...
        async def collected(self) -> ExecuteRequest: ...

    async def do_execute(self) -> None:
        """`ctrl+r`: run; with errors in the form go to the first one and send nothing."""

        async def execute(service: Service) -> ExecuteResult:
            return await service.actions.execute(await self.collected())

        if await self.is_ready():
            self.run_as(execute)

    async def is_ready(self) -> bool:
        """Whether the form may be sent; else the focus is on what hinders it."""
        form = self.form_pane.form
        if form is None or self.draft is None:
            return False
        if not await form.check():
            return True
        self.show_form()
        await form.focus_error()
        return False

    def run_as(self, execute: Callable[[Service], Awaitable[ExecuteResult]]) -> None:
        """Run the draft so, without blocking the keyboard, and show what comes of it."""
        if self.draft is None:
            return
        title = self.draft.title
        self.console.runs.add(title)

        async def run(service: Service) -> ExecuteResult | WeavzError:
            try:
                return await execute(service)
            except WeavzError as error:
                return error
            finally:
                self.console.runs.discard(title)

        self.call(title, run, self._finished, group="run")

    def _finished(self, outcome: ExecuteResult | WeavzError) -> None:
        self.results.open(OUTPUT)
        if isinstance(outcome, WeavzError):
            self.results.show_error(outcome)
        else:
            self.results.show_result(outcome)
        self.show_below()
        if not self.is_wide:
            self.show_results()
        elif self.results.error is not None:
            # The keys that mend it are letters: in a field they would be typed.
            self.results.focus_content()
        self.write_titles()
        self.refresh_bindings()

    def show_below(self) -> None:
        """Resolution and history, where they stand below the result."""
        if self.is_divided:
            self.below.show(self.results.resolution, self.draft)

    @on(BelowPane.Chosen)
    async def _take_input(self, event: BelowPane.Chosen) -> None:
        event.stop()
        await self.take_input(event.run.id)

    def do_refresh(self) -> None:
        """`r`: run again."""
        self.run_worker(self.do_execute(), group="again", exit_on_error=False)

    def do_preview(self) -> None:
        """`ctrl+g`: the exact request, without sending it."""

        async def ask(service: Service) -> Any:
            try:
                return await service.actions.preview(await self.collected())
            except WeavzError as error:
                return error

        self.call("preview", ask, self._previewed, group="preview", quiet=True)

    def _previewed(self, shown: Any) -> None:
        self.results.show_preview(shown)
        self.results.open(REQUEST)
        if not self.is_wide:
            self.show_results()
        self.write_titles()
