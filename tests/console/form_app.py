"""A form in an app of its own, with every kind of property."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from weavz_tui.console.forms import Form, Given
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.properties import Option, Options, Property

HOSTILE = "[/eu] [red]x[/]\nnext\x1b[31m\t界界 \u202egnp"
TYPES = PropertyType


def prop(name: str, type: PropertyType, display: str = "", **more: Any) -> Property:
    """A property with a name for people."""
    return Property(name=name, type=type, display_name=display or name.capitalize(), **more)


def choices(*labels: str) -> Options:
    """Options whose values are their labels in lower case."""
    return Options(options=tuple(Option(label=label, value=label.lower()) for label in labels))


PLAYGROUND: tuple[Property, ...] = (
    prop("spreadsheet", TYPES.DROPDOWN, required=True),
    prop("sheet", TYPES.DROPDOWN, required=True, refreshers=("spreadsheet",)),
    prop("values", TYPES.DYNAMIC, required=True, refreshers=("sheet",)),
    prop("amount", TYPES.NUMBER, description="Value of the deal."),
    prop("notes", TYPES.LONG_TEXT),
    prop("first_row", TYPES.CHECKBOX, "First row", default_value=False),
    prop("tags", TYPES.ARRAY, item_type=TYPES.SHORT_TEXT),
    prop("metadata", TYPES.JSON),
    prop("attachment", TYPES.FILE),
    prop("when", TYPES.DATE_TIME),
    prop("color", TYPES.STATIC_DROPDOWN, options=choices("Red", "Green", "Blue")),
)
PLAYGROUND_VALUES: Mapping[str, Any] = {
    "spreadsheet": "Q4 pipeline",
    "values": {"company": "Hooli GmbH", "close": "2026-12-01"},
    "amount": "12.400,00",
    "notes": "Asked for a second offer by Friday.\nAsk Gavin.",
    "tags": ["enterprise", "q4"],
}
PLAYGROUND_GIVEN: Mapping[str, Given] = {
    "sheet": Given("Deals", "partial crm"),
    "metadata": Given({"source": "console"}, "crm", locked=True),
}
COLUMNS: tuple[Property, ...] = (
    prop("company", TYPES.SHORT_TEXT, required=True),
    prop("close", TYPES.DATE_TIME, "Close date"),
)


class FormApp(App[None]):
    """The form in a bordered pane."""

    CSS = """
    #pane { border: solid $primary; border-title-color: $foreground; height: 1fr; }
    """

    def __init__(
        self,
        properties: Sequence[Property] = PLAYGROUND,
        values: Mapping[str, Any] | None = None,
        given: Mapping[str, Given] | None = None,
    ) -> None:
        super().__init__()
        self.form = Form(properties, values, given=given)
        self.messages: list[Message] = []
        self.options = Options()
        self.columns: Sequence[Property] = COLUMNS

    def compose(self) -> ComposeResult:
        """The pane."""
        with Vertical(id="pane") as pane:
            pane.border_title = Content(" ▸Form  JSON ")
            yield self.form

    def on_form_changed(self, event: Form.Changed) -> None:
        """Remember."""
        self.messages.append(event)

    def on_form_options_wanted(self, event: Form.OptionsWanted) -> None:
        """Answer at once."""
        self.messages.append(event)
        event.answer(self.options)

    async def on_form_properties_wanted(self, event: Form.PropertiesWanted) -> None:
        """Answer at once."""
        self.messages.append(event)
        await event.answer(self.columns)

    def line(self, key: str) -> str:
        """What stands in the row of a field."""
        field = self.form.field(key)
        assert field is not None
        return field.render_lines(field.outer_size.region)[0].text
