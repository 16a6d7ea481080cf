"""What a workspace file says. Records name each other by what people call them; there is no id,
no moment and no secret in it."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from weavz_tui.model.entities import ALIAS, ALIAS_LENGTH, SLUG
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.servers import AuthMode, EndUserAccess, ServerMode

VERSION: Final = 1


class Entry(BaseModel):
    """A part of the file; a key that it does not know is a mistake."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class WorkspaceEntry(Entry):
    """The workspace, known by its slug."""

    slug: str = Field(pattern=f"^{SLUG.pattern}$")
    name: str


class IntegrationEntry(Entry):
    """A workspace integration, known by its alias. `connection` is an external id; `actions` None:
    all of them."""

    alias: str = Field(pattern=f"^{ALIAS.pattern}$", max_length=ALIAS_LENGTH)
    integration: str
    strategy: ConnectionStrategy | None = None
    connection: str | None = None
    actions: list[str] | None = None
    display_name: str | None = None
    auth_method_key: str | None = None
    settings: dict[str, Any] = Field(default_factory=dict)
    sort_order: int = 0

    @property
    def title(self) -> str:
        """What a person calls it."""
        return f"integration {self.alias}"


class PartialEntry(Entry):
    """A partial, known by its name and what it is for. `secrets` are keys whose values are not in
    the file: they stay as they are."""

    name: str
    integration: str
    alias: str | None = None
    action: str | None = None
    trigger: str | None = None
    description: str | None = None
    values: dict[str, Any] = Field(default_factory=dict)
    secrets: list[str] = Field(default_factory=list)
    enforced: list[str] = Field(default_factory=list)
    default: bool = False

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What it is known by; the order of the file."""
        return (
            self.integration,
            self.alias or "",
            self.action or "",
            self.trigger or "",
            self.name,
        )

    @property
    def title(self) -> str:
        """What a person calls it."""
        scope = ".".join(each for each in (self.alias or self.integration, self.action) if each)
        return f"partial {self.name} of {scope}"


class ToolEntry(Entry):
    """How a tool differs from what the workspace gives, or, with `added`, a tool added by hand.

    It is known by its alias (the instance's) and its action; `shown_as` is another alias that it
    has on the server.
    """

    alias: str
    action: str
    integration: str | None = None
    added: bool = False
    hidden: bool = False
    shown_as: str | None = None
    display_name: str | None = None
    description: str | None = None
    connection: str | None = None
    partials: list[str] = Field(default_factory=list)
    input_defaults: dict[str, Any] = Field(default_factory=dict)
    secrets: list[str] = Field(default_factory=list)
    sort_order: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by; the order of the file."""
        return self.alias, self.action

    @property
    def title(self) -> str:
        """What a person calls it."""
        return f"tool {self.alias}.{self.action}"


class ServerEntry(Entry):
    """An MCP server, known by its name. `end_user` is an external id."""

    name: str
    description: str | None = None
    mode: ServerMode = ServerMode.TOOLS
    auth: AuthMode = AuthMode.OAUTH
    end_user_access: EndUserAccess = EndUserAccess.RESTRICTED
    end_user: str | None = None
    settings: dict[str, Any] = Field(default_factory=dict)
    tools: list[ToolEntry] = Field(default_factory=list)

    @property
    def title(self) -> str:
        """What a person calls it."""
        return f"server {self.name}"


class Document(Entry):
    """The whole file. `weavz` is the version of its form."""

    weavz: Literal[1] = 1
    workspace: WorkspaceEntry
    integrations: list[IntegrationEntry] = Field(default_factory=list)
    partials: list[PartialEntry] = Field(default_factory=list)
    servers: list[ServerEntry] = Field(default_factory=list)
