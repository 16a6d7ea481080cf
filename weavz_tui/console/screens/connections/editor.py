"""A connection made, or given another name, address or secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import work

from weavz_tui.console.editing.fields import FixedField, PickField, RadioField, Way
from weavz_tui.console.editing.form import Maker, choice, text
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.console.screens.connections.ways import (
    SECRET,
    SIGN_IN,
    offers_sign_in,
    ways_of,
    wish_of,
)
from weavz_tui.console.text import plain
from weavz_tui.model.enums import ConnectionScope
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.lists import PageQuery
from weavz_tui.model.properties import Option, Property
from weavz_tui.model.requests import ConnectionCreate, ConnectionUpdate

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.catalogue import AuthOption, IntegrationInfo
    from weavz_tui.model.lists import ConnectionRow

WAYS = (
    Way("everywhere", "every workspace of the organisation", "ORGANIZATION"),
    Way("workspace", "this workspace alone", "WORKSPACE"),
    Way("end user", "one end user's own, in this workspace", "USER"),
)


class ConnectionEditor(EditorScreen):
    """The fields of the integration's own way to authenticate, masked while typed."""

    PLACE = "connections"
    NOUN = "connection"
    UNIQUE = "external_id"

    def __init__(
        self,
        *,
        row: ConnectionRow | None = None,
        integration: str = "",
        end_user: str = "",
    ) -> None:
        """`integration` and `end_user` are filled in where they are known already."""
        super().__init__()
        self.row = row
        self.info: IntegrationInfo | None = None
        self.option: AuthOption | None = None
        self._wanted = row.integration_name if row else integration
        self._end_user = end_user
        self.external_id = row.external_id if row else ""
        self.signs_in = False

    def title_shown(self) -> str:
        """New, or which one."""
        return f"Connection {self.row.external_id}" if self.row else "New connection"

    def on_mount(self) -> None:
        """Read how the integration authenticates, when it is known already."""
        if self._wanted:
            self.look_up(self._wanted)

    def fields(self) -> Sequence[Property]:
        """As far as the integration is known."""
        found = [choice("integration", "Integration", "which service this is an account of",
                        required=True)]  # fmt: skip
        if self.info is None or self.option is None:
            return found
        ways = ways_of(self.info.auth_options)
        if self.row is None and len(ways) > 1:
            found.append(choice("way", "Sign in by", options=ways, required=True))
        about = "how calls name it; unique for the integration"
        found.append(text("external_id", "External id", about, required=True))
        found.append(text("display_name", "Name", "what people read"))
        if self.row is None:
            found.append(text("scope", "For", "who may use it", required=True))
            if self._scope == ConnectionScope.USER:
                found.append(choice("end_user", "End user", "whose own it is", required=True,
                                    searchable=True))  # fmt: skip
        for each in self.secret_fields():
            given: dict[str, Any] = {"name": SECRET + each.name}
            if self.row is not None:
                given |= {"required": False, "description": f"{each.description} Empty: unchanged."}
            found.append(each.model_copy(update=given))
        about = "another address of the same service, such as a mock or a self-hosted one"
        found.append(text("base_url", "Base URL", about))
        return found

    def secret_fields(self) -> Sequence[Property]:
        """What the person fills in: the credential, or what the provider asks for before."""
        assert self.option is not None
        if self.signs_in and self.option.oauth2 is not None:
            return self.option.oauth2.fields
        return self.option.fields

    @property
    def _scope(self) -> str:
        held = self.form.values().get("scope") if self.is_mounted else None
        return str(held or (ConnectionScope.USER if self._end_user else "ORGANIZATION"))

    def start(self) -> Mapping[str, Any]:
        """What is known."""
        return {"integration": self._wanted} if self._wanted else {}

    def makers(self) -> Mapping[str, Maker]:
        """What is chosen, and what stays."""
        makers: dict[str, Maker] = {
            "integration": PickField,
            "way": PickField,
            "end_user": PickField,
            "scope": lambda each: RadioField(each, WAYS),
        }
        if self.row is not None:
            name, external_id = self.row.integration_name, self.row.external_id
            makers["integration"] = lambda each: FixedField(each, name, "cannot change")
            makers["external_id"] = lambda each: FixedField(each, external_id, "cannot change")
        return makers

    async def options(self, service: Service, name: str, search: str) -> Sequence[Option]:
        """Integrations that need an account; end users of the workspace."""
        if name == "integration":
            every = await service.catalogue.list()
            return [Option(label=each.name, value=each.name) for each in every
                    if each.needs_connection]  # fmt: skip
        query = PageQuery(limit=50, search=search)
        page = await service.end_users.list(self.console.session.workspace_id, query)
        return [Option(label=row.external_id, value=row.external_id) for row in page.items]

    def edited(self, key: str) -> None:
        """Another integration, way or scope: other fields."""
        values = self.form.values()
        if key == "integration" and values.get("integration"):
            self.look_up(str(values["integration"]))
        elif key == "way" and self.info is not None:
            way = str(values.get("way") or "")
            key = way.removesuffix(SIGN_IN)
            found = [each for each in self.info.auth_options if each.key == key]
            self.option = found[0] if found else None
            self.signs_in = way.endswith(SIGN_IN)
            self._rebuild("external_id")
        elif key == "scope":
            self._rebuild("scope")

    @work(exclusive=True, group="look up", exit_on_error=False)
    async def look_up(self, name: str) -> None:
        """Read how an integration authenticates."""
        try:
            service = await self.console.session.service()
            info = await service.catalogue.get(name)
        except WeavzError as error:
            self.console.tell_error(error)
        else:
            self.post_message(self.Answered(info, self._known))

    def _known(self, info: IntegrationInfo) -> None:
        self.info = info
        options = info.auth_options
        held = [each for each in options if self.row and each.type is self.row.type]
        self.option = next(iter([*held, *options]), None)
        self.signs_in = self.row is None and offers_sign_in(self.option)
        if self.option is None:
            self.console.tell(f"{info.name} needs no account.", severity="warning")
        self._rebuild(self._first_field())

    def _first_field(self) -> str:
        """The first that is still to be filled in."""
        if self.row is not None:
            return "display_name"
        if self._end_user and self.option is not None and self.secret_fields():
            return SECRET + self.secret_fields()[0].name
        return "external_id"

    @work(exclusive=True, group="rebuild", exit_on_error=False)
    async def _rebuild(self, focus: str) -> None:
        self.post_message(self.Answered(focus, self._show_fields))

    async def _show_fields(self, focus: str) -> None:
        start: dict[str, Any] = {"scope": self._scope}
        if self.option is not None:
            start["way"] = self.option.key + (SIGN_IN if self.signs_in else "")
        if self._end_user and self.info is not None:
            start["end_user"] = self._end_user
            start["external_id"] = f"{self.info.name}-{self._end_user}"
        if self.row is not None:
            start |= {"external_id": self.row.external_id, "display_name": self.row.display_name}
            start |= {"base_url": self.row.base_url} if self.row.base_url else {}
        fields = self.fields()
        values = {**start, **self.form.values()}
        names = {each.name for each in fields}
        self.form.model.replace({name: value for name, value in values.items() if name in names})
        await self.show_properties(fields, focus)
        if self.row is not None:
            self.pane.border_title = plain(self.title_shown())

    async def do_save(self) -> None:
        """`ctrl+s`: save, or go and authorise the account."""
        if not self.signs_in:
            await super().do_save()
        elif await self.form.check():
            await self.form.focus_error()
        else:
            self._sign_in(await self.form.collected())

    @work(exclusive=True, group="modal", exit_on_error=False)
    async def _sign_in(self, values: dict[str, Any]) -> None:
        from weavz_tui.console.screens.connections.authorise import AuthoriseDialog

        assert self.info is not None and self.option is not None and self.option.oauth2 is not None
        grants = self.option.oauth2.grants
        wish = wish_of(values, self.info, self.option, self.console.session.workspace_id)
        made = await self.console.push_screen_wait(AuthoriseDialog(wish, grants))
        if made:
            self.external_id = wish.external_id
            self.post_message(self.Answered(made, self._signed_in))

    def _signed_in(self, id: str) -> None:
        """The dialog has told it already."""
        self.unsaved, self.saved = False, id
        self.dismiss(True)

    async def save(self, service: Service, values: dict[str, Any]) -> str:
        """Make or change; the secret goes straight to the engine."""
        secret = {name.removeprefix(SECRET): value for name, value in values.items()
                  if name.startswith(SECRET) and value not in (None, "")}  # fmt: skip
        base_url = values.get("base_url") or None
        if self.row is not None:
            given: dict[str, Any] = {
                "display_name": values.get("display_name") or "",
                "base_url": base_url,
            }
            if secret:
                given["secret"] = secret
            return (await service.connections.update(self.row.id, ConnectionUpdate(**given))).id
        assert self.option is not None and self.info is not None
        scope = ConnectionScope(values["scope"])
        inside = scope is not ConnectionScope.ORGANIZATION
        many = len(self.info.auth_options) > 1
        made = await service.connections.create(
            ConnectionCreate(
                type=self.option.type,
                external_id=values["external_id"],
                display_name=values.get("display_name") or values["external_id"],
                integration_name=self.info.name,
                auth_method_key=self.option.key if many else None,
                workspace_id=self.console.session.workspace_id if inside else None,
                end_user_id=values.get("end_user"),
                scope=scope,
                base_url=base_url,
                secret=secret,
            )
        )
        self.external_id = made.external_id
        return made.id

    def failed(self, error: WeavzError) -> None:
        """The engine names secrets without our prefix."""
        fields = error.details.get("fields")
        if isinstance(fields, dict) and self.option is not None:
            secret = {each.name for each in self.option.fields}
            error.details["fields"] = {
                (SECRET + name if name in secret else name): message
                for name, message in fields.items()
            }
        super().failed(error)
