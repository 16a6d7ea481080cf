"""The form of a record: a schema, with fields of its own where a plain one says too little."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual.app import ComposeResult

from weavz_tui.console.forms.absent import ABSENT
from weavz_tui.console.forms.body import FormBody
from weavz_tui.console.forms.field import Field
from weavz_tui.console.forms.form import Form
from weavz_tui.console.forms.form_values import FormValues
from weavz_tui.console.forms.help import FormHelp
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Option, Options, Property

Maker = Callable[[Property], Field]


class RecordBody(FormBody):
    """The fields of a record: some are the record's own."""

    def __init__(self, model: FormValues, makers: Mapping[str, Maker]) -> None:
        super().__init__(model)
        self._makers = makers

    def _made(self, each: Property) -> Field:
        maker = self._makers.get(each.name)
        field = super()._made(each) if maker is None else maker(each)
        field.tells_typed = False
        if maker is None:
            return field
        if self.model.of(each.name) is not ABSENT:
            field.put(self.model.of(each.name))
        return field


class RecordForm(Form):
    """A form whose fields all stand open, in the order given. `makers` names fields of its own."""

    def __init__(
        self,
        properties: Sequence[Property],
        values: Mapping[str, Any],
        makers: Mapping[str, Maker] | None = None,
    ) -> None:
        super().__init__(properties, values, wire=False, id="form")
        self._makers = dict(makers or {})
        self._keep_order(properties)

    def compose(self) -> ComposeResult:
        """The fields and the help."""
        yield RecordBody(self.model, self._makers)
        yield FormHelp(wire=self._wire)

    async def set_properties(self, properties: Sequence[Property]) -> None:
        """Another schema; values of keys that it has too are kept."""
        self.model = FormValues(properties, self.values(), {})
        self._keep_order(properties)
        self.current = None
        await self.body.rebuild(self.model)

    def _keep_order(self, properties: Sequence[Property]) -> None:
        """Records have an order that people know: name before slug, required or not."""
        self.model.properties = tuple(properties)
        self.model.unfold()


def text(name: str, label: str, about: str = "", *, required: bool = False) -> Property:
    """A line of text."""
    return Property(
        name=name,
        type=PropertyType.SHORT_TEXT,
        display_name=label,
        description=about,
        required=required,
    )


def choice(
    name: str,
    label: str,
    about: str = "",
    *,
    options: Sequence[tuple[str, Any]] | None = None,
    required: bool = False,
    searchable: bool = False,
) -> Property:
    """One of several; without `options` they are asked for when the list opens."""
    kind = PropertyType.DROPDOWN if options is None else PropertyType.STATIC_DROPDOWN
    made = [Option(label=label, value=value) for label, value in options or ()]
    return Property(
        name=name,
        type=kind,
        display_name=label,
        description=about,
        required=required,
        searchable=searchable,
        options=Options(options=tuple(made)) if made else None,
    )
