"""Organisation, API keys and vault of a remote engine (wire B.1, B.8, E.17)."""

from __future__ import annotations

from typing import Any, Literal

from weavz_tui.client.door import API, LOCAL, part
from weavz_tui.client.reading import Resource, given
from weavz_tui.model.entities import Organisation
from weavz_tui.model.keys import ApiKey, ApiKeyCreate, CreatedApiKey
from weavz_tui.model.lists import Deleted, Page, PageQuery
from weavz_tui.model.requests import OrganisationUpdate
from weavz_tui.model.status import VaultStatus

VAULT = f"{LOCAL}/vault"


class RemoteOrganisations(Resource):
    """The key's own organisation."""

    async def get(self, id: str) -> Organisation:
        """It; raises NotFound for any other."""
        return self._read(Organisation, await self._door.get(f"{API}/orgs/{part(id)}"), "org")

    async def update(self, id: str, data: OrganisationUpdate) -> Organisation:
        """Rename it."""
        answer = await self._door.patch(f"{API}/orgs/{part(id)}", given(data))
        return self._read(Organisation, answer, "org")


class RemoteApiKeys(Resource):
    """Keys of the organisation."""

    async def list(self, query: PageQuery) -> Page[ApiKey]:
        """A page, by name."""
        return await self._page(f"{API}/api-keys", "apiKeys", ApiKey, query)

    async def create(self, data: ApiKeyCreate) -> CreatedApiKey:
        """A new one, with its value."""
        return self._read(CreatedApiKey, await self._door.post(f"{API}/api-keys", given(data)))

    async def delete(self, id: str) -> Deleted:
        """Refuse it from now on."""
        return self._read(Deleted, await self._door.delete(f"{API}/api-keys/{part(id)}"))


class RemoteVault(Resource):
    """The vault at the other end."""

    async def status(self, *, check: bool = False) -> VaultStatus:
        """Which it is, and its state."""
        return self._shown(await self._door.get(VAULT, check=check or None))

    async def unlock(self, passphrase: str) -> VaultStatus:
        """Open it."""
        return self._shown(await self._door.post(f"{VAULT}/unlock", {"passphrase": passphrase}))

    async def lock(self) -> VaultStatus:
        """Close it."""
        return self._shown(await self._door.post(f"{VAULT}/lock"))

    async def change_passphrase(self, old: str, new: str) -> VaultStatus:
        """Another passphrase."""
        answer = await self._door.post(f"{VAULT}/passphrase", {"old": old, "new": new})
        return self._shown(answer)

    async def move(
        self, target: Literal["keyring", "encrypted"], passphrase: str | None = None
    ) -> int:
        """Bring every secret into the other vault there; how many."""
        body = {"target": target, "passphrase": passphrase}
        return int((await self._door.post(f"{VAULT}/move", body))["count"])

    async def purge(self) -> int:
        """Remove every secret there; how many connections ask for a new one."""
        return int((await self._door.post(f"{VAULT}/purge"))["count"])

    def _shown(self, answer: dict[str, Any]) -> VaultStatus:
        return self._read(VaultStatus, answer, "vault")
