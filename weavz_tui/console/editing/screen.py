"""The screen on which a record is made or changed, in the place of its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from weavz_tui.console.editing.form import Maker, RecordForm
from weavz_tui.console.forms.form import Form
from weavz_tui.console.frame.ask import ask_unsaved
from weavz_tui.console.frame.screen import FramedScreen
from weavz_tui.console.text import plain
from weavz_tui.console.widgets.plain import one_line
from weavz_tui.model.errors import AliasConflict, Duplicate, ValidationError, WeavzError
from weavz_tui.model.properties import Option, Options, Property

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service


class EditorScreen(FramedScreen):
    """`ctrl+s` saves, `esc` leaves a field and then the editor, asking when something is unsaved.

    A screen of a record gives `fields`, `start`, `makers` and `options`, and says in `save` what
    the engine is asked. `saved` is the id of what was saved, for the list to mark.
    """

    CONTEXTS: ClassVar[frozenset[str]] = frozenset({"editor"})
    NOUN: ClassVar[str] = "record"
    UNIQUE: ClassVar[str] = ""
    """The field that names the record: an error about a name already taken is about it."""
    AUTO_FOCUS: ClassVar[str | None] = ""

    form = getters.query_one("#form", RecordForm)
    pane = getters.query_one("#editor", Vertical)

    def __init__(self) -> None:
        super().__init__()
        self.unsaved = False
        self.saved = ""
        self._entered = False
        self._is_inside = False
        self._early: list[events.Key] = []

    def title_shown(self) -> str:
        """What the border says."""
        return f"New {self.NOUN}"

    def fields(self) -> Sequence[Property]:
        """The schema of the record."""
        return ()

    def start(self) -> Mapping[str, Any]:
        """The values that it begins with."""
        return {}

    def makers(self) -> Mapping[str, Maker]:
        """Fields of the editor's own, by name."""
        return {}

    async def options(self, service: Service, name: str, search: str) -> Sequence[Option]:
        """The choices of a field."""
        return ()

    async def save(self, service: Service, values: dict[str, Any]) -> str:
        """Ask the engine; answers the record's id. Raises WeavzError."""
        raise TypeError(f"{type(self).__name__} saves nothing")

    def edited(self, key: str) -> None:
        """A field was changed by the person."""

    def body(self) -> ComposeResult:
        """The form in its pane, and what stands beside it."""
        with Vertical(id="editor"):
            yield RecordForm(self.fields(), self.start(), self.makers())
        yield from self.beside()

    def beside(self) -> ComposeResult:
        """Panes to the right of the form."""
        yield from ()

    def on_mount(self) -> None:
        """Begin in the first field."""
        self.pane.border_title = plain(self.title_shown())
        self.call_after_refresh(self._enter)

    def _enter(self) -> None:
        """The first field has the focus, unless the editor has chosen one by now; keys that came
        before are typed there."""
        if not self._is_inside:
            self.go_in()
        self.app.call_later(self._type_early)

    def _type_early(self) -> None:
        self._entered = True
        early, self._early = self._early, []
        for key in early:
            self.app.post_message(events.Key(key.key, key.character))

    def on_key(self, event: events.Key) -> None:
        """Keys that come before any field is there are not the screen's: they are typed ahead."""
        if not self._entered:
            event.stop()
            self._early.append(event)

    @on(Form.Changed, "#form")
    def _note_change(self, event: Form.Changed) -> None:
        event.stop()
        self.unsaved = True
        self.pane.border_subtitle = Content("unsaved")
        self.edited(event.key)

    @on(Form.OptionsWanted, "#form")
    def _find_options(self, event: Form.OptionsWanted) -> None:
        event.stop()
        self._answer_options(event)

    @work(exclusive=True, group="options", exit_on_error=False)
    async def _answer_options(self, event: Form.OptionsWanted) -> None:
        try:
            service = await self.console.session.service()
            found = await self.options(service, event.prop.name, event.search)
        except WeavzError as error:
            event.fail(f"{error.message} {error.hint}".strip())
        else:
            event.answer(Options(options=tuple(found)))

    async def do_save(self) -> None:
        """`ctrl+s`: check, then ask the engine."""
        if await self.form.check():
            await self.form.focus_error()
            return
        values = await self.form.collected()

        async def run(service: Service) -> str:
            return await self.save(service, values)

        since = self.console.journal.written
        what = f"Saved the {self.NOUN} {one_line(str(values.get(self.UNIQUE) or ''))}".rstrip()
        self.call(f"saving the {self.NOUN}", run, lambda id: self._saved(id, what, since))

    def _saved(self, id: str, what: str, since: int) -> None:
        self.unsaved, self.saved = False, id
        if self.console.journal.written > since:
            self.console.offer_undo(what, since)
        else:
            self.console.tell(f"{what}.")
        self.dismiss(True)

    def failed(self, error: WeavzError) -> None:
        """What is wrong with a field stands there, with no toast over it; the rest is a toast."""
        wrong = error.fields if isinstance(error, ValidationError) else {}
        if isinstance(error, Duplicate | AliasConflict) and self.UNIQUE:
            wrong = {self.UNIQUE: error.message}
        told = {_snake(name): message for name, message in wrong.items()}
        self.form.show_errors(told)
        if told:
            self.call_later(self.form.focus_error)
        if not told or any(self.form.field(name) is None for name in told):
            self.console.tell_error(error)

    async def do_back(self) -> None:  # type: ignore[override]
        """`esc`: what is open in the form, then the field, then the editor."""
        if await self.form.climb():
            return
        super().do_back()

    def go_in(self) -> None:
        """Back into the field."""
        if self.focused is None:
            self.form.focus_field()

    async def show_properties(self, fields: Sequence[Property], focus: str) -> None:
        """Other fields; the focus goes to one of them."""
        await self.form.set_properties(fields)
        if (field := self.form.field(focus)) is not None:
            self._is_inside = True
            field.focus()

    def do_next_pane(self) -> None:
        """`ctrl+n`: from the form to what stands beside it, and back."""
        if self.form.has_focus_within or self.focused is None:
            super().do_next_pane()
        else:
            self.form.focus_field()

    def leave(self) -> None:
        """Ask when something is unsaved."""
        if self.unsaved:
            self._ask_to_leave()
        else:
            self.dismiss(False)

    @work(exclusive=True, group="leave", exit_on_error=False)
    async def _ask_to_leave(self) -> None:
        answer = await ask_unsaved(self.console)
        if answer == "save":
            self.post_message(self.Answered(None, lambda _: self.do_save()))
        elif answer == "discard":
            self.unsaved = False
            self.post_message(self.Answered(None, lambda _: self.dismiss(False)))

    def allows(self, command: str) -> bool:
        """Another pane where there is one, and it is seen."""
        if command == "next_pane":
            return len(self.query_one("#body").displayed_children) > 1
        return super().allows(command)

    def do_copy(self) -> None:
        """`y`: the value of the field last used; never a secret."""
        field = self.form.current
        if field is not None and not field.prop.secret and "SECRET" not in field.prop.type:
            self.console.copy(str(field.in_force), "the value")


def _snake(name: str) -> str:
    """A field of the wire as the form names it."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
