"""A value over the whole screen."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult

from weavz_tui.console.frame.viewing import Viewing
from weavz_tui.console.text import plain
from weavz_tui.console.widgets.json_view import JsonView


class ViewerScreen(Viewing):
    """Reads a value; `name` is what it is called."""

    PLACE: ClassVar[str] = "activity"
    CONTEXTS: ClassVar[frozenset[str]] = frozenset({"viewer"})
    DEFAULT_CSS = """
    ViewerScreen JsonView {
        border: solid $primary;
        border-title-color: $foreground;
        border-subtitle-color: $foreground;
    }
    """

    def __init__(self, name: str, value: Any) -> None:
        super().__init__()
        self.value_called = name
        self.value = value

    def body(self) -> ComposeResult:
        """The value."""
        view = JsonView(self.value, id="viewer")
        view.border_title = plain(self.value_called)
        view.border_subtitle = "/ search  f path  v tree table raw"
        yield view

    def on_mount(self) -> None:
        """It takes the keys."""
        self.query_one(JsonView).focus()

    @property
    def viewer(self) -> JsonView:
        """The value."""
        return self.query_one(JsonView)

    @property
    def value_name(self) -> str:
        """What it was called."""
        return self.value_called

    def do_copy(self) -> None:
        """`y`: the value under the cursor."""
        self.console.copy(*self.viewer.copied())

    def do_copy_as(self) -> None:
        """`Y`: the path to it."""
        self.console.copy(self.viewer.copied_path() or ".", "the path")
