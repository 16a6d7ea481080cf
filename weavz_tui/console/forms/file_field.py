"""A file of this machine, or a URL."""

from __future__ import annotations

from asyncio import to_thread
from typing import Any, ClassVar

from textual import work
from textual.content import Content
from textual.suggester import Suggester

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.field import Problem
from weavz_tui.console.forms.files import completed, described, is_path
from weavz_tui.console.forms.line_field import LineField
from weavz_tui.model.properties import Property


class _Paths(Suggester):
    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        if value.startswith(("http:", "https:", "data:", "{")):
            return None
        return await to_thread(completed, value)


class FileField(LineField):
    """FILE: a path with completion (`right` accepts it), `~` and relative ones too, or a URL.

    A path is the value `{"path": ...}` until the form reads its content for sending.
    """

    EMPTY_MEANS: ClassVar[tuple[Any, ...]] = (ABSENT, None)

    def __init__(self, each: Property, depth: int = 0) -> None:
        self._amount = ""
        self._type_word = ""
        super().__init__(each, depth)
        self.suggester = _Paths()

    def show_value(self) -> None:
        """Show the path, and look what it is."""
        super().show_value()
        self._look()

    def take(self, text: str) -> None:
        """The person wrote another path."""
        self._amount = self._type_word = ""
        super().take(text)
        self._look()

    def source(self) -> Content:
        """Size and where it comes from."""
        return Content(f"{self._amount} {self.origin()}".strip())

    def help_word(self) -> str:
        """The type of the file, or what may be written."""
        return self._type_word or super().help_word() or "a path, or a URL; right completes"

    def _look(self) -> None:
        value = self.typed
        if self.is_attached and is_path(value):
            self._describe(str(value["path"]))

    def on_mount(self) -> None:
        """Look what the path is that it began with."""
        self._look()

    @work(exclusive=True, group="file", exit_on_error=False)
    async def _describe(self, path: str) -> None:
        try:
            size, kind = await to_thread(described, path)
        except (OSError, ValueError, RuntimeError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self._found(path, "", "", Problem("no such file", f"{path}: {reason}"))
        else:
            self._found(path, size, kind, None)

    def _found(self, path: str, size: str, kind: str, problem: Problem | None) -> None:
        if self.typed != {"path": path}:
            return
        self._amount, self._type_word, self.unreadable = size, kind, problem
        if problem is not None and not self.has_focus:
            self.settle()
        self.refresh_row()
