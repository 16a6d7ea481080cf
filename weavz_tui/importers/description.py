"""What an import makes: an integration and its operations as plain data."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from weavz_tui.model.base import Frozen
from weavz_tui.model.enums import ConnectionType, Effect
from weavz_tui.model.properties import Property

VERSION = 1


class Place(StrEnum):
    """Where an input goes in a request."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    FIELD = "field"
    BODY = "body"


class Style(StrEnum):
    """How a value that is no single text is written there (OpenAPI, style and explode)."""

    REPEATED = ""
    CSV = "csv"
    SPACES = "spaces"
    TABS = "tabs"
    PIPES = "pipes"
    DEEP = "deep"
    SPREAD = "spread"
    JSON = "json"
    RESERVED = "reserved"
    FILE = "file"


class Body(StrEnum):
    """What a request carries."""

    NONE = ""
    JSON = "json"
    FORM = "form"
    MULTIPART = "multipart"
    RAW = "raw"


class Binding(Frozen):
    """Where the input `key` goes, and under which name, where that is another."""

    key: str
    place: Place
    name: str = ""
    style: Style = Style.REPEATED


class Call(Frozen):
    """How an operation is called: `path` is relative to the integration's address or to a named
    one of its `addresses` (`files:/upload`), with `{name}` where a path input goes."""

    method: str
    path: str
    bindings: tuple[Binding, ...] = ()
    body: Body = Body.NONE
    media_type: str = ""
    body_required: bool = False


class Operation(Frozen):
    """One action. `tool` is set instead of `call` where it is a tool of an MCP server."""

    name: str
    title: str
    description: str = ""
    effect: Effect = Effect.WRITE
    idempotent: bool = False
    requires_auth: bool = True
    properties: tuple[Property, ...] = ()
    call: Call | None = None
    tool: str = ""

    @property
    def identity(self) -> str:
        """What makes it the same operation in another version of its description."""
        return self.tool if self.call is None else f"{self.call.method} {self.call.path}"


class WayKind(StrEnum):
    """How one way to authenticate is sent."""

    BEARER = "bearer"
    BASIC = "basic"
    HEADER = "header"
    QUERY = "query"
    COOKIE = "cookie"
    OAUTH2 = "oauth2"
    SEVERAL = "several"
    SERVER = "server"


class Way(Frozen):
    """One way to authenticate. `parts` are what SEVERAL sends together; `fields` what a connection
    gives to an MCP server."""

    key: str
    kind: WayKind
    title: str = ""
    description: str = ""
    name: str = ""
    prefix: str = ""
    authorize_url: str = ""
    token_url: str = ""
    scopes: tuple[str, ...] = ()
    parts: tuple[Way, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def type(self) -> ConnectionType:
        """The type of its connections."""
        if self.kind is WayKind.BASIC:
            return ConnectionType.BASIC_AUTH
        if self.kind is WayKind.OAUTH2:
            return ConnectionType.OAUTH2
        if self.kind in {WayKind.SEVERAL, WayKind.SERVER}:
            return ConnectionType.CUSTOM_AUTH
        return ConnectionType.SECRET_TEXT


class ServerAddress(Frozen):
    """The MCP server behind an integration: what starts it, or where it answers. `env` and
    `headers` are taken from a connection's fields."""

    command: tuple[str, ...] = ()
    url: str = ""
    env: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()


class Common(Frozen):
    """What the operations of an integration have in common; `only` and `given_base_url`
    are what was chosen when it was imported."""

    version: int = VERSION
    name: str
    title: str
    description: str = ""
    source: str = "openapi"
    origin: str = ""
    base_url: str = ""
    addresses: dict[str, str] = Field(default_factory=dict)
    auth: tuple[Way, ...] = ()
    auth_is_optional: bool = False
    server: ServerAddress | None = None
    only: tuple[str, ...] = ()
    given_base_url: str = ""


class Description(Frozen):
    """A whole import, before it is kept."""

    common: Common
    operations: tuple[Operation, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
