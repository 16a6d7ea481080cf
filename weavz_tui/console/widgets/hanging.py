"""Text whose broken lines go on below their value, not below their label."""

from __future__ import annotations

import re

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

_MARKED = re.compile(r"[✓✗!=] ")
_INDENTED = re.compile(r" +")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_WORDS = re.compile(r"[\w*][\w .*,()✓✗-]*")
_STEP = 2


class HangingText(Static):
    """A label and its value beside it, two spaces or more between them, keep their columns however
    narrow it gets; so do lines that are indented, or begin with a mark."""

    def render(self) -> Content:
        """Broken for the width that there is."""
        return self._hung(self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it will have."""
        return self._hung(width).plain.count("\n") + 1

    def _hung(self, width: int) -> Content:
        text = self.content
        content = text if isinstance(text, Content) else Content(str(text))
        return hung(content, width) if width else content


def hung(text: Content, width: int) -> Content:
    """`text` in lines of at most `width` cells."""
    if all(_fits(each, width) for each in text.plain.split("\n")):
        return text
    return Content("\n").join(
        part
        for each in text.split("\n", allow_blank=True)
        for part in ([each] if _fits(each.plain, width) else _broken(each, width))
    )


def _fits(plain: str, width: int) -> bool:
    return (len(plain) if plain.isascii() else cell_len(plain)) <= width


def _broken(row: Content, width: int) -> list[Content]:
    ends = [0, *(end for end in _ends(row.plain) if cell_len(row.plain[:end]) * 3 <= width * 2)]
    head, rest = row.divide([ends[-1]]) if ends[-1] else (Content(""), row)
    indent = head.cell_length
    longest = max(map(cell_len, rest.plain.split()), default=0)
    if indent and width - indent < longest <= width - _STEP:
        # A name or an address that is broken can be neither read nor copied.
        return [head.rstrip(), *(each.pad_left(_STEP) for each in rest.wrap(width - _STEP))]
    first, *others = rest.wrap(width - indent)
    return [head + first, *(each.pad_left(indent) for each in others)]


def _ends(plain: str) -> list[int]:
    """Where the columns of a line begin, but the first."""
    for shape in (_MARKED, _INDENTED):
        if found := shape.match(plain):
            return [found.end()]
    gaps = _GAP.finditer(plain)
    return [gap.end() for gap in gaps if _WORDS.fullmatch(plain, 0, gap.start())]
