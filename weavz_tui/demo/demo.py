"""The demo: a home for one sitting, its sample service, and the engine on both."""

from __future__ import annotations

import secrets
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from weavz_tui.catalog.registry import Registry
from weavz_tui.demo.api import SampleApi
from weavz_tui.demo.desk import sample_desk
from weavz_tui.demo.furnishing import furnish
from weavz_tui.demo.offline import OfflineTransport
from weavz_tui.engine.first_run import WITHOUT_ACCOUNT
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import Source
from weavz_tui.vault.passphrase import PASSPHRASE_FILE
from weavz_tui.vault.select import HomeVault

# Beside the sample: what needs no account, and a few to look at. The whole catalogue is read when
# the console opens, and plugins are other people's code.
CATALOGUE = frozenset({*WITHOUT_ACCOUNT, "github", "gmail", "slack"})


class Demo:
    """A demo as an asynchronous context: everything of it is gone when it is left.

    `home` is in a temporary folder (0700); `folder` says under which one, else the platform's. Its
    vault is the encrypted one with a random passphrase in a file of that folder, so that neither a
    keyring nor another vault is touched. Calls reach this machine's loopback alone. `api` is the
    sample service.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._temporary = TemporaryDirectory(prefix="weavz-tui-demo-", dir=folder)
        root = Path(self._temporary.name)
        self.home = Home(root / "home", root / "home")
        self._passphrase = root / "passphrase"
        self.api = SampleApi()
        self._transport = OfflineTransport()

    async def __aenter__(self) -> Self:
        self._passphrase.touch(mode=0o600)
        self._passphrase.write_text(secrets.token_urlsafe(24), "utf-8")
        self.home.create()
        await self.api.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            await self._transport.close()
            await self.api.__aexit__()
        finally:
            self._temporary.cleanup()

    async def open(self, source: Source = Source.PLAYGROUND) -> LocalService:
        """The engine; the first time it is furnished. Close it before the demo is left."""
        fresh = not self.home.database.exists()
        registry = Registry(plugins=False, only=CATALOGUE)
        registry.add(sample_desk(self.api.url))
        service = await open_local(
            self.home, source=source, registry=registry, transport=self._transport
        )
        vault = HomeVault(self.home.data, environment={PASSPHRASE_FILE: str(self._passphrase)})
        service.parts.shared.vault = vault
        if fresh:
            try:
                await vault.move("encrypted", ())
                await furnish(service)
            except BaseException:
                await service.close()
                raise
        return service
