"""Engines under a name: saved with their key in the vault, opened as a Service."""

from __future__ import annotations

from typing import TypedDict, Unpack

from weavz_tui.client.door import checked
from weavz_tui.client.service import RemoteService
from weavz_tui.contexts import Context, ContextFile, require_encryption
from weavz_tui.home import Home
from weavz_tui.model.entities import new_id
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import Unauthorized
from weavz_tui.model.lists import PageQuery
from weavz_tui.vault.select import HomeVault

KEY = "apiKey"
SAVING = "save its https address, or with `weavz-tui contexts add NAME URL --insecure` this one"


class Marks(TypedDict, total=False):
    """What a context may be marked with; see `Context`."""

    word: str
    read_only: bool
    insecure: bool


class Contexts:
    """The contexts of a home. `close` it when done; services that it opened are their own."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._vault = HomeVault(home.data)
        self.file = ContextFile(home.data)

    async def add(self, name: str, url: str, key: str, **marks: Unpack[Marks]) -> Context:
        """Save an engine after it has answered to the key. Raises what the engine answers,
        Duplicate, ValidationError (for plain http beyond this machine too, unless `insecure`),
        VaultLocked, VaultUnavailable."""
        context = Context(name, checked(url), new_id("context-"), **marks)
        require_encryption(context, SAVING)
        service = self._service(context.url, key)
        try:
            await service.workspaces.list(PageQuery(limit=1, counted=False))
        finally:
            await service.close()
        async with self._vault.exclusive():
            await self._vault.write(context.id, 1, {KEY: key})
            try:
                self.file.add(context)
            except BaseException:
                await self._vault.delete(context.id)
                raise
        return context

    async def remove(self, name: str) -> Context:
        """Let a context and its key go; raises NotFound."""
        async with self._vault.exclusive():
            context = self.file.remove(name)
            await self._vault.delete(context.id)
        return context

    async def open(self, name: str) -> RemoteService:
        """The engine of a context; raises NotFound, Unauthorized where its key is gone,
        ValidationError where that would go in clear and nobody has agreed to it."""
        context = self.file.get(name)
        require_encryption(context, f"`weavz-tui contexts remove {name}`, then {SAVING}")
        secret = await self._vault.read(context.id)
        if secret is None:
            raise Unauthorized(
                f"The key of the context '{name}' is not in the vault",
                details={"context": name},
                hint=f"`weavz-tui contexts remove {name}`, then add it again with a key",
            )
        return self._service(context.url, str(secret.values[KEY]))

    async def close(self) -> None:
        """Let the vault go."""
        await self._vault.close()

    def _service(self, url: str, key: str) -> RemoteService:
        settings = self._home.settings
        ca_file = settings.network_ca_file
        return RemoteService(
            url, key, ca_file=str(ca_file) if ca_file else None, proxy=settings.network_proxy
        )


async def open_context(home: Home, name: str, source: Source = Source.PLAYGROUND) -> RemoteService:
    """The engine of a saved context; `source` is where its calls come from."""
    contexts = Contexts(home)
    try:
        service = await contexts.open(name)
    finally:
        await contexts.close()
    service.door.calls_as(source)
    return service
