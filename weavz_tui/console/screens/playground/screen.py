"""The playground: pick, fill, run, read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import var
from textual.timer import Timer

from weavz_tui.console.forms.form import Form
from weavz_tui.console.frame.viewing import VIEWER_COMMANDS, Viewing
from weavz_tui.console.screens.playground import picking
from weavz_tui.console.screens.playground.actions import NEED_ACTION, PlaygroundActions
from weavz_tui.console.screens.playground.below_pane import BelowPane
from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.screens.playground.form_pane import FormPane
from weavz_tui.console.screens.playground.head import HeadRow
from weavz_tui.console.screens.playground.lookups import Lookups
from weavz_tui.console.screens.playground.pick_pane import PickPane
from weavz_tui.console.screens.playground.result_pane import (
    OUTPUT,
    REQUEST,
    RESOLUTION,
    ResultPane,
)
from weavz_tui.console.screens.playground.tabs import VERY_WIDE
from weavz_tui.console.screens.playground.to_file import RunsToFile
from weavz_tui.model.catalogue import ActionInfo
from weavz_tui.model.errors import NotFound
from weavz_tui.model.execution import ExecuteRequest, Explanation

if TYPE_CHECKING:
    from weavz_tui.console.widgets.json_view import JsonView
    from weavz_tui.engine.service import Service

MENDS = {
    "CONNECTION_REQUIRED": frozenset({"connect", "as_user"}),
    "VAULT_LOCKED": frozenset({"unlock"}),
}
EXPLAIN_AFTER = 0.2


class PlaygroundScreen(Viewing, Lookups, PlaygroundActions, RunsToFile):
    """Form and result; one pane with all tabs below 110 columns, two side by side from there."""

    PLACE: ClassVar[str] = "playground"
    CONTEXTS: ClassVar[frozenset[str]] = frozenset({"playground"})
    KINDS: ClassVar[frozenset[str]] = frozenset(
        {"workspace", "workspace_integration", "integration", "connection", "partial", "end_user"}
    )
    AUTO_FOCUS: ClassVar[str | None] = ""
    DEFAULT_CSS = """
    PlaygroundScreen {
        & #panes { height: 1fr; }
        & FormPane { width: 1fr; }
        & #right { width: 1fr; display: none; }
        & ResultPane { height: 3fr; }
        & BelowPane { height: 2fr; }
        &.-result FormPane { display: none; }
        &.-result #right { display: block; }
        &.-divided BelowPane { display: block; }
    }
    .-wide PlaygroundScreen, PlaygroundScreen.-wide, PlaygroundScreen.-very-wide {
        & FormPane, &.-result FormPane { display: block; width: 52%; }
        & #right, &.-result #right { display: block; width: 48%; }
    }
    PlaygroundScreen.-very-wide {
        & PickPane { display: block; width: 32; }
        & FormPane, &.-result FormPane { width: 1fr; }
        & #right, &.-result #right { width: 62; }
    }
    """

    draft: var[Draft | None] = var(None, init=False)
    form_pane = getters.query_one(FormPane)
    results = getters.query_one(ResultPane)
    below = getters.query_one(BelowPane)

    def __init__(self) -> None:
        super().__init__()
        self.action: ActionInfo | None = None
        self._pending: Draft | None = None
        self._begun = False
        self._timer: Timer | None = None

    def body(self) -> ComposeResult:
        """Form at the left, result at the right."""
        with Horizontal(id="panes"):
            yield PickPane(self._known, id="pick-pane")
            yield FormPane(id="form-pane")
            with Vertical(id="right"):
                yield ResultPane(id="result-pane")
                yield BelowPane(self.console, id="below-pane")

    def on_mount(self) -> None:
        """Open with what was open last."""
        self.write_titles()
        self.call("opening", self._opening, self._open, group="open")

    async def _opening(self, service: Service) -> Draft | None:
        if self._pending is not None:
            return self._pending
        known = await picking.drafts(service, self.console.session.workspace_id)
        wanted = self.console.state.draft.title
        draft = picking.first_draft(known, wanted)
        if draft is not None and draft.title == wanted:
            return draft.with_values(self.console.state.draft.values)
        return draft

    async def _open(self, draft: Draft | None) -> None:
        self._begun = True
        pending, self._pending = self._pending, None
        chosen = pending or draft
        if chosen is not None:
            await self.show_draft(chosen)

    async def show_draft(self, draft: Draft) -> None:
        """Another call in the making."""
        service = await self.console.session.service()
        info = await service.catalogue.get(draft.integration)
        action = info.action(draft.action)
        if action is None:
            self.console.tell_error(NotFound(f"{draft.title} is not there any more"))
            return
        if draft.end_user is None and self.console.session.end_user_id:
            draft = replace(draft, end_user=self.console.session.end_user_id)
        self.action = action
        self.set_reactive(PlaygroundScreen.draft, draft)
        self.remove_class("-result")
        self.results.forget()
        beside = self.is_wide and not self.is_divided
        self.results.open(RESOLUTION if beside else OUTPUT)
        await self.form_pane.show_action(draft, action)
        self.remember()
        self.write_titles()
        self.explain_now()
        self.call_after_refresh(self.focus_form)

    def focus_form(self) -> None:
        """Go to the field last used; to the head where the action has no input."""
        form = self.form_pane.form
        if form is not None and form.fields:
            form.focus_field()
        else:
            self.form_pane.action_row.focus()

    async def load_request(self, request: object) -> None:
        """Lay a request before the person (replay, run from elsewhere); nothing is run."""
        if not isinstance(request, ExecuteRequest):
            return
        draft = Draft.of(request)
        if not draft.action:
            service = await self.console.session.service()
            known = await picking.drafts(service, self.console.session.workspace_id)
            found = next((each for each, _ in known if each.alias == draft.alias), draft)
            draft = replace(found, partial_ids=draft.partial_ids)
        if self._begun:
            await self.show_draft(draft)
        else:
            self._pending = draft

    def request(self) -> ExecuteRequest | None:
        """The call as it stands, files by their paths."""
        form = self.form_pane.form
        if self.draft is None or form is None:
            return None
        draft = self.draft.with_values(form.values())
        return draft.request(self.console.session.workspace_id)

    async def collected(self) -> ExecuteRequest:
        """The call with the contents of its files; raises ValidationError."""
        form, request = self.form_pane.form, self.request()
        if form is None or request is None:
            raise NotFound("No action is chosen", hint="/ chooses one")
        return request.model_copy(update={"input": await form.collected(whole=False)})

    @on(Form.Changed)
    def _edited(self, event: Form.Changed) -> None:
        event.stop()
        self.remember()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(EXPLAIN_AFTER, self.explain_now)

    @on(Form.ModeChanged)
    def _mode_changed(self, event: Form.ModeChanged) -> None:
        event.stop()
        self.write_titles()

    def explain_now(self) -> None:
        """Ask which connection and which inputs a run would have."""
        request = self.request()
        if request is not None:
            self.call("explaining", lambda service: service.actions.explain(request),
                      self._explained, group="explain", quiet=True)  # fmt: skip

    async def _explained(self, explanation: Explanation) -> None:
        if self.draft is None:
            return
        await self.form_pane.show_explanation(explanation, self.draft.configured)
        form = self.form_pane.form
        if form is not None and form.current is not None and form.current.locked:
            self.call_after_refresh(form.focus_field)
        self.results.show_explanation(explanation)
        self.show_below()
        self.write_titles()
        unknown = self.results.result is None or self.results.previews
        if self.is_wide and unknown and self.results.tab == REQUEST:
            self.do_preview()

    async def do_back(self) -> None:  # type: ignore[override]
        """`esc`: what is open in the form, then the field; from the result back to the form."""
        form = self.form_pane.form
        if form is not None and await form.climb():
            return
        super().do_back()

    def step_back(self) -> None:
        """From the result to the form."""
        if self.has_class("-result"):
            self.show_form()
            self.set_focus(None)
        elif self.on_results:
            self.focus_form()
        else:
            super().step_back()

    @property
    def viewer(self) -> JsonView | None:
        """The output, while it is shown."""
        return self.results.output if self.results.output.display else None

    @property
    def value_name(self) -> str:
        """The action whose output it is."""
        return self.draft.title if self.draft else super().value_name

    @property
    def lead(self) -> frozenset[str]:
        """The keys that mend the error on the screen, and the way between form and answer."""
        error = self.results.error
        mends = MENDS.get(error.code, frozenset()) if error is not None else frozenset()
        return super().lead | mends

    def allows(self, command: str) -> bool:
        """What needs an action needs one chosen; an account only where one is asked for."""
        if command in VIEWER_COMMANDS:
            return super().allows(command)
        if command in {"connect", "use_connection"}:
            found = self.form_pane.explanation
            return found is None or found.resolution.required
        return self.draft is not None or command not in NEED_ACTION

    def reload(self) -> None:
        """Something else has changed: who would be used may be another."""
        self.explain_now()
        self.call_later(self.query_one(PickPane).renew)

    async def _known(self) -> list[Draft]:
        service = await self.console.session.service()
        found = await picking.drafts(service, self.console.session.workspace_id)
        return [draft for draft, _ in found if draft.configured]

    async def on_resize(self) -> None:
        """Titles differ by width; from 160 columns the actions stand open beside the form."""
        self.set_class(self.is_divided, "-divided")
        if self.is_divided and self.results.tab == RESOLUTION:
            self.results.open(OUTPUT)
        self.write_titles()
        if self.size.width >= VERY_WIDE:
            await self.query_one(PickPane).fill()

    @on(PickPane.Chosen)
    async def _pick(self, event: PickPane.Chosen) -> None:
        event.stop()
        await self.show_draft(event.draft)

    @on(PickPane.Left)
    def _leave_pick(self, event: PickPane.Left) -> None:
        event.stop()
        self.focus_form()

    @on(HeadRow.Opened)
    def _open_row(self, event: HeadRow.Opened) -> None:
        event.stop()
        if event.row.id == "head-action":
            self.do_pick()
        elif event.row.id == "head-user":
            self.do_as_user()
        else:
            self.do_load_partial()
