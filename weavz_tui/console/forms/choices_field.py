"""Several of several choices."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.field import Field
from weavz_tui.console.forms.options import WantsOptions
from weavz_tui.console.forms.row_field import RowField
from weavz_tui.console.forms.summary import counted, listed, scalar
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.properties import Option, Options, Property

_ROWS = 8


class ChoicesField(WantsOptions, RowField):
    """(STATIC_)MULTI_SELECT_DROPDOWN: a check list of at most 8 rows, opened by `enter`.

    Letters narrow the list while it is open, `space` checks, `*` checks all that are shown or, when
    they all are, none of them. Values that are no option stay in the list, checked, until they are
    unchecked.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "toggle_open", show=False),
        Binding("escape", "close", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("space", "check", show=False),
    ]
    DEFAULT_CSS = """
    ChoicesField { height: auto; min-height: 1; }
    """

    def __init__(self, each: Property, depth: int = 0) -> None:
        super().__init__(each, depth)
        self.opened = False
        self.at = 0
        self.search = ""
        self.options = each.options or Options()
        self.failure = ""

    @property
    def values(self) -> list[Any]:
        """The values in force, as a list."""
        held = self.in_force
        if held is ABSENT or held is None:
            return []
        return list(held) if isinstance(held, list | tuple) else [held]

    def rows(self) -> list[Option]:
        """The options, and before them values that are none; those that the search finds."""
        known = [option.value for option in self.options.options]
        strange = [Option(label=scalar(v), value=v) for v in self.values if v not in known]
        every = [*strange, *self.options.options]
        wanted = self.search.casefold()
        return [each for each in every if wanted in each.label.casefold()] if wanted else every

    def set_options(self, options: Options) -> None:
        """The service has answered."""
        self.options, self.failure = options, ""
        self.at = 0
        self.refresh(layout=True)

    def fail_options(self, message: str) -> None:
        """The options could not be loaded."""
        self.failure = message
        self.refresh(layout=True)

    def render(self) -> Content:
        """The values in a line; below it, when open, the part of the check list that fits."""
        words = listed(self.values, self.prop.model_copy(update={"options": self.options}))
        lines = [Content(one_line(words))]
        if self.typed is ABSENT or self.locked:
            lines[0] = lines[0].stylize("$foreground 75%")
        if self.opened:
            lines += self._check_list() or [Content.styled(self._nothing(), "$foreground 75%")]
        return Content("\n").join(lines)

    def _check_list(self) -> list[Content]:
        rows, values = self.rows(), self.values
        first = max(0, min(self.at - _ROWS // 2, len(rows) - _ROWS))
        lines = []
        for number, option in enumerate(rows[first : first + _ROWS], first):
            mark = "x" if option.value in values else " "
            line = Content(f"[{mark}] {one_line(option.label)}")
            lines.append(line.stylize("reverse") if number == self.at else line)
        return lines

    def _nothing(self) -> str:
        if self.failure:
            return f"✗ {one_line(self.failure)}"
        if self.search:
            return f"none with {self.search}; backspace takes letters back"
        return one_line(self.options.placeholder) or "no choices"

    def source(self) -> Content:
        """How many are checked."""
        mark = "▾" if self.opened else "▸"
        if self.search:
            return Content(f"/{self.search} {mark}")
        if self.typed is ABSENT or self.typed is None:
            return Content(f"{self.origin()} {mark}".strip())
        total = len(self.options.options)
        count = f"{len(self.values)} of {total}" if total else counted(len(self.values), "choice")
        return Content(f"{count} {mark}")

    def action_toggle_open(self) -> None:
        """`enter` opens, and closes again going on to the next field."""
        if self.locked:
            self.post_message(Field.Done(self))
            return
        if self.opened:
            self.close()
            self.post_message(Field.Done(self))
            return
        self.opened = True
        if self.prop.fetches_options and not self.options.options:
            self.want_options("")
        self._reshape()
        self.call_after_refresh(self.scroll_visible, animate=False)

    def action_close(self) -> None:
        """`esc` closes; closed already, it is for whoever is around."""
        if not self.opened:
            raise SkipAction
        self.close()

    def close(self) -> None:
        """Only the row."""
        self.opened, self.search, self.at = False, "", 0
        self._reshape()

    def _reshape(self) -> None:
        self.refresh(layout=True)
        self.post_message(Field.Told(self))

    async def climb(self) -> bool:
        """Close the list."""
        opened = self.opened
        self.close()
        return opened

    def on_blur(self, event: events.Blur) -> None:
        """The list closes when the field is left."""
        self.close()
        super().on_blur(event)

    def action_move(self, step: int) -> None:
        """The mark up or down."""
        if self.opened:
            self.at = max(0, min(self.at + step, len(self.rows()) - 1))
            self.refresh()

    def action_check(self) -> None:
        """Check or uncheck the marked one. Order is that of checking."""
        rows = self.rows()
        if not self.opened or self.locked or not rows:
            return
        value, values = rows[self.at].value, self.values
        kept = [each for each in values if each != value]
        self.changed(kept if len(kept) < len(values) else [*values, value])
        self.at = min(self.at, max(0, len(self.rows()) - 1))

    def action_unset(self) -> None:
        """Nothing typed any more; from nothing to the empty list, which is something. While a
        search is on it is that which loses a letter."""
        if self.search:
            self._narrow(self.search[:-1])
        elif not self.locked:
            self.changed([] if self.typed is ABSENT else ABSENT)

    def typed_key(self, character: str) -> bool:
        """`space` checks, `*` all of them; letters are a search."""
        if character == " ":
            self.action_check()
        elif self.opened and character == "*":
            self._check_all()
        elif self.opened:
            self._narrow(self.search + character)
        return True

    def _narrow(self, search: str) -> None:
        self.search, self.at = search, 0
        self._reshape()

    def _check_all(self) -> None:
        shown, values = [option.value for option in self.rows()], self.values
        missing = [value for value in shown if value not in values]
        kept = [value for value in values if value not in shown]
        self.changed([*values, *missing] if missing else kept)
        self.refresh(layout=True)

    def on_click(self, event: events.Click) -> None:
        """A click opens; a click on a choice checks it."""
        offset = event.get_content_offset(self)
        if offset is None or self.locked:
            return
        if not self.opened:
            self.action_toggle_open()
        elif offset.y == 0:
            self.close()
        elif offset.y <= min(_ROWS, len(self.rows())):
            self.at = max(0, min(self.at - _ROWS // 2, len(self.rows()) - _ROWS)) + offset.y - 1
            self.action_check()

    def help_word(self) -> str:
        """The keys."""
        if self.locked:
            return ""
        keys = "space checks, * all or none, letters search, esc closes"
        return keys if self.opened else "enter opens the choices"
