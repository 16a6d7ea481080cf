"""Dialogs: a question with a key for each answer, and a list to choose from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from weavz_tui.console.text import line, lines, plain
from weavz_tui.console.widgets.hanging import HangingText
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.lists import PageQuery
from weavz_tui.model.properties import Option, Options
from weavz_tui.model.requests import EndUserCreate

if TYPE_CHECKING:
    from weavz_tui.console.base import ConsoleBase
    from weavz_tui.engine.service import Service
    from weavz_tui.model.lists import Deleted, Dependants, EndUserRow, WorkspaceRow


class Written(str):
    """What a person wrote instead of choosing."""


BOX = """
    & > Vertical {
        width: 64;
        max-width: 100%;
        height: auto;
        max-height: 100%;
        padding: 0 1;
        background: $background;
        border: solid $primary;
        border-title-color: $foreground;
        border-subtitle-color: $foreground;
    }
"""


NAME_WIDTH = 48


def short(name: str, width: int) -> Content:
    """A name on one line, cut where it is longer than that."""
    shown = plain(name)
    return shown.truncate(width, ellipsis=True) if shown.cell_length > width else shown


@dataclass(frozen=True, slots=True)
class Answer:
    """A key, the word beside it, and what it answers."""

    key: str
    word: str
    value: str


class Question(ModalScreen[str]):
    """Asks once. `esc` answers nothing (an empty text); with `typed` the answer is only given when
    that text was typed."""

    DEFAULT_CSS = f"""
    Question {{
        align: center middle;
        background: $background 60%;
        {BOX}
        & Input {{ border: none; height: 1; background: $surface-lighten-1; padding: 0; }}
    }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "no", show=False)]

    def __init__(
        self,
        title: str,
        body: Content,
        answers: Sequence[Answer],
        *,
        typed: str = "",
        no: str = "leave it",
    ) -> None:
        super().__init__()
        self.question = title
        self.body = body
        self.answers = answers
        self.typed = typed
        self.no = no

    def compose(self) -> ComposeResult:
        """What is asked, then the keys."""
        with Vertical() as box:
            box.border_title = plain(self.question)
            yield HangingText(self.body, markup=False)
            if self.typed:
                field = Input(placeholder=self.typed, compact=True)
                field.cursor_blink = False
                yield Static(line("\nType ", (self.typed, "bold"), " and press enter:"))
                yield field
            yield Static(line("\n", self._keys()))

    def _keys(self) -> Content:
        parts: list[Content] = []
        if not self.typed:
            parts = [
                line((answer.key, "bold $text-primary"), " ", answer.word)
                for answer in self.answers
            ]
        parts.append(line(("esc", "bold $text-primary"), f" {self.no}"))
        return Content("   ").join(parts)

    def on_key(self, event: events.Key) -> None:
        """A key of an answer gives it."""
        if self.typed:
            return
        for answer in self.answers:
            if event.key == answer.key:
                event.stop()
                self.dismiss(answer.value)

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value == self.typed:
            self.dismiss(self.answers[0].value)
        else:
            self.query_one(Vertical).border_subtitle = Content("not the same yet")

    def action_no(self) -> None:
        """Leave it."""
        self.dismiss("")


async def ask(
    app: ConsoleBase,
    title: str,
    body: str | Content,
    *,
    yes: str = "yes",
    no: str = "leave it",
) -> bool:
    """One question, from a worker: whether `y` was pressed."""
    text = Content(body) if isinstance(body, str) else body
    question = Question(title, text, [Answer("y", yes, "y")], no=no)
    answer: str = await app.push_screen_wait(question)
    return answer == "y"


async def ask_unsaved(app: ConsoleBase) -> str:
    """Leaving with changes, from a worker: `save`, `discard` or an empty text for stay."""
    answers = [Answer("s", "save", "save"), Answer("d", "discard", "discard")]
    question = Question(
        "Unsaved", Content("There are changes that are not saved."), answers, no="stay"
    )
    answer: str = await app.push_screen_wait(question)
    return answer


async def confirm_delete(
    app: ConsoleBase,
    what: str,
    dependants: Dependants,
    *,
    typed: str = "",
    also: str = "",
    uses: bool = False,
) -> bool:
    """Deleting, from a worker: says what else goes with it, or `uses` it."""
    # However long its names are, the question and its keys stay on the screen.
    rows = [line("Delete ", short(what, NAME_WIDTH).stylize("bold"), "?")]
    goes = dependants.sentence()
    if goes:
        rows.append(line(("Used by: " if uses else "Goes with it: ", "$text-warning"), plain(goes)))
    for kind, names in dependants.names.items():
        if names:
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            told = Content(", ").join([short(name, NAME_WIDTH // 2) for name in names[:5]])
            rows.append(line(f"  {plain(kind)}: ", told, more))
    if also:
        rows.append(Content(also))
    question = Question("Delete", lines(*rows), [Answer("y", "delete", "y")], typed=typed)
    answer: str = await app.push_screen_wait(question)
    return answer == "y"


async def choose(
    app: ConsoleBase,
    title: str,
    find: Callable[[str], Awaitable[Sequence[tuple[str, str, Any]]]],
    *,
    searching: bool = True,
    typed: bool = False,
) -> Any:
    """One of many, from a worker: the value of the one taken, or None.

    `find` gives (name, what to say beside it, value); with `searching` it is asked at every
    search, else once. `typed` lets a name in that is none of them; the answer is then a `Written`.
    """

    async def source(search: str) -> Options:
        found = await find(search)
        options = [Option(label=one_line(name), value=(more, value)) for name, more, value in found]
        return Options(options=tuple(options))

    def beside(option: Option) -> Content:
        # In no colour of its own: the marked row is in reverse, where a muted one hardly shows.
        return Content(one_line(option.value[0]))

    picker = PickerScreen(title, source, searching=searching, typed=typed, describe=beside)
    option = await app.push_screen_wait(picker)
    if option is None:
        return None
    return Written(option.value) if isinstance(option.value, str) else option.value[1]


async def pick_workspace(console: ConsoleBase) -> WorkspaceRow | None:
    """One of the workspaces, from a worker."""

    async def find(text: str) -> Sequence[tuple[str, str, Any]]:
        service = await console.session.service()
        page = await service.workspaces.list(PageQuery(limit=50, search=text))
        present = console.session.workspace_id
        return [
            (row.slug, f"{row.name}{'  in force' if row.id == present else ''}", row)
            for row in page.items
        ]

    chosen: WorkspaceRow | None = await choose(console, "Workspace", find)
    return chosen


async def pick_end_user(console: ConsoleBase) -> EndUserRow | str | None:
    """One of the end users, from a worker; an empty text is nobody, None is no choice. An id that
    is none of them makes a new one."""

    async def find(text: str) -> Sequence[tuple[str, str, Any]]:
        service = await console.session.service()
        found = await service.end_users.list(
            console.session.workspace_id, PageQuery(limit=50, search=text)
        )
        rows: list[tuple[str, str, Any]] = [
            (row.external_id, row.display_name or "", row) for row in found.items
        ]
        return rows if text else [("nobody", "in particular", ""), *rows]

    chosen: EndUserRow | str | None = await choose(
        console, "As end user", find, typed=not console.read_only
    )
    return await _new_end_user(console, chosen) if isinstance(chosen, Written) else chosen


async def next_end_user(console: ConsoleBase, service: Service, step: int) -> EndUserRow | None:
    """The end user so many places after the one looked through, nobody among them. Raises
    WeavzError."""
    page = await service.end_users.list(console.session.workspace_id, PageQuery(limit=500))
    every: list[EndUserRow | None] = [None, *page.items]
    present = console.session.end_user_id
    names = [each.external_id if each else None for each in every]
    place = names.index(present) if present in names else 0
    return every[(place + step) % len(every)]


async def _new_end_user(console: ConsoleBase, external_id: str) -> EndUserRow | None:
    workspace_id = console.session.workspace_id
    service = await console.session.service()
    try:
        made = await service.end_users.create(
            EndUserCreate(workspace_id=workspace_id, external_id=external_id.strip())
        )
    except WeavzError as error:
        console.tell_error(error)
        return None
    console.tell(f"Made the end user {one_line(external_id)}.")
    return await service.end_users.get(workspace_id, made.id)


def deleted_words(deleted: Deleted, name: str) -> str:
    """What a toast says went."""
    goes = deleted.dependants.sentence()
    return f"{name} and {goes}" if goes else name
