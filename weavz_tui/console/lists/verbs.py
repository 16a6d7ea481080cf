"""What is done to the records of a list: editing in its place, deleting with a question."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import work

from weavz_tui.console.frame.messages import Failed
from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    from weavz_tui.console.editing.screen import EditorScreen
    from weavz_tui.engine.service import Service
    from weavz_tui.model.lists import Deleted, Dependants


class RecordVerbs(FramedScreen):
    """New, edit and delete, as every list has them."""

    def edit(self, editor: EditorScreen) -> None:
        """Show an editor in the place of the list; what it saved is marked afterwards."""

        def done(saved: bool | None) -> None:
            self.edit_done(editor.saved if saved else "")

        self.console.push_screen(editor, done)

    def edit_done(self, saved: str) -> None:
        """The editor is gone; `saved` is the id of what it saved, if it saved something."""

    @work(exclusive=True, group="delete", exit_on_error=False)
    async def delete(
        self,
        name: str,
        dependants: Callable[[Service], Awaitable[Dependants]] | None,
        run: Callable[[Service], Awaitable[Deleted]],
        *,
        typed: str = "",
        also: str = "",
        uses: bool = False,
    ) -> None:
        """Ask once, saying what goes with it; delete; offer to take it back."""
        from weavz_tui.console.frame.ask import confirm_delete
        from weavz_tui.model.lists import Dependants

        try:
            service = await self.console.session.service()
            goes = await dependants(service) if dependants else Dependants()
            told = {"typed": typed, "also": also}
            if not await confirm_delete(self.console, name, goes, **told, uses=uses):
                return
            since = self.console.journal.written
            deleted = await run(service)
        except WeavzError as error:
            self.post_message(Failed(error))
        else:
            self.post_message(self.Answered(deleted, lambda _: self._gone(name, since)))

    def _gone(self, name: str, since: int) -> None:
        self.console.offer_undo(f"Deleted {name}", since)
        self.reload()

    def do_zoom(self) -> None:
        """`z`: the pane with the focus alone, or all again."""
        if self.maximized is not None:
            self.minimize()
        elif self.focused is not None:
            self.maximize(self.focused)
