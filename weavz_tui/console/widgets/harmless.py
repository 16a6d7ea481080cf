"""The last look at what goes to the terminal."""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class Harmless(LineFilter):
    """Takes away what a terminal would obey. Data is made visible where it is put on a screen
    (`plain.one_line`); this holds for what somebody forgot. None of these characters takes a
    cell, so columns stay where they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, those that are harmless as they are."""
        if not any(_OBEYED.search(text) for text, _, _ in segments):
            return segments
        return [
            Segment(_OBEYED.sub("", text), style, control) if not control else segment
            for segment in segments
            for text, style, control in (segment,)
        ]
