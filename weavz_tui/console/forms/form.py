"""A form made from a property schema alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import TextArea

from weavz_tui.console.forms.absent import Given
from weavz_tui.console.forms.add_row import AddRow
from weavz_tui.console.forms.body import FormBody
from weavz_tui.console.forms.dynamic_field import DynamicField
from weavz_tui.console.forms.field import Field, Problem
from weavz_tui.console.forms.fold import FoldLine
from weavz_tui.console.forms.form_messages import FormMessages
from weavz_tui.console.forms.form_values import FormValues
from weavz_tui.console.forms.help import FormHelp
from weavz_tui.console.forms.json_text import NotJson, object_from_text, to_text
from weavz_tui.console.forms.masks import masked, unmasked
from weavz_tui.console.forms.options import WantsOptions
from weavz_tui.console.forms.row_walk import RowWalk
from weavz_tui.console.forms.rows_field import RowsField
from weavz_tui.console.forms.text_editor import TextEditor
from weavz_tui.model.properties import Property


class Form(FormMessages, RowWalk):
    """Fields below each other, required ones first, with two lines of help at the foot.

    Optional fields without a value wait behind a line and are mounted when that is unfolded. The
    form keeps the values; fields report what a person changes. `ctrl+t` shows the whole input as
    JSON text and takes it back without loss.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "toggle_json", "JSON", show=False),
    ]
    DEFAULT_CSS = """
    Form {
        height: 1fr;
        background: $background;
        & > TextEditor { height: 1fr; max-height: 100%; padding: 0 1; background: $background; }
    }
    """
    body = getters.query_one(FormBody)
    help = getters.query_one(FormHelp)

    def __init__(
        self,
        properties: Sequence[Property],
        values: Mapping[str, Any] | None = None,
        *,
        given: Mapping[str, Given] | None = None,
        wire: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`values` is an input: a key that is not there, null and an empty text differ. `given`
        holds what partials bring, by key. `wire`: whether the help says keys and types."""
        super().__init__(id=id, classes=classes)
        self.model = FormValues(properties, values or {}, given or {})
        self._wire = wire
        self.mode: Literal["form", "json"] = "form"
        self.current: Field | None = None
        self.json_problem: Problem | None = None

    @property
    def properties(self) -> tuple[Property, ...]:
        """The schema."""
        return self.model.properties

    @property
    def fields(self) -> list[Field]:
        """The fields that are mounted, in order."""
        return self.body.fields

    @property
    def folded(self) -> int:
        """How many optional fields wait behind the line."""
        return len(self.model.folded)

    def compose(self) -> ComposeResult:
        """The fields and the help."""
        yield FormBody(self.model)
        yield FormHelp(wire=self._wire)

    def values(self) -> dict[str, Any]:
        """The input as it was typed: absent keys absent, null null, files of this machine as
        `{"path": ...}`. What partials and defaults bring is not in it."""
        return self.model.values()

    def effective(self) -> dict[str, Any]:
        """The input with partials and defaults, as it would arrive."""
        return self.model.effective()

    async def collected(self, *, whole: bool = True) -> dict[str, Any]:
        """`values` with the contents of files. Raises ValidationError where one cannot be read."""
        return await self.model.collected(whole=whole)

    def field(self, key: str) -> Field | None:
        """The field of a key, when it is mounted."""
        return next((field for field in self.fields if field.prop.name == key), None)

    async def set_values(self, values: Mapping[str, Any]) -> None:
        """Take another input. Fields that get a value come out of the fold."""
        self.model.replace(values)
        if self.mode == "json":
            self._editor.text = self._json_text()
        await self.body.place()
        self.body.show_values()
        self._say()

    async def set_given(self, given: Mapping[str, Given]) -> None:
        """What partials bring from now on, by key; keys that are not there go back to defaults."""
        self.model.give(given)
        await self.body.place()
        self.body.show_given()
        self._say()

    async def set_properties(self, properties: Sequence[Property]) -> None:
        """Another schema; values of keys that it has too are kept."""
        self.model = FormValues(properties, self.values(), self.model.given)
        self.current = None
        await self.body.rebuild(self.model)
        self._say()

    async def unfold(self) -> None:
        """Mount the optional fields."""
        await self.body.unfold()

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show errors by path (`attachments.0.file`), as `check` or the service gave them; none
        shown that are not in it."""
        self.body.show_errors(errors)
        self._say()

    async def check(self) -> dict[str, str]:
        """Check the effective input, show what is wrong and answer it; empty: all is well. A folded
        field with an error comes out of the fold."""
        errors = self.model.errors() | self.body.unreadable()
        self.model.surface(errors)
        await self.body.place()
        self.show_errors(errors)
        return errors

    async def focus_error(self) -> bool:
        """Go to the first field with an error; False: there is none."""
        field = self.body.first_error()
        if field is not None:
            field.focus()
        return field is not None

    def focus_field(self) -> None:
        """Go to the field last used, else to the first."""
        free = [field for field in self.fields if field.changeable]
        used = self.current
        target = used if used is not None and used.changeable else next(iter(free), used)
        if self.mode == "json":
            self._editor.focus()
        elif target is not None:
            target.focus()

    async def climb(self) -> bool:
        """`esc`: close what is open around the focus; False when nothing was."""
        focused = self.screen.focused
        for node in focused.ancestors_with_self if focused is not None else ():
            if isinstance(node, Field) and await node.climb():
                return True
        return False

    async def action_toggle_json(self) -> None:
        """Form or JSON text."""
        if self.mode == "form":
            self.mode = "json"
            editor = TextEditor(self._json_text(), json=True)
            self.body.display = False
            await self.mount(editor, before=self.help)
            editor.focus()
        elif self._read_json():
            self.mode = "form"
            await self._editor.remove()
            self.body.display = True
            await self.set_values(self.model.values())
            self.focus_field()
        self._say()
        self.post_message(Form.ModeChanged(self, self.mode))

    def _json_text(self) -> str:
        return to_text(masked(self.properties, self.values()))

    @property
    def _editor(self) -> TextEditor:
        return self.query_exactly_one("Form > TextEditor", TextEditor)

    def _read_json(self) -> bool:
        try:
            values = object_from_text(self._editor.text)
        except NotJson as error:
            self.json_problem = Problem("not JSON", str(error))
            return False
        self.json_problem = None
        self.model.replace(unmasked(self.properties, values, self.values()))
        return True

    @on(TextArea.Changed)
    def _json_edited(self, event: TextArea.Changed) -> None:
        if self.mode == "json" and event.text_area.parent is self:
            event.stop()
            self._read_json()
            self._say()
            self.post_message(Form.Changed(self, ""))

    @on(Field.Edited)
    def _edited(self, event: Field.Edited) -> None:
        event.stop()
        key = event.field.prop.name
        self.model.put(key, event.field.own_value)
        for field in self.query(DynamicField):
            if key in field.prop.refreshers:
                field.ask_soon()
        self._say()
        self.post_message(Form.Changed(self, key))

    @on(Field.Told)
    def _told(self, event: Field.Told) -> None:
        event.stop()
        self._say()

    @on(Field.Done)
    def _next(self, event: Field.Done) -> None:  # from where the focus still is
        event.stop()
        chain, focused = self.screen.focus_chain, self.screen.focused
        if focused in chain and event.field in focused.ancestors_with_self:
            after = (each for each in chain[chain.index(focused) + 1 :] if self in each.ancestors)
            if (widget := next(after, None)) is not None:
                widget.focus()

    @on(WantsOptions.Wanted)
    def _want_options(self, event: WantsOptions.Wanted) -> None:
        event.stop()
        self.post_message(Form.OptionsWanted(self, event.field, event.search))

    @on(DynamicField.Wanted)
    def _want_properties(self, event: DynamicField.Wanted) -> None:
        event.stop()
        self.post_message(Form.PropertiesWanted(self, event.field))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The help is about the field with the focus, and not about one that told of it late."""
        focused = self.screen.focused
        told = focused if focused is not None and self in focused.ancestors else event.widget
        for node in told.ancestors_with_self:
            if isinstance(node, Field):
                self.current = node
                break
            if isinstance(node, FoldLine | AddRow):
                break
        self._say()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Errors that show on leaving stand in the help too."""
        self._say()

    def move_row(self, step: int) -> bool:
        """Move the row of an array last used (`J`, `K`); False when there is none."""
        found = self._row()
        if found is not None:
            found[0].move_row(found[1], step)
        return found is not None

    async def remove_row(self) -> bool:
        """Remove the row of an array last used; False when there is none."""
        found = self._row()
        if found is not None:
            await found[0].remove_row(found[1])
        return found is not None

    def _row(self) -> tuple[RowsField, Field] | None:
        node = self.current
        for owner in node.ancestors if node is not None else ():
            if isinstance(owner, RowsField):
                row = owner.row_of(node)
                return None if row is None else (owner, row)
        return None

    def _say(self) -> None:
        for help in self.query(FormHelp):  # none while the form is being taken down
            if self.mode != "json":
                help.explain(self.current)
            elif (problem := self.json_problem) is not None:
                help.say(Content.styled(f"✗ {problem.message}", "bold $text-error"))
            else:
                help.say(Content("the whole input as JSON; ctrl+t goes back to the form"))
