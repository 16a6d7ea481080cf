"""The credentials of connections, fresh when they are handed out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from weavz_tui.engine.connections.secret_records import SecretRecords, Values
from weavz_tui.model.credentials import Credential
from weavz_tui.model.entities import Connection
from weavz_tui.model.enums import OAUTH2_TYPES
from weavz_tui.model.errors import ConnectionRequired
from weavz_tui.store import connections, oauth_apps
from weavz_tui.store.protocol import Rows, Store
from weavz_tui.vault.cache import SecretCache
from weavz_tui.vault.protocol import Kind, SharedVault

if TYPE_CHECKING:
    from weavz_tui.engine.oauth.refreshing import Refresher


class Credentials(SecretRecords[Connection]):
    """What connections authenticate with. What `renewing` makes renews OAuth 2 tokens that are
    about to end; without it they are handed out as they are."""

    def __init__(
        self,
        store: Store,
        vault: SharedVault,
        *,
        cache: SecretCache | None = None,
        renewing: Callable[[Credentials], Refresher] | None = None,
    ) -> None:
        super().__init__(store, vault, connections, cache=cache)
        self._renewing = renewing
        self._refresher: Refresher | None = None

    @property
    def refresher(self) -> Refresher | None:
        """What renews tokens; made when the first OAuth 2 connection is used."""
        if self._refresher is None and self._renewing is not None:
            self._refresher = self._renewing(self)
        return self._refresher

    async def read(self, connection: Connection) -> Credential:
        """What the connection authenticates with; from memory without waiting, if it was read
        within the last minute and is not about to end. Raises ConnectionRequired where its secret
        is gone or cannot be renewed, RefreshFailed where it could not be renewed now."""
        credential = await self.held(connection)
        if connection.type not in OAUTH2_TYPES:
            return credential
        refresher = self.refresher
        if refresher is not None and refresher.is_due(connection, credential):
            return await refresher.renewed(connection, credential)
        return credential

    async def held(self, connection: Connection) -> Credential:
        """As `read`, and never renewed."""
        id, generation = connection.id, connection.generation
        values = self._cache.get(id, generation)
        if values is None:
            values = await self._cache.fill(id, generation, lambda: self._load(connection))
        return Credential(connection.type, values, connection.base_url)

    async def renew(self, connection: Connection, refused: Credential) -> Credential | None:
        """The credential that takes the place of one that the service says has ended; None where
        there is no way to renew it. Raises as `read`."""
        refresher = self.refresher
        if refresher is None or not refresher.can_renew(connection, refused):
            return None
        return await refresher.renewed(connection, refused, force=True)

    async def move(
        self, target: Kind, *, passphrase: str | None = None, also: Sequence[str] = ()
    ) -> int:
        """Bring every secret, those of OAuth apps and those under the ids `also`, into the other
        vault; how many. Repeating it finishes an interrupted move."""
        return await self._to_its_end(self._move(target, passphrase, also))

    async def purge(self, also: Sequence[str] = ()) -> int:
        """Remove every secret of this home from its vault, those under the ids `also` too; how
        many connections had one. The connections stay and ask for a new secret."""
        return await self._to_its_end(self._purge(also))

    async def settle(self) -> None:
        """Wait for the refreshes under way, while there is still a network to end them on."""
        if self._refresher is not None:
            await self._refresher.close()

    async def _load(self, connection: Connection) -> Values:
        # A later generation than asked for is in force already: the caller's row is the older one.
        secret = await self._vault.read(connection.id)
        if secret is None:
            raise ConnectionRequired(
                f"The secret of connection {connection.external_id} is not in the vault",
                details={"reason": "REAUTHORISE", "connectionId": connection.id},
                hint=f"Enter it again: weavz-tui connections update {connection.external_id}",
            )
        return secret.values

    async def _move(self, target: Kind, passphrase: str | None, also: Sequence[str]) -> int:
        async with self._vault.exclusive():
            await self._mend()
            ids = [*await self._store.read(_all_ids), *also]
            return await self._vault.move(target, ids, passphrase=passphrase)

    async def _purge(self, also: Sequence[str]) -> int:
        async with self._vault.exclusive():
            ids = [*await self._store.read(_all_ids), *also]
            await self._vault.purge(ids)
        self._cache.clear()
        return len(await self._store.read(connections.ids))


def _all_ids(rows: Rows) -> list[str]:
    """Everything that the vault may hold."""
    return [*connections.ids(rows), *oauth_apps.ids(rows)]
