"""What the picker tells its owner, and itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from weavz_tui.model.properties import Option, Options

if TYPE_CHECKING:
    from weavz_tui.console.widgets.picker import Picker


@dataclass
class PickerMessage(Message):
    """A message of one picker."""

    picker: Picker

    @property
    def control(self) -> Picker:
        """The picker."""
        return self.picker


@dataclass
class Picked(PickerMessage, namespace="picker"):
    """A choice was made; `by_hand` when it is no option but what was typed."""

    option: Option
    by_hand: bool


@dataclass
class Cancelled(PickerMessage, namespace="picker"):
    """`esc`: nothing is chosen."""


@dataclass
class Marked(PickerMessage, namespace="picker"):
    """Another option is marked, for help beside the list."""

    option: Option | None


@dataclass
class Answered(PickerMessage, namespace="picker"):
    """What the source came to; the picker's own business."""

    search: str
    options: Options | None
    failure: str
