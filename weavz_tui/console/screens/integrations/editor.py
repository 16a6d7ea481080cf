"""An integration configured: alias, strategy, connection, allowed actions; who would be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult

from weavz_tui.console.editing.fields import (
    AnsweringField,
    FixedField,
    PickField,
    RadioField,
)
from weavz_tui.console.editing.form import Maker
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.console.forms.absent import Given
from weavz_tui.console.forms.field import Field
from weavz_tui.console.forms.kinds import make_field
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.screens.integrations import schema, who
from weavz_tui.console.text import age
from weavz_tui.console.wording import bad, good
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.lists import ConnectionQuery
from weavz_tui.model.properties import Option, Options, Property
from weavz_tui.model.requests import IntegrationCreate, IntegrationUpdate

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.catalogue import IntegrationInfo
    from weavz_tui.model.lists import IntegrationRow
    from weavz_tui.model.requests import AliasCheck
    from weavz_tui.model.status import Who

NEW = "\0new"


class IntegrationEditor(EditorScreen):
    """Everything is checked while it is typed; the pane beside shows what saving would change."""

    PLACE = "integrations"
    NOUN = "integration"
    UNIQUE = "integration_alias"

    def __init__(self, *, row: IntegrationRow | None = None, integration: str = "") -> None:
        """`integration` is filled in when it was chosen in the catalogue."""
        super().__init__()
        self._follows = ""
        self.row = row
        self.info: IntegrationInfo | None = None
        self._wanted = row.integration_name if row else integration
        self._names: dict[str, str] = {}

    def title_shown(self) -> str:
        """New, or which one."""
        return f"Setup  {self.row.integration_alias}" if self.row else "New integration"

    def beside(self) -> ComposeResult:
        """What saving would change; nothing for a new one, nor where no account is needed."""
        if self._compares:
            yield DetailPane(("Who would be used?",), id="detail")

    def on_mount(self) -> None:
        """Read what the integration offers, when it is known already."""
        if self._wanted:
            self.look_up(self._wanted)

    def fields(self) -> Sequence[Property]:
        """As far as the integration is known."""
        return schema.fields(self.info, self._strategy)

    @property
    def _compares(self) -> bool:
        return self.row is not None and self.row.needs_connection

    @property
    def _strategy(self) -> ConnectionStrategy:
        held = self.form.values().get("connection_strategy") if self.is_mounted else None
        if held is None:
            held = self.row.connection_strategy if self.row else ConnectionStrategy.PER_USER
        return ConnectionStrategy(held)

    def start(self) -> Mapping[str, Any]:
        """What is known."""
        return {"integration_name": self._wanted} if self._wanted else {}

    def makers(self) -> Mapping[str, Maker]:
        """Fields of its own."""
        makers: dict[str, Maker] = {
            "integration_name": PickField,
            "integration_alias": AnsweringField,
            "connection_strategy": lambda each: RadioField(each, schema.WAYS),
            "connection_id": self._connection_field,
            "allowed_actions": self._actions_field,
        }
        if self.row is not None:
            name = self.row.integration_name
            makers["integration_name"] = lambda each: FixedField(each, name, "cannot change")
        return makers

    def _actions_field(self, each: Property) -> Field:
        field = make_field(each)
        names = [option.value for option in each.options.options] if each.options else []
        field.give(Given(names, "all"))
        return field

    def _connection_field(self, each: Property) -> PickField:
        known = [Option(label=name, value=id) for id, name in self._names.items()]
        return PickField(each.model_copy(update={"options": Options(options=tuple(known))}))

    async def options(self, service: Service, name: str, search: str) -> Sequence[Option]:
        """Integrations of the catalogue; connections of the integration, and a new one."""
        if name == "integration_name":
            every = await service.catalogue.list()
            return [Option(label=each.name, value=each.name) for each in every]
        assert self.info is not None
        query = ConnectionQuery(
            limit=50,
            search=search,
            integration_name=self.info.name,
            workspace_id=self.console.session.workspace_id,
        )
        page = await service.connections.list(query)
        self._names |= {row.id: row.external_id for row in page.items}
        found = [
            Option(label=f"{row.external_id}  used {age(row.last_used_at)}", value=row.id)
            for row in page.items
            if row.end_user_id is None
        ]
        return [*found, Option(label="new connection ...", value=NEW)]

    def edited(self, key: str) -> None:
        """Another integration or strategy: other fields. Another alias: is it free?"""
        values = self.form.values()
        if key == "integration_name" and values.get(key):
            self.look_up(str(values[key]))
        elif key == "integration_alias":
            self._check_alias(str(values.get(key, "")))
        elif key == "connection_strategy":
            self._rebuild("connection_strategy")
        elif key == "connection_id" and values.get(key) == NEW:
            self._connect()
        if self._compares:
            self._compare()

    @work(exclusive=True, group="look up", exit_on_error=False)
    async def look_up(self, name: str) -> None:
        """Read what an integration offers."""
        try:
            service = await self.console.session.service()
            info = await service.catalogue.get(name)
        except WeavzError as error:
            self.console.tell_error(error)
        else:
            self.post_message(self.Answered(info, self._known))

    def _known(self, info: IntegrationInfo) -> None:
        self.info = info
        self._rebuild("integration_alias")

    @work(exclusive=True, group="rebuild", exit_on_error=False)
    async def _rebuild(self, focus: str) -> None:
        self.post_message(self.Answered(focus, self._show_fields))

    async def _show_fields(self, focus: str) -> None:
        assert self.info is not None
        start: dict[str, Any] = {"integration_alias": self.info.name.replace("-", "_")}
        start["connection_strategy"] = str(self._strategy)
        if self.row is not None:
            start["integration_alias"] = self.row.integration_alias
            start["connection_id"] = self.row.connection_id
            start["allowed_actions"] = self.row.allowed_actions
            if self.row.connection:
                self._names[self.row.connection.id] = self.row.connection.external_id
        fields = self.fields()
        names = {each.name for each in fields}
        values = {**start, **self.form.values()}
        kept = {
            name: value for name, value in values.items() if name in names and value is not None
        }
        self.form.model.replace(kept)
        await self.show_properties(fields, focus)
        self._check_alias(str(kept.get("integration_alias", "")))
        if self._compares:
            self._compare()

    @work(exclusive=True, group="alias", exit_on_error=False)
    async def _check_alias(self, alias: str) -> None:
        if self.info is None:
            return
        service = await self.console.session.service()
        try:
            check = await service.integrations.check_alias(
                self.console.session.workspace_id,
                alias,
                self.info.name,
                except_id=self.row.id if self.row else None,
            )
            self._follows = await self._following(service, alias)
        except WeavzError as error:
            self.console.tell_error(error)
        else:
            self.post_message(self.Answered(check, self._say_alias))

    async def _following(self, service: Service, alias: str) -> str:
        """What a new alias takes along."""
        if self.row is None or alias == self.row.integration_alias:
            return ""
        found = await service.integrations.dependants(self.row.workspace_id, self.row.id)
        others = [found.sentence(), *self.console.state.drafts_of(self.row.integration_alias)]
        return f"with {', '.join(filter(None, others)) or 'nothing'}; "

    def _say_alias(self, check: AliasCheck) -> None:
        field = self.form.field("integration_alias")
        if not isinstance(field, AnsweringField):
            return
        if check.outcome == "free":
            field.answered(good("free"), f"{self._follows}tools: {check.tool_example}")
        else:
            short = check.outcome.removeprefix("ALIAS_")
            field.answered(bad(short), f"{check.outcome}: {check.message}")
        self.form.help.explain(self.form.current)

    def _connect(self) -> None:
        from weavz_tui.console.screens.connections.editor import ConnectionEditor

        assert self.info is not None
        editor = ConnectionEditor(integration=self.info.name)

        async def done(saved: bool | None) -> None:
            values = self.form.values() | {"connection_id": None}
            if saved:
                self._names[editor.saved] = editor.external_id
                values["connection_id"] = editor.saved
            self.form.model.replace(values)
            await self._show_fields("connection_id")

        self.console.push_screen(editor, done)

    def _update(self, values: Mapping[str, Any]) -> IntegrationUpdate:
        strategy = self._strategy
        connection_id = values.get("connection_id")
        if strategy is ConnectionStrategy.PER_USER or connection_id == NEW:
            connection_id = None
        return IntegrationUpdate(
            integration_alias=str(values.get("integration_alias", "")),
            connection_strategy=strategy,
            connection_id=connection_id,
            allowed_actions=values.get("allowed_actions"),
        )

    @work(exclusive=True, group="compare", exit_on_error=False)
    async def _compare(self) -> None:
        assert self.row is not None
        service = await self.console.session.service()
        draft = self._update(self.form.values())
        given = draft.model_dump(include={"connection_strategy", "connection_id"})
        try:
            found = await service.integrations.who(
                self.row.workspace_id,
                self.row.id,
                end_user_id=self.console.session.end_user_id,
                draft=IntegrationUpdate(**given),
            )
        except WeavzError:
            return
        self.post_message(self.Answered(found, self._show_who))

    def _show_who(self, found: Who) -> None:
        self.query_one("#detail", DetailPane).show(0, who.comparison(found))

    async def save(self, service: Service, values: dict[str, Any]) -> str:
        """Make or change."""
        workspace_id = self.console.session.workspace_id
        update = self._update(values)
        if self.row is not None:
            changed = await service.integrations.update(workspace_id, self.row.id, update)
            self.console.state.rename(self.row.integration_alias, changed.integration_alias)
            return changed.id
        assert self.info is not None
        given = update.model_dump()
        if not self.info.needs_connection:
            given["connection_strategy"] = None
        known = set(IntegrationCreate.model_fields)
        data = IntegrationCreate(
            integration_name=self.info.name,
            **{name: value for name, value in given.items() if name in known and value is not None},
        )
        return (await service.integrations.create(workspace_id, data)).id
