"""The dialog in which the columns of a list are chosen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from weavz_tui.console.frame.ask import BOX
from weavz_tui.console.text import MUTED, line
from weavz_tui.console.widgets.columns import Column


class ColumnsDialog(ModalScreen[frozenset[str]]):
    """A check list of columns; the answer is the keys of those that are not to be shown.

    A column that is wanted but has no room is said so: the columns of the highest priority number
    drop first, and hiding another one makes room for it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,C,q", "done", priority=True, show=False),
        Binding("space", "check", priority=True, show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]
    DEFAULT_CSS = f"""
    ColumnsDialog {{
        align: center middle;
        background: $background 60%;
        {BOX}
        & OptionList {{
            height: auto; max-height: 16; border: none; padding: 0; background: $background;
            &:focus {{ border: none; }}
            & > .option-list--option-highlighted, &:focus > .option-list--option-highlighted {{
                background: $foreground; color: $background; text-style: bold;
            }}
        }}
    }}
    """
    choices = getters.query_one(OptionList)

    def __init__(
        self, columns: Sequence[Column[Any]], hidden: Collection[str], shown: Collection[str]
    ) -> None:
        super().__init__()
        self.columns = columns
        self.hidden = set(hidden)
        self.dropped = {each.key for each in columns} - self.hidden - set(shown)

    def compose(self) -> ComposeResult:
        """The check list."""
        with Vertical() as box:
            box.border_title = Content("Columns")
            box.border_subtitle = line(
                ("space", "bold $text-primary"), " shows or hides  ",
                ("esc", "bold $text-primary"), " done",
            )  # fmt: skip
            yield OptionList(*(self._row(each) for each in self.columns), markup=False)
            yield Static("", markup=False)

    def _row(self, column: Column[Any]) -> Content:
        checked = column.key not in self.hidden
        row = Content(f"{'[x]' if checked else '[ ]'} {column.title or column.key}")
        if checked and column.key in self.dropped:
            row += Content.styled("  no room now", MUTED)
        return row

    def on_mount(self) -> None:
        """Keys go to the list."""
        self.choices.focus()

    @on(OptionList.OptionSelected)
    def _select(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_check()

    def action_check(self) -> None:
        """Show or hide the marked column; one has to stay."""
        index = self.choices.highlighted
        if index is None:
            return
        key = self.columns[index].key
        self.dropped.discard(key)
        if key in self.hidden:
            self.hidden.discard(key)
        elif len(self.hidden) + 1 < len(self.columns):
            self.hidden.add(key)
        else:
            self.query_one(Static).update(Content("one column has to stay"))
            return
        self.choices.replace_option_prompt_at_index(index, self._row(self.columns[index]))

    def action_move(self, step: int) -> None:
        """The mark up or down."""
        if step > 0:
            self.choices.action_cursor_down()
        else:
            self.choices.action_cursor_up()

    def action_done(self) -> None:
        """Take what is checked."""
        self.dismiss(frozenset(self.hidden))
