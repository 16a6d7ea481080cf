"""What the catalogue tells of integrations and their actions (wire A.2)."""

from __future__ import annotations

from weavz_tui.model.authorisations import OAuthInfo
from weavz_tui.model.base import Frozen
from weavz_tui.model.enums import Category, ConnectionType, Effect
from weavz_tui.model.properties import Property


class AuthOption(Frozen):
    """One way to authenticate: its connection type and the fields that a person fills in;
    `oauth2` where the person may be sent to a provider instead."""

    key: str
    type: ConnectionType
    display_name: str
    description: str = ""
    fields: tuple[Property, ...] = ()
    oauth2: OAuthInfo | None = None


class ActionInfo(Frozen):
    """One operation of an integration and what goes into it."""

    name: str
    display_name: str
    description: str
    properties: tuple[Property, ...]
    effect: Effect = Effect.WRITE
    idempotent: bool = False
    requires_auth: bool = True

    def property(self, name: str) -> Property | None:
        """The property of that name, or None."""
        return next((each for each in self.properties if each.name == name), None)


class IntegrationSummary(Frozen):
    """An integration as a list shows it. `source`: built in, plugin, openapi or mcp."""

    name: str
    display_name: str
    description: str
    categories: tuple[Category, ...] = ()
    auth_types: tuple[ConnectionType, ...] = ()
    action_count: int = 0
    source: str = "built in"

    @property
    def needs_connection(self) -> bool:
        """Whether its actions need an account."""
        return bool(self.auth_types)


class IntegrationInfo(Frozen):
    """An integration with its ways to authenticate and its actions, in display order."""

    name: str
    display_name: str
    description: str
    categories: tuple[Category, ...] = ()
    auth_options: tuple[AuthOption, ...] = ()
    actions: tuple[ActionInfo, ...] = ()
    source: str = "built in"
    base_url: str = ""

    @property
    def needs_connection(self) -> bool:
        """Whether its actions need an account."""
        return bool(self.auth_options)

    def action(self, name: str) -> ActionInfo | None:
        """The action of that name, or None."""
        return next((each for each in self.actions if each.name == name), None)
