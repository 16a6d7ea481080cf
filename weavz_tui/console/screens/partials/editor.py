"""A partial on the form of its action, with a lock for each value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.content import Content

from weavz_tui.console.editing.fields import FixedField, PickField
from weavz_tui.console.editing.form import Maker, choice, text
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.console.forms.form import Form
from weavz_tui.console.text import plain
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.execution import OptionsRequest
from weavz_tui.model.lists import PageQuery
from weavz_tui.model.properties import Option, Property
from weavz_tui.model.requests import PartialCreate, PartialUpdate

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.catalogue import ActionInfo, IntegrationInfo
    from weavz_tui.model.lists import IntegrationRow, PartialRow

ALIAS, ACTION, NAME = "partial alias", "partial action", "partial name"
ABOUT, DEFAULT = "partial about", "partial default"
OWN = frozenset({ALIAS, ACTION, NAME, ABOUT, DEFAULT})


class PartialEditor(EditorScreen):
    """`ctrl+l` locks the value of the field last used, and lets it go again."""

    PLACE = "partials"
    NOUN = "partial"
    UNIQUE = NAME

    def __init__(self, row: PartialRow | None = None) -> None:
        super().__init__()
        self.row = row
        self.integration: IntegrationRow | None = None
        self.info: IntegrationInfo | None = None
        self.action: ActionInfo | None = None
        self.locks: set[str] = set(row.enforced_keys) if row else set()
        self._rows: dict[str, IntegrationRow] = {}

    def title_shown(self) -> str:
        """New, or which one."""
        return f"Partial {self.row.name}" if self.row else "New partial"

    def on_mount(self) -> None:
        """Read the action of one that exists."""
        if self.row is not None:
            self.look_up(self.row.integration_name, self.row.action_name or "")

    def fields(self) -> Sequence[Property]:
        """Its own fields, then those of its action."""
        found = [
            choice(ALIAS, "Integration", "the alias that it applies to", required=True),
        ]
        if self.info is not None:
            found.append(choice(ACTION, "Action", "whose inputs it gives", required=True))
        if self.action is None:
            return found
        found.append(text(NAME, "Name", "how calls name it", required=True))
        found.append(text(ABOUT, "About", "what it is for"))
        found.append(
            Property(
                name=DEFAULT,
                type=PropertyType.CHECKBOX,
                display_name="Default",
                description="applied to every call that names no partial",
                required=True,
            )
        )
        free = {"required": False, "default_value": None}
        return [*found, *(each.model_copy(update=free) for each in self.action.properties)]

    def makers(self) -> Mapping[str, Maker]:
        """What is chosen, and what stays."""
        row = self.row
        if row is None:
            return {ALIAS: PickField, ACTION: PickField}
        alias = row.integration_alias or f"every {row.integration_name}"
        return {
            ALIAS: lambda each: FixedField(each, alias, "cannot change"),
            ACTION: lambda each: FixedField(each, row.action_name or "every", "cannot change"),
        }

    async def options(self, service: Service, name: str, search: str) -> Sequence[Option]:
        """Aliases of the workspace, actions of the integration, and what the action asks for."""
        workspace_id = self.console.session.workspace_id
        if name == ALIAS:
            page = await service.integrations.list(workspace_id, PageQuery(limit=200))
            self._rows = {row.integration_alias: row for row in page.items}
            return [Option(label=alias, value=alias) for alias in self._rows]
        assert self.info is not None
        if name == ACTION:
            return [Option(label=each.name, value=each.name) for each in self.info.actions]
        found = await service.actions.options(self._request(name, search))
        return found.options

    def _request(self, name: str, search: str = "") -> OptionsRequest:
        assert self.info is not None and self.action is not None
        return OptionsRequest(
            integration_name=self.info.name,
            workspace_id=self.console.session.workspace_id,
            integration_alias=self._alias,
            end_user_id=self.console.session.end_user_id,
            action_name=self.action.name,
            property_name=name,
            input=self._values(self.form.values()),
            search_value=search or None,
        )

    @property
    def _alias(self) -> str | None:
        if self.row is not None:
            return self.row.integration_alias
        return self.integration.integration_alias if self.integration else None

    @on(Form.PropertiesWanted, "#form")
    def _find_properties(self, event: Form.PropertiesWanted) -> None:
        event.stop()
        self._answer_properties(event)

    @work(exclusive=True, group="properties", exit_on_error=False)
    async def _answer_properties(self, event: Form.PropertiesWanted) -> None:
        service = await self.console.session.service()
        try:
            found = await service.actions.resolve_property(self._request(event.prop.name))
        except WeavzError as error:
            event.fail(f"{error.message} {error.hint}".strip())
        else:
            self.post_message(self.Answered(found, event.answer))

    def edited(self, key: str) -> None:
        """Another alias or action: other fields."""
        values = self.form.values()
        if key == ALIAS and values.get(ALIAS) in self._rows:
            self.integration = self._rows[values[ALIAS]]
            self.look_up(self.integration.integration_name, "")
        elif key == ACTION and self.info is not None:
            self.action = self.info.action(str(values.get(ACTION, "")))
            self._rebuild(NAME)

    @work(exclusive=True, group="look up", exit_on_error=False)
    async def look_up(self, name: str, action: str) -> None:
        """Read what the integration offers."""
        try:
            service = await self.console.session.service()
            info = await service.catalogue.get(name)
        except WeavzError as error:
            self.console.tell_error(error)
        else:
            self.post_message(self.Answered(info, lambda found: self._known(found, action)))

    def _known(self, info: IntegrationInfo, action: str) -> None:
        self.info = info
        self.action = info.action(action)
        self._rebuild(NAME if self.action else ACTION)

    @work(exclusive=True, group="rebuild", exit_on_error=False)
    async def _rebuild(self, focus: str) -> None:
        self.post_message(self.Answered(focus, self._show_fields))

    async def _show_fields(self, focus: str) -> None:
        values = self.form.values()
        if self.row is not None:
            # What stays is in the form too: it is required, and would be missed.
            start = {
                ALIAS: self.row.integration_alias or self.row.integration_name,
                ACTION: self.row.action_name or "every",
                NAME: self.row.name,
                DEFAULT: self.row.is_default,
                **self.row.values,
            }
            if self.row.description:
                start[ABOUT] = self.row.description
            values = {**start, **values}
        elif self.action is not None:
            values = {DEFAULT: False, **values}
        names = {each.name for each in self.fields()}
        self.form.model.replace({key: value for key, value in values.items() if key in names})
        await self.show_properties(self.fields(), focus)
        self._show_locks()

    def do_lock(self) -> None:
        """`ctrl+l`: a lock on the value of the field last used."""
        field = self.form.current
        if field is None or field.prop.name in OWN:
            self.console.tell("Only values of the action can be locked.", severity="warning")
            return
        self.locks ^= {field.prop.name}
        self.unsaved = True
        self.pane.border_subtitle = Content("unsaved")
        self._show_locks()

    def _show_locks(self) -> None:
        for field in self.form.fields:
            name = field.prop.name
            if name not in OWN:
                shown = field.prop.display_name or name
                field.label = f"= {shown}" if name in self.locks else shown
                field.refresh_row()
        locked = len(self.locks)
        words = f"{locked} locked  " if locked else ""
        self.pane.border_title = plain(f"{self.title_shown()}  {words}ctrl+l lock")

    def _values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in values.items() if key not in OWN}

    async def save(self, service: Service, values: dict[str, Any]) -> str:
        """Make or change."""
        given = self._values(values)
        common = {
            "name": values[NAME],
            "description": values.get(ABOUT),
            "values": given,
            "enforced_keys": sorted(self.locks & set(given)),
            "is_default": bool(values.get(DEFAULT)),
        }
        if self.row is not None:
            return (await service.partials.update(self.row.id, PartialUpdate(**common))).id
        assert self.integration is not None and self.action is not None
        made = await service.partials.create(
            PartialCreate(
                workspace_id=self.console.session.workspace_id,
                integration_name=self.integration.integration_name,
                integration_alias=self.integration.integration_alias,
                workspace_integration_id=self.integration.id,
                action_name=self.action.name,
                **common,
            )
        )
        return made.id
