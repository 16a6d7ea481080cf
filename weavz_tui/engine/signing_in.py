"""The parts of the Service through which accounts are authorised with OAuth 2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from weavz_tui.model.authorisations import (
    Authorisation,
    AuthorisationAnswer,
    AuthorisationStart,
    OAuthApp,
    OAuthAppCreate,
    OAuthAppUpdate,
)
from weavz_tui.model.lists import Deleted, Dependants


class OAuthApps(Protocol):
    """Clients registered with providers; a `ref` is an id, or a label that only one app has.
    Raises OAuthAppNotFound, NotOAuth2, Duplicate."""

    async def list(self, integration_name: str | None = None) -> Sequence[OAuthApp]: ...
    async def get(self, ref: str) -> OAuthApp: ...
    async def create(self, data: OAuthAppCreate) -> OAuthApp: ...
    async def update(self, id: str, data: OAuthAppUpdate) -> OAuthApp: ...
    async def dependants(self, id: str) -> Dependants:
        """The connections that can no longer be refreshed without it."""
        ...

    async def delete(self, id: str) -> Deleted: ...


class Authorisations(Protocol):
    """Authorisations on their way. They live in the engine's process and end with it.

    The error of an authorisation that failed is in what `poll` answers; `start` and `complete`
    raise it as well: NoOAuthApp, NotOAuth2, MissingOAuth2Config, OAuthError, TokenExchangeFailed,
    and what making a connection raises.
    """

    async def start(self, data: AuthorisationStart) -> Authorisation:
        """Begin one; client credentials end with it."""
        ...

    async def complete(self, data: AuthorisationAnswer) -> Authorisation:
        """Take what the provider sent the person back with: exchange it and make the connection,
        or renew the one that was named. It can be taken once."""
        ...

    async def poll(self, id: str) -> Authorisation:
        """How far it has come. A device flow asks the provider, never more often than it allows.
        Raises NotFound."""
        ...

    async def cancel(self, id: str) -> Authorisation:
        """Let it go; that it has ended is fine. Raises NotFound."""
        ...
