"""Choosing one of many by typing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, TypeAlias

from rich.cells import cell_len
from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static

from weavz_tui.console.widgets import picker_messages
from weavz_tui.console.widgets.picker_messages import Answered
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.console.widgets.ranking import Ranking
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.properties import Option, Options

OptionSource = Callable[[str], Awaitable[Options]]

_SHOWN = 100
_LONGEST_LABEL = 44
_DEBOUNCE = 0.2


class Picker(Vertical):
    """A line to type in over the options that match it.

    `source` is called with a search and answers `Options` or raises a `WeavzError`. When it
    searches itself (`searching`), it is asked anew once typing rests; else it is asked once and
    the options are ranked here. `typed` lets a value in that is no option. `describe` adds to a
    row what the label does not say.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "move(-8)", show=False),
        Binding("pagedown", "move(8)", show=False),
        Binding("escape", "cancel", show=False),
    ]
    DEFAULT_CSS = """
    Picker {
        background: $background;
        & > Input {
            border: none; height: 1; padding: 0 1; background: $surface-lighten-1;
            &:focus { border: none; background-tint: $foreground 0%; }
            & > .input--placeholder { color: $foreground 75%; }
        }
        & > OptionList {
            border: none; height: 1fr; padding: 0 0 0 1; background: $background;
            text-wrap: nowrap; text-overflow: ellipsis;
            scrollbar-size-vertical: 1;
            & > .option-list--option-highlighted {
                background: $foreground; color: $background; text-style: bold;
            }
            &:ansi > .option-list--option-highlighted {
                background: $block-cursor-background; color: $block-cursor-foreground;
                text-style: bold underline;
            }
        }
        & > Static { height: 1; padding: 0 1; color: $foreground 75%; }
        & > Static.-error { height: auto; max-height: 4; color: $text-error; text-style: bold; }
    }
    """
    line = getters.query_one(Input)
    choices = getters.query_one(OptionList)
    note = getters.query_one(Static)

    Picked: TypeAlias = picker_messages.Picked
    Cancelled: TypeAlias = picker_messages.Cancelled
    Marked: TypeAlias = picker_messages.Marked

    def __init__(
        self,
        source: OptionSource,
        *,
        searching: bool = False,
        rests: float = _DEBOUNCE,
        typed: bool = False,
        placeholder: str = "find",
        describe: Callable[[Option], Content] | None = None,
        search: str = "",
        id: str | None = None,
    ) -> None:
        """`search` is written in the line already; `rests` is the seconds that typing has to rest
        before a `searching` source is asked (0: at every key)."""
        super().__init__(id=id)
        self._begun = search
        self.source = source
        self.searching = searching
        self.rests = rests
        self.typed = typed
        self.describe = describe
        self._placeholder = placeholder
        self._ranking = Ranking()
        self._options: Sequence[Option] = ()
        self._found: list[Option] = []
        self._notes_at = 0
        self._timer: Timer | None = None
        self.pending_search: str | None = None
        self._asked = ""
        self._answered = False
        self._enters = False
        self._message = ""
        self._noted = ""
        self._stays = False
        self._marked_before = 0
        self.shown_search: str | None = None
        """The search whose options stand in the list."""

    def compose(self) -> ComposeResult:
        """The line, the options, and what there is to say about them."""
        yield Input(placeholder=self._placeholder, select_on_focus=False)
        choices = OptionList(markup=False)
        choices.can_focus = False
        yield choices
        yield Static("⋯ loading", markup=False)

    def on_mount(self) -> None:
        """Ask for the options."""
        self.line.cursor_blink = False
        if self._begun:
            self.line.value = self._begun
            self.line.cursor_position = len(self._begun)
        self._ask(self._begun if self.searching else "")

    def focus(self, scroll_visible: bool = True) -> Picker:
        """The line takes the keys."""
        self.line.focus(scroll_visible)
        return self

    def write(self, text: str) -> None:
        """More of the search, from keys that came before the line had the focus."""
        if self.is_mounted:
            self.line.value += text
            self.line.cursor_position = len(self.line.value)
        else:
            self._begun += text

    def enter(self) -> None:
        """`enter`, from a key that came before the line had the focus."""
        if self.is_mounted and self._answered:
            self._take_marked(self.line.value)
        else:
            self._enters = True

    def ask_again(self) -> None:
        """The source knows more by now: ask it for the same, the mark staying where it is."""
        if self.is_mounted and self._answered:
            self._stays = True
            self._ask(self._asked)

    def _ask(self, search: str) -> None:
        self._asked = search
        self._fetch(search)

    @work(exclusive=True, group="options", exit_on_error=False)
    async def _fetch(self, search: str) -> None:
        try:
            options = await self.source(search)
        except WeavzError as error:
            hint = f"  {error.hint}" if error.hint else ""
            self.post_message(Answered(self, search, None, f"{error.message}{hint}"))
        except Exception as error:
            self.post_message(Answered(self, search, None, type(error).__name__))
        else:
            self.post_message(Answered(self, search, options, ""))

    @on(Answered)
    def _show_answer(self, event: Answered) -> None:
        event.stop()
        if event.search != self._asked:
            return
        self._message = ""
        self._answered = True
        self._options = event.options.options if event.options else ()
        if event.failure:
            way = "enter takes what you write. " if self.typed else ""
            self._message = f"✗ {way}{one_line(event.failure)}"
        elif event.options and (event.options.disabled or not self._options):
            self._message = one_line(event.options.placeholder)
        self.note.set_class(bool(event.failure), "-error")
        self._show_found()
        if self._enters:
            self._enters = False
            self._take_marked(self.line.value)

    @on(Input.Changed)
    def _search(self, event: Input.Changed) -> None:
        event.stop()
        if not self.searching:
            self._show_found()
            return
        if not self.rests:
            self._ask(event.value)
            return
        if self._timer is not None:
            self._timer.stop()
        self.pending_search = event.value
        self._timer = self.set_timer(self.rests, self.search_now)

    def search_now(self) -> None:
        """Ask the source for what is written, without waiting for typing to rest."""
        if self.pending_search is not None:
            search, self.pending_search = self.pending_search, None
            self._ask(search)

    def _show_found(self) -> None:
        if not self._answered:
            return
        search = self.line.value
        self.shown_search = self._asked if self.searching else search
        ranked = (
            list(self._options) if self.searching else self._ranking.ranked(search, self._options)
        )
        self._marked_before = (self.choices.highlighted or 0) if self._stays else 0
        self._stays = False
        self._found = ranked[:_SHOWN]
        longest = max((cell_len(each.label) for each in self._found), default=0)
        self._notes_at = min(longest, _LONGEST_LABEL)
        self.choices.set_options([self._row(search, option) for option in self._found])
        place = min(self._marked_before, len(self._found) - 1)
        self.choices.highlighted = place if self._found else None
        more = len(ranked) - len(self._found)
        note = self._message or (f"… {more} more, type to narrow" if more else "")
        if not note and not self._found:
            note = "nothing found"
            if self.typed and search:
                note = "no choice: enter takes what is written"
        if note != self._noted:
            # One line unless it failed: laying it out anew would cost every keystroke a screen.
            self.note.update(Content(note), layout=self._message.startswith("✗"))
            self._noted = note
        self.note.display = bool(note)

    def _row(self, search: str, option: Option) -> Content:
        row = self._ranking.marked(search, option.label)
        if not self.describe:
            return row
        note = self.describe(option)
        room = self.choices.size.width - note.cell_length - 4
        if row.cell_length > max(room, _LONGEST_LABEL):
            # A name without an end leaves room for what it is.
            row = row.truncate(_LONGEST_LABEL, ellipsis=True)
        return row.pad_right(max(0, self._notes_at - row.cell_length) + 2) + note

    @on(OptionList.OptionHighlighted)
    def _mark(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        place = self.choices.highlighted  # the list may be another by now
        if place is not None and place < len(self._found):
            self.post_message(self.Marked(self, self._found[place]))

    @on(OptionList.OptionSelected)
    def _click(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        place = event.option_index
        # What was clicked, unless the list has become another one before this arrived.
        if place < len(self._found) and self.choices.get_option_at_index(place) is event.option:
            self.post_message(self.Picked(self, self._found[place], False))

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        if self.searching and self._asked != event.value:
            # What is marked belongs to an earlier search: take the first of this one's.
            if self._timer is not None:
                self._timer.stop()
            self._ask(event.value)
            self._enters = True
            return
        if not self._answered:
            self._enters = True
            return
        self._take_marked(event.value)

    def _take_marked(self, written: str) -> None:
        place = self.choices.highlighted
        if place is not None and place < len(self._found):
            self.post_message(self.Picked(self, self._found[place], False))
        elif self.typed and written:
            self.post_message(self.Picked(self, Option(label=written, value=written), True))

    def action_move(self, step: int) -> None:
        """The mark up or down."""
        if self._found:
            place = (self.choices.highlighted or 0) + step
            self.choices.highlighted = max(0, min(place, len(self._found) - 1))

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.post_message(self.Cancelled(self))
