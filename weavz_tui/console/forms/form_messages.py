"""What a form tells its owner, and what it asks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from textual.message import Message

from weavz_tui.console.forms.dynamic_field import DynamicField
from weavz_tui.console.forms.options import WantsOptions
from weavz_tui.model.properties import Options, Property

if TYPE_CHECKING:
    from weavz_tui.console.forms.form import Form


class FormMessages:
    """The messages of `Form`, named `Form.Changed` and so on."""

    @dataclass
    class Changed(Message, namespace="form"):
        """The person changed the value of `key`; empty: the JSON text."""

        form: Form
        key: str

        @property
        def control(self) -> Form:
            """The form."""
            return self.form

    @dataclass
    class ModeChanged(Message, namespace="form"):
        """Fields or JSON text, for the tabs in the border title."""

        form: Form
        mode: Literal["form", "json"]

        @property
        def control(self) -> Form:
            """The form."""
            return self.form

    @dataclass
    class Folded(Message, namespace="form"):
        """The number of fields behind the line is another one."""

        form: Form

        @property
        def control(self) -> Form:
            """The form."""
            return self.form

    @dataclass
    class OptionsWanted(Message, namespace="form"):
        """Choices are wanted for `property` under `search`; call `answer` or `fail`, any time."""

        form: Form
        field: WantsOptions
        search: str

        @property
        def control(self) -> Form:
            """The form."""
            return self.form

        @property
        def prop(self) -> Property:
            """The property."""
            return self.field.prop

        @property
        def input(self) -> dict[str, Any]:
            """The input as it would arrive now, for what the choices depend on."""
            return self.form.effective()

        def answer(self, options: Options) -> None:
            """Here they are."""
            self.field.set_options(options)

        def fail(self, message: str) -> None:
            """They could not be loaded; the picker says why."""
            self.field.fail_options(message)

    @dataclass
    class PropertiesWanted(Message, namespace="form"):
        """The fields of a DYNAMIC property are wanted; call `answer` or `fail`, any time."""

        form: Form
        field: DynamicField

        @property
        def control(self) -> Form:
            """The form."""
            return self.form

        @property
        def prop(self) -> Property:
            """The property."""
            return self.field.prop

        @property
        def input(self) -> dict[str, Any]:
            """The input as it would arrive now."""
            return self.form.effective()

        async def answer(self, properties: Sequence[Property]) -> None:
            """Here they are."""
            if self.field.is_attached:
                await self.field.set_properties(properties)

        def fail(self, message: str) -> None:
            """They could not be loaded, or an input is missing."""
            self.field.fail_properties(message)
