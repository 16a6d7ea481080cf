"""Screen 9: what this installation is and uses."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult

from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.screens.settings import texts
from weavz_tui.console.screens.settings.usage.text import UsageText
from weavz_tui.console.text import clock, problem
from weavz_tui.console.widgets.themes import offered
from weavz_tui.model.errors import NotAvailable

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.errors import WeavzError
    from weavz_tui.model.status import UsageReport, VaultStatus


class SettingsScreen(FramedScreen):
    """Five texts as tabs; `<` and `>` go to other months of usage, `K` shows the API keys, `t` asks
    the vault, `U` unlocks it, `T` switches the theme."""

    PLACE = "settings"
    KINDS: ClassVar[frozenset[str]] = frozenset({"usage", "setting", "organisation", "execution"})
    TABS: ClassVar[tuple[str, ...]] = ("Usage", "Vault", "Engines", "Theme", "About")

    def __init__(self) -> None:
        super().__init__()
        self._month = ""
        self._usage: UsageText | None = None
        self._known: dict[str, UsageReport] = {}

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
        month = self._month

        async def read(service: Service) -> tuple[UsageText, VaultStatus]:
            report = await service.usage(month)
            before = await self._before(service, report)
            return UsageText(report, before, clock()), await service.vault.status()

        self.call("usage", read, lambda found: self._show(*found), group="read", quiet=True)

    async def _before(self, service: Service, report: UsageReport) -> UsageReport | None:
        """The month before the one of a report; it is over, so it is read once."""
        month = month_before(report)
        if month in report.months and month not in self._known:
            with contextlib.suppress(NotAvailable):
                self._known[month] = await service.usage(month)
        return self._known.get(month)

    def _show(self, usage: UsageText, vault: VaultStatus) -> None:
        self._usage = usage
        self._paint_usage()
        self.query_one(DetailPane).show(1, texts.vault(vault))
        self.refresh_bindings()

    def _paint_usage(self) -> None:
        """The month as wide and high as there is room now. The bar at the side and a space before
        it are left out, so that nothing moves when it comes."""
        pane = self.query_one(DetailPane)
        if self._usage is not None:
            width, height = pane.content_size
            pane.show(0, self._usage.content(width - 2, height))

    def on_resize(self, event: events.Resize) -> None:
        """As wide as there is room now."""
        self.call_after_refresh(self._paint_usage)

    def allows(self, command: str) -> bool:
        """Months are there to go to, and the usage is what is shown."""
        usage = self._usage
        if command == "previous_month":
            return self._on_usage and usage is not None and usage.has_earlier
        if command == "next_month":
            return self._on_usage and usage is not None and not usage.present
        return super().allows(command)

    @property
    def _on_usage(self) -> bool:
        return self.query_one(DetailPane).tab == 0

    def do_month(self, by: str) -> None:
        """`<` and `>`: the month before or after the one shown."""
        if self._usage is None:
            return
        report = self._usage.report
        wanted = month_before(report) if int(by) < 0 else f"{report.end:%Y-%m}"
        self._month = wanted if wanted < f"{clock():%Y-%m}" else ""
        self.reload()

    def failed(self, error: WeavzError) -> None:
        """What could not be read is told where it would stand."""
        self.query_one(DetailPane).show(0, problem(error))

    def _show_theme(self) -> None:
        names = [theme.name for theme in offered()]
        self.query_one(DetailPane).show(3, texts.themes(self.console.theme, names))

    def do_refresh(self) -> None:
        """`r`: months that are over, too."""
        self._known.clear()
        super().do_refresh()

    def do_tab(self, by: str) -> None:
        """`[` and `]`."""
        self.query_one(DetailPane).step(int(by))
        self.refresh_bindings()

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


def month_before(report: UsageReport) -> str:
    """`2026-10` for November."""
    return f"{report.start - timedelta(days=1):%Y-%m}"
