"""The one table of commands; keys, footer, palette, help and read-only mode are read from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from textual.binding import Binding

from weavz_tui.console.places import PLACES

ANYWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do.

    `handler` is a method of the screen, else of the app, called with `argument` when there is one.
    `where` names contexts (a screen's `CONTEXTS`); empty: everywhere. `typing`: the key also works
    while letters go into a field. `rank` orders the footer, low first; None keeps it out of it.
    `word` is what the footer says, `title` what the palette and the help say.
    """

    id: str
    keys: str
    word: str
    title: str
    handler: str
    argument: str = ""
    where: frozenset[str] = field(default=ANYWHERE)
    writes: bool = False
    danger: bool = False
    typing: bool = False
    rank: int | None = 50
    palette: bool = True

    def binding(self) -> Binding:
        """This command as Textual binds it; the id is what a keymap remaps."""
        return Binding(
            self.keys,
            f"app.command({self.id!r})",
            self.word,
            show=self.rank is not None,
            priority=self.typing,
            tooltip=self.title,
            id=self.id,
        )


def _in(*contexts: str) -> frozenset[str]:
    return frozenset(contexts)


def _places() -> Iterator[Command]:
    for place in PLACES:
        yield Command(
            id=f"go.{place.id}",
            keys=place.digit,
            word=place.title.lower(),
            title=f"Go to {place.title}",
            handler="go",
            argument=place.id,
            rank=None,
        )
        yield Command(
            id=f"go.{place.id}.typing",
            keys=f"f{place.digit}",
            word=place.title.lower(),
            title=f"Go to {place.title}",
            handler="go",
            argument=place.id,
            typing=True,
            rank=None,
            palette=False,
        )


LISTS = _in("list")
EDITORS = _in("editor")

TABLE: tuple[Command, ...] = (
    Command("open", "enter", "open", "Open the row", "do_open", where=LISTS, rank=1, palette=False),
    Command("save", "ctrl+s", "save", "Save", "do_save", where=EDITORS, writes=True, typing=True,
            rank=1),
    Command("go_in", "enter", "type on", "Back into the field last used", "go_in",
            where=_in("editor", "playground"), rank=0, palette=False),
    Command("new", "n", "new", "Make a new one", "do_new", where=LISTS, writes=True, rank=2),
    Command("edit", "e", "edit", "Edit the row", "do_edit", where=LISTS, writes=True,
            rank=3),
    Command("delete", "d", "delete", "Delete the row, or all that are marked", "do_delete",
            where=LISTS, writes=True, danger=True, rank=4),
    Command("mark", "space", "mark", "Mark the row, and on to the next", "do_mark", where=LISTS,
            rank=None, palette=False),
    Command("mark_all", "asterisk,ctrl+a", "mark all", "Mark every row shown, or none",
            "do_mark_all", where=LISTS, rank=None),
    Command("bulk", "m", "with marked", "Do something to all that are marked", "do_bulk",
            where=LISTS, rank=0),
    Command("undo", "u", "undo", "Take back what was just written", "do_undo", writes=True,
            rank=0),
    Command("undo_history", "", "undo history", "Undo history: what can still be taken back",
            "do_undo_history", writes=True, rank=None),
    Command("filter", "slash", "filter", "Filter the list", "do_filter", where=LISTS, rank=5),
    Command("replay", "p", "replay", "Replay in the playground", "do_replay",
            where=_in("activity"), rank=6),
    Command("export", "x", "export", "Export what the filter shows to a file", "do_export",
            where=_in("activity"), rank=14),
    Command("run", "x", "run", "Open in the playground", "do_run",
            where=_in("integrations", "catalogue", "partials"), rank=10),
    Command("configure", "i", "use", "Take it into the workspace", "do_configure",
            where=_in("catalogue"), writes=True, rank=2),
    Command("as_user", "a", "as user", "Look as which end user", "do_as_user",
            where=_in("integrations", "playground"), rank=6),
    Command("execute", "ctrl+r", "run", "Run the action", "do_execute", where=_in("playground"),
            typing=True, rank=0),
    Command("execute_to", "O", "run to file", "Run to a file: save what comes back, of any size",
            "do_execute_to", where=_in("playground"), rank=28),
    Command("pick", "slash", "action", "Choose another action", "do_pick",
            where=_in("playground"), rank=3),
    Command("load_partial", "p", "partial", "Load a partial", "do_load_partial",
            where=_in("playground"), rank=7),
    Command("save_partial", "ctrl+s", "save partial", "Save the inputs as a partial",
            "do_save_partial", where=_in("playground"), writes=True, typing=True, rank=27),
    Command("preview", "ctrl+g", "preview", "Show the request before it is sent", "do_preview",
            where=_in("playground"), typing=True, rank=5),
    Command("use_connection", "x", "connection", "Use one connection, whatever the strategy",
            "do_use_connection", where=_in("playground"), rank=15),
    Command("history", "h", "history", "Earlier inputs of this action", "do_history",
            where=_in("playground"), rank=13),
    Command("compare", "D", "compare", "Compare two runs of an action", "do_compare",
            where=_in("playground", "activity"), rank=14),
    Command("view", "v", "view", "Read the answer: as a tree, a table, text", "do_view",
            where=_in("playground", "activity", "viewer"), rank=13),
    Command("search", "slash", "search", "Search in the answer", "do_prompt", argument="search",
            where=_in("viewer"), rank=2),
    Command("path_filter", "f", "path", "Show only what stands at a path", "do_prompt",
            argument="path", where=_in("viewer"), rank=13),
    Command("next_find", "n", "next", "The next find", "do_next_find", argument="1",
            where=_in("viewer"), rank=None, palette=False),
    Command("previous_find", "N", "previous", "The find before", "do_next_find", argument="-1",
            where=_in("viewer"), rank=None, palette=False),
    Command("wrap", "L", "wrap", "Break long lines of the text, or cut them", "do_wrap",
            where=_in("viewer"), rank=None),
    Command("sort_records", "s", "sort", "Sort the table by the next column", "do_sort_records",
            where=_in("viewer"), rank=16),
    Command("record_columns", "C", "columns", "Choose the columns of the table",
            "do_record_columns", where=_in("viewer"), rank=16),
    Command("save_value", "S", "save", "Save what is shown to a file", "do_save_value",
            where=_in("playground", "viewer"), rank=17),
    Command("pager", "vertical_line", "pager", "Read it in $PAGER", "do_pager",
            where=_in("playground", "viewer"), rank=23),
    Command("paste", "P", "paste curl", "Fill the form from a curl command", "do_paste",
            where=_in("playground"), rank=None),
    Command("previous_user", "less_than_sign", "other user", "The previous end user",
            "do_other_user", argument="-1", where=_in("integrations", "playground"), rank=None),
    Command("next_user", "greater_than_sign", "other user", "The next end user",
            "do_other_user", argument="1", where=_in("integrations", "playground"), rank=20),
    Command("connect", "c", "connect", "Connect an account for it", "do_connect",
            where=_in("integrations", "playground"), writes=True, rank=11),
    Command("test", "t", "test", "Test the connection, or ask the vault", "do_test",
            where=_in("connections", "integrations", "settings"), rank=7),
    Command("token", "t", "token", "Make a new token", "do_token", where=_in("servers"),
            writes=True, rank=7),
    Command("api_keys", "K", "API keys", "API keys: make, delete", "do_api_keys",
            where=_in("settings"), rank=4),
    Command("previous_month", "less_than_sign", "earlier", "Usage of the month before",
            "do_month", argument="-1", where=_in("settings"), rank=2),
    Command("next_month", "greater_than_sign", "later", "Usage of the month after", "do_month",
            argument="1", where=_in("settings"), rank=3),
    Command("authorise", "o", "authorise", "Authorise the account once more", "do_authorise",
            where=_in("connections"), writes=True, rank=8),
    Command("lock", "ctrl+l", "lock", "Lock the value of this field", "do_lock",
            where=_in("partials"), typing=True, rank=3),
    Command("copy", "y", "copy", "Copy the value", "do_copy", rank=12),
    Command("copy_as", "Y", "copy as", "Copy as the API has it", "do_copy_as", rank=21),
    Command("sort", "s", "sort", "Sort by the next column", "do_sort", where=LISTS, rank=16),
    Command("columns", "C", "columns", "Choose the columns of the list", "do_columns", where=LISTS,
            rank=None),
    Command("zoom", "z", "zoom", "Give the pane the whole height", "do_zoom", rank=17),
    Command("previous_tab", "left_square_bracket", "tab", "The tab before", "do_tab",
            argument="-1", rank=None),
    Command("next_tab", "right_square_bracket", "tab", "The tab after", "do_tab",
            argument="1", rank=18),
    Command("next_pane", "ctrl+n", "next pane", "Go to the next pane", "do_next_pane",
            typing=True, rank=30),
    Command("refresh", "r", "refresh", "Read everything anew", "do_refresh", rank=19),
    Command("workspace", "w", "workspace", "Switch the workspace", "do_workspace", rank=22),
    Command("context", "W", "engine", "Switch to another engine", "do_context", rank=None),
    Command("theme", "T", "theme", "Switch the theme", "do_theme", rank=None),
    Command("unlock", "U", "unlock", "Unlock the vault", "do_unlock", rank=None),
    Command("jump", "ctrl+o", "jump", "Jump to anything by a letter", "do_jump", typing=True,
            rank=31, palette=False),
    Command("palette", "ctrl+p", "all", "Everything by name", "do_palette", typing=True, rank=32,
            palette=False),
    Command("palette.colon", "colon", "all", "Everything by name, as k9s has it",
            "do_palette_colon", rank=None, palette=False),
    Command("help", "question_mark", "more", "The keys in force here", "do_help", rank=None),
    Command("tour", "", "tour", "Tour: the console in five steps", "do_tour", rank=None),
    Command("back", "escape", "back", "One step back", "do_back", rank=40, palette=False),
    Command("quit", "ctrl+q", "quit", "Leave the console", "do_quit", typing=True, rank=None),
    *_places(),
)  # fmt: skip

BY_ID: dict[str, Command] = {command.id: command for command in TABLE}


def bindings() -> list[Binding]:
    """Every command that has keys, bound to them."""
    return [command.binding() for command in TABLE if command.keys]
