"""The playground's tabs: all in one strip below 110 columns, those of each pane from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.screens.playground.result_pane import REQUEST, RESOLUTION, TABS
from weavz_tui.console.text import line, plain

if TYPE_CHECKING:
    from weavz_tui.console.screens.playground.below_pane import BelowPane
    from weavz_tui.console.screens.playground.draft import Draft
    from weavz_tui.console.screens.playground.form_pane import FormPane
    from weavz_tui.console.screens.playground.result_pane import ResultPane

FORM_TABS: tuple[str, ...] = ("Form", "JSON")
WIDE, VERY_WIDE, HIGH = 110, 160, 45


class PlaygroundTabs(FramedScreen):
    """Which of form, JSON, output, request, resolution and timing is shown; a screen's base."""

    draft: Draft | None
    form_pane: FormPane
    results: ResultPane
    below: BelowPane

    if TYPE_CHECKING:

        def focus_form(self) -> None: ...
        def do_preview(self) -> None: ...

    @property
    def is_wide(self) -> bool:
        """Whether form and result stand side by side."""
        return self.size.width >= WIDE

    @property
    def is_divided(self) -> bool:
        """Whether resolution and history stand below the result."""
        return self.size.width >= VERY_WIDE and self.size.height >= HIGH

    @property
    def on_results(self) -> bool:
        """Whether the result is what `[` and `]` are about."""
        if not self.is_wide:
            return self.has_class("-result")
        return self.focused is not None and self.results in self.focused.ancestors

    def word_of(self, command: str) -> str:
        """`ctrl+n` by where it goes."""
        if command != "next_pane" or self.is_divided:
            return super().word_of(command)
        return "form" if self.on_results else "answer"

    @property
    def lead(self) -> frozenset[str]:
        """Once there is an answer, the way to it, and from it back to the form."""
        way = self.on_results or (self.is_wide and self.results.has_run)
        return super().lead | (frozenset({"next_pane"}) if way else frozenset())

    def show_results(self) -> None:
        """The result in the one pane, and the focus in it."""
        self.add_class("-result")
        self.results.focus_content()
        self.write_titles()

    def do_next_pane(self) -> None:
        """`ctrl+n`: form, result, what stands below it, and the form again."""
        if self.is_divided and self.on_results:
            self.below.focus_content()
        elif self.on_results or self.below.has_focus_within:
            self.show_form()
            self.focus_form()
        elif self.is_wide:
            self.results.focus_content()
        else:
            self.show_results()

    def go_in(self) -> None:
        """`enter`: into the field last used, from the text of a result too."""
        if self.focused is None or self.on_results:
            self.show_form()
            self.focus_form()

    def show_form(self) -> None:
        """The form in the one pane."""
        self.remove_class("-result")
        self.write_titles()

    async def open_tab(self, number: int) -> None:
        """Open one of the flattened tabs: form, JSON, then those of the result."""
        form = self.form_pane.form
        if number >= len(FORM_TABS):
            self.results.open(number - len(FORM_TABS))
            if self.results.tab == REQUEST and self.results.result is None:
                self.do_preview()
            self.show_results() if not self.is_wide else self.results.focus_content()
        else:
            self.show_form()
            if form is not None and (form.mode == "json") != bool(number):
                await form.action_toggle_json()
            self.focus_form()
        self.write_titles()
        self.refresh_bindings()

    async def do_tab(self, by: str) -> None:
        """`[` and `]`: in one pane all tabs, side by side those of the pane with the focus."""
        if self.below.has_focus_within:
            self.below.step(int(by))
            return
        count = len(FORM_TABS) + len(TABS)
        present = self._present_tab()
        if self.is_wide:
            first = len(FORM_TABS) if self.on_results else 0
            span = len(TABS) if self.on_results else len(FORM_TABS)
            wanted = (present - first + int(by)) % span
            if self.on_results and self.is_divided and wanted == RESOLUTION:
                wanted = (wanted + int(by)) % span
            await self._step_to(first + wanted)
        else:
            await self._step_to((present + int(by)) % count)

    async def _step_to(self, number: int) -> None:
        """Open a tab without going into a field, where the same key would be typed."""
        await self.open_tab(number)
        if number < len(FORM_TABS):
            self.app.call_later(self.set_focus, None)

    async def action_open_tab(self, number: int) -> None:
        """A click on a tab."""
        await self.open_tab(number)

    def _present_tab(self) -> int:
        form = self.form_pane.form
        if self.on_results:
            return len(FORM_TABS) + self.results.tab
        return int(form is not None and form.mode == "json")

    def write_titles(self) -> None:
        """The tabs in the border titles, what runs in the form's lower border."""
        form = self.form_pane.form
        mode = int(form is not None and form.mode == "json")
        result = len(FORM_TABS) + self.results.tab
        left = [_tab(name, n, n == mode) for n, name in enumerate(FORM_TABS)]
        right = [_tab(name, n, n == result) for n, name in enumerate(TABS, len(FORM_TABS))]
        if self.is_divided:
            del right[RESOLUTION]
        if self.is_wide:
            self.form_pane.border_title = Content("  ").join(left)
            self.results.border_title = Content("  ").join(right)
        else:
            on_form = not self.has_class("-result")
            left = [_tab(name, n, n == mode and on_form) for n, name in enumerate(FORM_TABS)]
            right = [
                _tab(name, n, n == result and not on_form)
                for n, name in enumerate(TABS, len(FORM_TABS))
            ]
            strip = Content("  ").join([*left, Content("|"), *right])
            self.form_pane.border_title = self.results.border_title = strip
        if self.draft is not None:
            who = plain(self.draft.end_user or "nobody")
            self.form_pane.border_subtitle = line("ctrl+r run as ", who)


def _tab(name: str, number: int, is_open: bool) -> Content:
    click = Style.from_meta({"@click": f"screen.open_tab({number})"})
    shown = Content.styled(f"▸{name}" if is_open else name, "bold" if is_open else "")
    return shown.stylize(click)
