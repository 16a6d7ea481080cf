"""What can be done with a call beside running it: pick, load, save, copy, paste."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import work

from weavz_tui.console.commands import TABLE
from weavz_tui.console.frame.ask import choose, next_end_user, pick_end_user
from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.frame.messages import Failed
from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.screens.playground import copy_as, picking
from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.screens.playground.partial_form import partial_properties
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.errors import ValidationError, WeavzError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.properties import Property
from weavz_tui.model.requests import PartialCreate
from weavz_tui.model.tools import tool_name

if TYPE_CHECKING:
    from weavz_tui.console.screens.playground.below_pane import BelowPane
    from weavz_tui.console.screens.playground.form_pane import FormPane
    from weavz_tui.console.screens.playground.result_pane import ResultPane
    from weavz_tui.engine.service import Service
    from weavz_tui.model.lists import EndUserRow

NEED_ACTION = frozenset(
    {each.id for each in TABLE if "playground" in each.where} - {"pick", "paste"} | {"copy_as"}
)
"""What waits until an action is chosen. All else works while the catalogue is still being read."""


class PlaygroundActions(FramedScreen):
    """Commands of the playground. A base of the screen."""

    draft: Draft | None
    form_pane: FormPane
    results: ResultPane
    below: BelowPane

    if TYPE_CHECKING:

        def request(self) -> ExecuteRequest | None: ...
        def explain_now(self) -> None: ...
        def write_titles(self) -> None: ...
        def do_refresh(self) -> None: ...
        def focus_form(self) -> None: ...
        async def show_draft(self, draft: Draft) -> None: ...

    def remember(self) -> None:
        """Keep the draft for the next start, without what may be a secret."""
        form = self.form_pane.form
        if self.draft is None or form is None:
            return
        state = self.console.state
        state.keep_draft(self.draft.title, form.values(), form.properties)

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def do_pick(self) -> None:
        """`/`: another action. The one that is there already keeps what was typed."""
        try:
            chosen = await picking.pick_action(self.console, self.console.state.draft.recent)
        except WeavzError as error:
            self.console.tell_error(error)
            return
        if chosen is not None and self.draft is not None and chosen.names_what(self.draft):
            self.focus_form()
        elif chosen is not None:
            await self.show_draft(chosen)

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def do_as_user(self) -> None:
        """`a`: run as another end user, or nobody."""
        chosen = await pick_end_user(self.console)
        if chosen is None or self.draft is None:
            return
        self._run_as(None if isinstance(chosen, str) else chosen)

    def do_other_user(self, by: str) -> None:
        """`<` and `>`: the end user before or after."""
        self.call(
            "end users",
            lambda service: next_end_user(self.console, service, int(by)),
            self._run_as,
            group="users",
            quiet=True,
        )

    def _run_as(self, user: EndUserRow | None) -> None:
        if self.draft is None:
            return
        self.console.choose_end_user(user)
        self.draft = replace(self.draft, end_user=user.external_id if user else None)
        self.write_titles()
        self.explain_now()

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def do_use_connection(self) -> None:
        """`x`: exactly this connection, whatever the strategy; or what the strategy says."""
        if self.draft is None:
            return
        chosen = await picking.pick_connection(self.console, self.draft)
        if chosen is None:
            return
        self.draft = replace(self.draft, connection=chosen or None)
        self.explain_now()

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def do_load_partial(self) -> None:
        """`p`: exactly this partial, or none."""
        if self.draft is None:
            return
        chosen = await picking.pick_partial(self.console, self.draft)
        if chosen is None:
            return
        ids = () if isinstance(chosen, str) else (chosen.id,)
        self.draft = replace(self.draft, partial_ids=ids)
        self.explain_now()

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def do_history(self) -> None:
        """`h`: the inputs of an earlier call."""
        form = self.form_pane.form
        if self.draft is None or form is None:
            return
        chosen = await picking.pick_history(self.console, self.draft)
        if chosen is None:
            return
        await self.take_input(chosen.id)

    async def take_input(self, id: str) -> None:
        """The input of an earlier run into the form; nothing is run."""
        form = self.form_pane.form
        if form is None:
            return
        service = await self.console.session.service()
        record = await service.activity.get(id)
        known = {each.name for each in form.properties}
        await form.set_values({key: value for key, value in record.input.items() if key in known})
        self.explain_now()

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def do_compare(self) -> None:
        """`D`: how two runs of this action differ; in the history the marked ones, or the run there
        and the one before."""
        from weavz_tui.console.screens.activity.compare import chosen_runs, open_compare

        if self.draft is None:
            return
        try:
            if self.below.runs.has_focus:
                chosen = await chosen_runs(self.console, self.below.runs)
            else:
                chosen = await picking.pick_two(self.console, self.draft)
            if chosen is not None:
                await open_compare(self.console, *chosen)
        except WeavzError as error:
            self.post_message(Failed(error))

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def do_save_partial(self) -> None:
        """`ctrl+s`: the fields as a partial, some of them locked."""
        form = self.form_pane.form
        if self.draft is None or form is None:
            return
        values = form.values()
        if not values:
            self.console.tell("Nothing is filled in yet.", severity="warning")
            return
        draft = self.draft

        async def save(service: Service, answers: dict[str, Any]) -> None:
            kept = answers.get("keys") or list(values)
            await service.partials.create(
                PartialCreate(
                    workspace_id=self.console.session.workspace_id,
                    integration_name=draft.integration,
                    integration_alias=draft.alias if draft.configured else None,
                    action_name=draft.action,
                    name=answers["name"],
                    values={key: values[key] for key in kept},
                    enforced_keys=list(answers.get("locked") or ()),
                    is_default=bool(answers.get("default")),
                )
            )

        dialog = FormDialog("Save as partial", partial_properties(list(values)), save)
        if await self.console.push_screen_wait(dialog):
            self.console.tell("Saved. p loads it.")
            self.explain_now()

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def do_copy_as(self) -> None:
        """`Y`: the call for another door."""
        request = self.request()
        if request is None or self.draft is None:
            return
        workspace = self.console.session.workspace
        known = copy_as.forms(
            request,
            workspace=workspace.slug if workspace else "default",
            tool_name=tool_name(self.draft.alias, self.draft.action),
        )

        if self.results.output.has_focus_within and self.results.result is not None:
            path = self.results.output.copied_path()
            known = {"path to the value": lambda: path or ".", **known}

        async def find(search: str) -> picking.Choices:
            return [(name, "", name) for name in known]

        name = await choose(self.console, "Copy as", find, searching=False)
        if name is not None:
            self.console.copy(known[name](), name)

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def do_paste(self) -> None:
        """`P`: fill the form from a curl of an execution."""
        prop = Property(
            name="curl",
            type=PropertyType.LONG_TEXT,
            display_name="curl command",
            description="a POST to /api/v1/actions/execute",
            required=True,
        )
        found: list[ExecuteRequest] = []

        async def read(service: Service, answers: dict[str, Any]) -> None:
            try:
                found.append(copy_as.from_curl(answers["curl"]))
            except WeavzError as error:
                raise ValidationError.of(error.message, curl=error.message) from error

        dialog = FormDialog("Paste a curl", [prop], read, word="fill the form")
        if await self.console.push_screen_wait(dialog):
            await self.show_draft(Draft.of(found[-1]))

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def do_connect(self) -> None:
        """`c`: connect an account in place, or authorise the one that has to be; a call that asked
        for it is run again afterwards."""
        from weavz_tui.console.screens.connections.editor import ConnectionEditor
        from weavz_tui.console.screens.connections.reauthorise import mend, to_mend

        if self.draft is None:
            return
        error = self.results.error
        asked = error is not None and error.code == "CONNECTION_REQUIRED"
        try:
            row = await to_mend(self.console, self.draft.integration, error)
            if row is not None:
                saved: bool | None = await mend(self.console, row)
            else:
                saved = await self.console.push_screen_wait(
                    ConnectionEditor(
                        integration=self.draft.integration, end_user=self.draft.end_user or ""
                    )
                )
        except WeavzError as failure:
            self.post_message(Failed(failure))
        else:
            self.post_message(self.Answered((saved, asked), self._connected))

    def _connected(self, answer: tuple[bool | None, bool]) -> None:
        saved, asked = answer
        if saved and asked:
            self.do_refresh()
        elif saved:
            self.explain_now()

    def do_copy(self) -> None:
        """`y`: what the open tab shows."""
        text, name = self.results.copied()
        self.console.copy(text, name)
