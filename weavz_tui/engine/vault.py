"""The vault as the doors see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weavz_tui.contexts import ContextFile
from weavz_tui.model.errors import ScopeDenied
from weavz_tui.model.status import VaultStatus
from weavz_tui.store import organisations

if TYPE_CHECKING:
    from weavz_tui.engine.connections.credentials import Credentials
    from weavz_tui.engine.parts import Parts
    from weavz_tui.vault.protocol import Kind
    from weavz_tui.vault.select import HomeVault


class LocalVault:
    """State, unlocking and locking of the home's vault."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @property
    def home(self) -> HomeVault:
        """The vault itself."""
        return self._parts.vault

    @property
    def _credentials(self) -> Credentials:
        return self._parts.credentials

    async def status(self, *, check: bool = False) -> VaultStatus:
        """What is known; with `check` the vault is really asked."""
        return await self.home.status(check=check)

    async def _require_owner(self) -> None:
        """The vault holds the secrets of every organisation of the home; it obeys the home's own.
        Raises ScopeDenied."""
        self._parts.principal.require(None)
        first = await self._parts.read(organisations.first)
        if first is None or first.id != self._parts.org_id:
            raise ScopeDenied(
                "The vault belongs to another organisation",
                hint="use a key of the organisation that this installation began with",
            )

    async def unlock(self, passphrase: str) -> VaultStatus:
        """Open it; raises VaultLocked for a wrong passphrase. What a locked vault held up at an
        earlier start is mended."""
        await self._require_owner()
        status = await self.home.unlock(passphrase)
        await self._credentials.recover()
        await self._parts.shared.oauth_clients.secrets.recover()
        return status

    async def lock(self) -> VaultStatus:
        """Close it, and forget the credentials in memory."""
        await self._require_owner()
        status = await self.home.lock()
        self._credentials.forget()
        self._parts.shared.oauth_clients.secrets.forget()
        return status

    async def change_passphrase(self, old: str, new: str) -> VaultStatus:
        """Wrap the key of the encrypted vault anew; its secrets stay as they are."""
        await self._require_owner()
        await self.home.change_passphrase(old, new)
        return await self.home.status()

    async def move(self, target: Kind, passphrase: str | None = None) -> int:
        """Bring every secret into the other vault; how many."""
        await self._require_owner()
        return await self._credentials.move(target, passphrase=passphrase, also=self._contexts())

    async def purge(self) -> int:
        """Remove every secret of this home; how many connections there are."""
        await self._require_owner()
        return await self._credentials.purge(self._contexts())

    def _contexts(self) -> list[str]:
        """The ids under which the keys of other engines are kept."""
        return [each.id for each in ContextFile(self._parts.home.data).every()]
