"""The application's commands: from a key, the footer, the palette or a click to their handler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from textual import work
from textual.actions import SkipAction
from textual.screen import Screen

from weavz_tui.console import commands
from weavz_tui.console.base import ConsoleBase
from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.key_names import UNBOUND, key_name
from weavz_tui.console.widgets.harmless import Harmless
from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    from textual.filter import LineFilter

    from weavz_tui.console.frame.records import Record, RecordIndex
    from weavz_tui.console.journal import Entry


HARMLESS = Harmless()


class ConsoleApp(ConsoleBase):
    """The console: one command table over any number of screens."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Whatever else is done to a line, nothing in it is obeyed by the terminal."""
        return [*super().get_line_filters(), HARMLESS]

    async def action_command(self, id: str) -> None:
        """Run the command of the table with that id, where it applies."""
        command = commands.BY_ID[id]
        self.tell_time()
        if command.id != "quit" and not isinstance(self.screen, FramedScreen):
            raise SkipAction  # a dialog lies on top, and its own keys are meant
        if not self.applies(command):
            return
        if command.writes and self.read_only:
            self.tell("This console is read-only (--read-only).", severity="warning")
            return
        handler = self.handler_of(command)
        if handler is None:
            return
        run = partial(handler, command.argument) if command.argument else handler
        answer = self.moving(run)
        if isawaitable(answer):
            await answer

    def handler_of(self, command: commands.Command) -> Callable[..., Any] | None:
        """The method that runs it: the screen's, else the app's."""
        for owner in (self.screen, self):
            handler: Callable[..., Any] | None = getattr(owner, command.handler, None)
            if handler is not None:
                return handler
        return None

    def applies(self, command: commands.Command) -> bool:
        """Whether the command makes sense on the present screen, now."""
        framed = [each for each in self.screen_stack if isinstance(each, FramedScreen)]
        return self.applies_on(command, framed[-1] if framed else self.screen)

    def applies_on(self, command: commands.Command, screen: Screen[Any]) -> bool:
        """As `applies`, for a screen that a dialog may lie over."""
        if command.id == "undo" and self.journal.fresh() is None:
            return False
        if command.id == "undo_history" and not self.journal.usable():
            return False
        if not isinstance(screen, FramedScreen):
            return command.id == "quit"
        if command.where and not (command.where & screen.contexts):
            return False
        known = hasattr(screen, command.handler) or hasattr(self, command.handler)
        return known and screen.allows(command.id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """False hides a command that does not apply; None greys one that read-only forbids."""
        if action != "command" or not parameters:
            return super().check_action(action, parameters)
        command = commands.BY_ID.get(str(parameters[0]))
        if command is None or not self.applies(command):
            return False
        return None if command.writes and self.read_only else True

    def do_palette(self) -> None:
        """Everything by name."""
        from weavz_tui.console.frame.palette import open_palette

        open_palette(self)

    def do_palette_colon(self) -> None:
        """The palette, for hands that know k9s."""
        from weavz_tui.console.frame.palette import open_palette

        open_palette(self, prefix=":")

    def do_help(self) -> None:
        """What has the focus, and the keys in force on this screen."""
        from weavz_tui.console.frame.about import about
        from weavz_tui.console.frame.help import HelpScreen

        screen = self.screen
        told = about(screen) if isinstance(screen, FramedScreen) else []
        self.push_screen(HelpScreen(self.keys_in_force(), told))

    def do_tour(self) -> None:
        """The five steps; where they are shown already, away with them."""
        from weavz_tui.console.tour.tour import Tour

        if self.tour is not None:
            self.tour.leave()
        else:
            self.tour = Tour(self)
            self.tour.begin()

    def do_jump(self) -> None:
        """A letter on everything that can have the focus."""
        from weavz_tui.console.frame.jump import JumpScreen, targets

        found = targets(self.screen)

        def jump(index: int | None) -> None:
            if index is not None:
                self.screen.set_focus(found[index])

        self.push_screen(JumpScreen([widget.region for widget in found]), jump)

    def keys_in_force(self) -> list[tuple[commands.Command, str]]:
        """Every command that applies here, with its keys as a keymap has left them."""
        found: dict[str, list[str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.id in commands.BY_ID and binding.key != UNBOUND:
                found.setdefault(binding.id, []).append(key_name(binding.key))
        return [(commands.BY_ID[id], " ".join(keys)) for id, keys in found.items()]

    @cached_property
    def record_index(self) -> RecordIndex:
        """Every record by name, read when the palette is first opened."""
        from weavz_tui.console.frame.records import RecordIndex

        return RecordIndex()

    def changed(self, kind: str) -> None:
        """What the palette knows of that kind is old, too."""
        super().changed(kind)
        if "record_index" in vars(self):
            self.record_index.changed(kind)

    def palette_on(self, screen: Screen[Any]) -> list[commands.Command]:
        """The commands that the palette may offer over a screen."""
        return [each for each in commands.TABLE if each.palette and self.applies_on(each, screen)]

    def run_later(self, id: str) -> None:
        """Run a command once the palette is gone."""
        self.call_later(self.action_command, id)

    async def open_record(self, record: Record) -> None:
        """Go to a record's place and put the cursor on it, wherever it is in the list."""
        users = record.place == "end_users"
        await self.go("connections" if users else record.place)
        if users and (other := getattr(self.screen, "other_tab", None)) is not None:
            await other()
        mark = getattr(self.screen, "mark_record", None)
        if mark is not None:
            mark(record.id, record.found_by)

    async def put_in_force(self, slug: str) -> None:
        """Another workspace is in force, by its slug."""
        try:
            service = await self.session.service()
            await self.choose_workspace(await service.workspaces.get(slug))
        except WeavzError as error:
            self.tell_error(error)

    @work(group="unlock", exclusive=True, exit_on_error=False)
    async def do_unlock(self) -> None:
        """`U`, on any screen: the passphrase of the vault, masked."""
        from weavz_tui.console.frame.passphrase import Passphrase

        given = await self.push_screen_wait(Passphrase())
        if not given:
            return
        try:
            service = await self.session.service()
            await service.vault.unlock(given)
        except WeavzError as error:
            self.tell_error(error)
        else:
            self.tell("The vault is open.")
        self.read_status()

    @work(group="theme", exclusive=True, exit_on_error=False)
    async def do_theme(self) -> None:
        """Pick a theme; it is kept."""
        from weavz_tui.console.frame.ask import choose
        from weavz_tui.console.widgets.themes import offered

        async def find(_: str) -> list[tuple[str, str, str]]:
            names = [theme.name for theme in offered()]
            return [(name, "in force" if name == self.theme else "", name) for name in names]

        chosen = await choose(self, "Theme", find, searching=False)
        if chosen:
            self.theme = self.state.theme = chosen
            self.save_state()

    @work(group="quit", exclusive=True, exit_on_error=False)
    async def do_quit(self) -> None:
        """Leave; with a run under way, ask once."""
        if self.runs:
            from weavz_tui.console.frame.ask import ask

            names = ", ".join(sorted(self.runs))
            text = f"{names} is still running and will be cancelled."
            if not await ask(self, "Quit?", text, yes="quit", no="stay"):
                self.next_context = None
                return
        self.exit(0)

    async def action_quit(self) -> None:
        """Textual's own way out takes ours."""
        self.do_quit()

    @work(group="undo", exclusive=True, exit_on_error=False)
    async def do_undo(self) -> None:
        """Take the last write of this console back."""
        if (entry := self.journal.fresh()) is not None:
            await self.take_back(entry)

    @work(group="undo", exclusive=True, exit_on_error=False)
    async def do_undo_history(self) -> None:
        """Choose what of this session's writes is taken back."""
        from weavz_tui.console.frame.undoing import pick_entry

        if (entry := await pick_entry(self)) is not None:
            await self.take_back(entry)

    async def take_back(self, entry: Entry) -> None:
        """Run the inverses of a write; what cannot be is told."""
        try:
            await self.journal.take_back(entry)
        except WeavzError as error:
            self.tell_error(error)
        else:
            self.tell(f"Taken back: {entry.what[:1].lower()}{entry.what[1:]}.")
        self.refresh_bindings()
        self.changed("*")

    @work(group="context", exclusive=True, exit_on_error=False)
    async def do_context(self) -> None:
        """`W`: this machine's engine, or a saved one; the console opens anew on it."""
        from weavz_tui.console.frame.contexts import choose_context

        chosen = await choose_context(self)
        if chosen is not None:
            self.next_context = chosen
            self.do_quit()

    @work(group="workspace", exclusive=True, exit_on_error=False)
    async def do_workspace(self) -> None:
        """Pick another workspace."""
        from weavz_tui.console.frame.ask import pick_workspace

        chosen = await pick_workspace(self)
        if chosen is not None:
            await self.choose_workspace(chosen)
