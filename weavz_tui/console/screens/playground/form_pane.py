"""What goes into a call: the head rows over the action's form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual import events, getters, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from weavz_tui.console.forms.absent import Given
from weavz_tui.console.forms.form import Form
from weavz_tui.console.forms.help import FormHelp
from weavz_tui.console.forms.row_walk import RowWalk
from weavz_tui.console.screens.playground.contents import run_as
from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.screens.playground.head import HeadRow
from weavz_tui.console.text import MUTED, line, plain
from weavz_tui.model.catalogue import ActionInfo
from weavz_tui.model.enums import ValueSource
from weavz_tui.model.execution import Explanation

HELP = {
    "head-action": "what is run: enter or / chooses another",
    "head-user": "for whom: enter or a chooses an end user, x one connection whatever the strategy",
    "head-partials": "saved inputs that apply: enter or p loads one, ctrl+s saves the fields",
}


class FormPane(RowWalk):
    """The action and its form. The screen writes the border title."""

    DEFAULT_CSS = """
    FormPane {
        border: solid $foreground 35%;
        border-title-color: $foreground;
        border-subtitle-color: $foreground;
        padding: 0 0 0 0;
        &:focus-within { border: solid $primary; }
        & > #rule { height: 1; color: $foreground 75%; text-wrap: nowrap; text-overflow: clip; }
    }
    """

    action_row = getters.query_one("#head-action", HeadRow)
    user_row = getters.query_one("#head-user", HeadRow)
    partials_row = getters.query_one("#head-partials", HeadRow)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.explanation: Explanation | None = None
        self._given: dict[str, Given] = {}

    def compose(self) -> ComposeResult:
        """The head; the form comes with the action."""
        yield HeadRow("Action", "/ change", id="head-action")
        yield HeadRow("Run as", "a other", id="head-user")
        yield HeadRow("Partials", "p load", id="head-partials")
        yield Static("", id="rule", markup=False)

    @property
    def form(self) -> Form | None:
        """The form, once an action is chosen."""
        return next(iter(self.query(Form)), None)

    @property
    def form_fields(self) -> bool:
        """Whether the action has any input."""
        form = self.form
        return form is not None and bool(form.fields)

    async def show_action(self, draft: Draft, action: ActionInfo) -> None:
        """Put another action's form in the place of the present one."""
        self._given = {}
        self.explanation = None
        for old in self.query(Form):
            await old.remove()
        self.action_row.value = line(
            (plain(draft.title).plain, "bold"), "  ", (plain(action.description).plain, MUTED)
        )
        self.partials_row.value = Content("")
        await self.mount(Form(action.properties, draft.values))
        self._show_rule()

    async def show_explanation(self, explanation: Explanation, configured: bool) -> None:
        """Which connection would be used, and what partials bring."""
        self.explanation = explanation
        note = Content("") if configured else line(("  not configured here", "$text-warning"))
        self.user_row.value = line(run_as(explanation), note)
        self.partials_row.value = _partials(explanation)
        given = _given(explanation)
        form = self.form
        # One that is still being mounted asks for an explanation of its own afterwards; one that
        # is being taken down needs none.
        stands = form is not None and form.is_mounted and form.query(FormHelp)
        if form is not None and stands and given != self._given:
            self._given = given
            await form.set_given(given)
            self._show_rule()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The help at the foot is about the head row with the focus too; the keys of the head are
        typed into a field that has it."""
        self._show_keys()
        focused = self.screen.focused
        words = HELP.get(focused.id or "", "") if focused is not None else ""
        for help in self.query(FormHelp) if words else ():
            help.say(Content(words))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """The keys of the head work again."""
        self._show_keys()

    def _show_keys(self) -> None:
        # By where the focus is, not by the event: who had it may tell after who has it.
        focused = self.screen.focused
        typing = (
            focused is not None
            and self in focused.ancestors
            and focused.check_consume_key("a", "a")
        )
        for row in (self.action_row, self.user_row, self.partials_row):
            row.behind = typing

    @on(Form.Folded)
    def _unfolded(self, event: Form.Folded) -> None:
        event.stop()
        self._show_rule()

    def _show_rule(self) -> None:
        form = self.form
        folded = f"  {form.folded} folded" if form is not None and form.folded else ""
        words = f"─ input{folded} " if form is not None and form.properties else "─ no input "
        self.query_one("#rule", Static).update(words + "─" * 200)


def _partials(explanation: Explanation) -> Content:
    if not explanation.partials:
        return line(("none", MUTED))
    origins = explanation.origins.values()
    values = sum(each.source is ValueSource.PARTIAL for each in origins)
    locks = sum(each.source is ValueSource.ENFORCED for each in origins)
    told = ", ".join(
        f"{count} {word}{'s' * (count != 1)}"
        for count, word in ((values, "value"), (locks, "lock"))
        if count
    )
    return line(plain(", ".join(explanation.partials)), (f" ({told})" if told else "", MUTED))


def _given(explanation: Explanation) -> dict[str, Given]:
    """What partials put into the form."""
    found: dict[str, Given] = {}
    values: Mapping[str, Any] = explanation.input
    for key, origin in explanation.origins.items():
        if origin.source is ValueSource.PARTIAL:
            found[key] = Given(values[key], f"partial {origin.partial_name}")
        elif origin.source is ValueSource.ENFORCED:
            found[key] = Given(values[key], str(origin.partial_name), locked=True)
    return found
