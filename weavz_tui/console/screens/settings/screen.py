"""Screen 9: what this installation is and uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult

from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.screens.settings import texts
from weavz_tui.console.text import problem
from weavz_tui.console.widgets.themes import offered

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.errors import WeavzError
    from weavz_tui.model.status import UsageReport, VaultStatus


class SettingsScreen(FramedScreen):
    """Five texts as tabs; `K` shows the API keys, `t` asks the vault, `U` unlocks it, `T` switches
    the theme."""

    PLACE = "settings"
    KINDS: ClassVar[frozenset[str]] = frozenset({"usage", "setting", "organisation", "execution"})
    TABS: ClassVar[tuple[str, ...]] = ("Usage", "Vault", "Engines", "Theme", "About")

    def body(self) -> ComposeResult:
        """One pane."""
        yield DetailPane(self.TABS, id="settings")

    def on_mount(self) -> None:
        """Read."""
        self.query_one(DetailPane).focus()
        self.watch(self.console, "theme", self._show_theme)
        pane = self.query_one(DetailPane)
        pane.show(4, texts.about(self.console.home, self.console.keys_remapped))
        self.reload()

    def reload(self) -> None:
        """Usage and vault."""

        self.query_one(DetailPane).show(2, texts.engines(self.console.home, self.console.context))

        async def read(service: Service) -> tuple[UsageReport, VaultStatus]:
            return await service.usage(), await service.vault.status()

        self.call("usage", read, lambda found: self._show(*found), group="read", quiet=True)

    def _show(self, usage: UsageReport, vault: VaultStatus) -> None:
        pane = self.query_one(DetailPane)
        pane.show(0, texts.usage(usage))
        pane.show(1, texts.vault(vault))

    def failed(self, error: WeavzError) -> None:
        """What could not be read is told where it would stand."""
        self.query_one(DetailPane).show(0, problem(error))

    def _show_theme(self) -> None:
        names = [theme.name for theme in offered()]
        self.query_one(DetailPane).show(3, texts.themes(self.console.theme, names))

    def do_tab(self, by: str) -> None:
        """`[` and `]`."""
        self.query_one(DetailPane).step(int(by))

    async def do_api_keys(self) -> None:
        """`K`: the keys that open the REST API."""
        from weavz_tui.console.screens.settings.keys import ApiKeysScreen

        await self.console.push_screen(ApiKeysScreen())

    def do_test(self) -> None:
        """`t`: really ask the vault."""
        self.query_one(DetailPane).tab = 1
        self.call("asking the vault", lambda service: service.vault.status(check=True),
                  self._show_vault)  # fmt: skip

    def _show_vault(self, vault: VaultStatus) -> None:
        self.query_one(DetailPane).show(1, texts.vault(vault))
        self.console.read_status()

    @work(exclusive=True, group="unlock", exit_on_error=False)
    async def do_unlock(self) -> None:
        """`U`: the passphrase, masked."""
        from weavz_tui.console.frame.passphrase import Passphrase

        given = await self.console.push_screen_wait(Passphrase())
        if given:
            self.post_message(self.Answered(given, self._unlock))

    def _unlock(self, passphrase: str) -> None:
        self.call("unlocking", lambda service: service.vault.unlock(passphrase), self._show_vault)
