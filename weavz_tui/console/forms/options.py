"""How a field asks for its choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message
from textual.widget import Widget

from weavz_tui.model.properties import Options

if TYPE_CHECKING:
    from weavz_tui.console.forms.field import Field

    _Base = Field
else:
    _Base = object


class WantsOptions(_Base):
    """A field whose choices come from outside. Mixed in before the field."""

    @dataclass
    class Wanted(Message):
        """Choices are wanted; the form turns it into `Form.OptionsWanted`."""

        field: WantsOptions
        search: str

        @property
        def control(self) -> Widget:
            """The field."""
            return self.field

    def want_options(self, search: str) -> None:
        """Ask; `set_options` or `fail_options` is called some time later."""
        self.post_message(WantsOptions.Wanted(self, search))

    def set_options(self, options: Options) -> None:
        """The choices are here."""
        raise TypeError(f"{type(self).__name__} shows no options")

    def fail_options(self, message: str) -> None:
        """They could not be loaded; `message` says why."""
        raise TypeError(f"{type(self).__name__} shows no options")
