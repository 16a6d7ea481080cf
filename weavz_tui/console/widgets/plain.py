"""Text from outside made fit for one line of a screen."""

from __future__ import annotations

import unicodedata

from textual.content import Content

REPLACEMENT = "�"
_BLANKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029\xa0")
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def _visible(character: str) -> str:
    if character in _BLANKS:
        return " "
    return REPLACEMENT if unicodedata.category(character) in _UNSAFE else character


def one_line(text: str) -> str:
    """`text` with line ends as spaces, and control, bidirectional and invisible characters shown.

    One character becomes one character, so offsets into the text stay valid.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def harmless(text: str) -> str:
    """`text` with its lines, each as `one_line` has it."""
    return "\n".join(one_line(row) for row in text.split("\n"))


def one_line_content(value: Content | str) -> Content:
    """`value` as content of one line; a string is never read as markup."""
    if isinstance(value, str):
        return Content(one_line(value))
    plain = value.plain
    clean = one_line(plain)
    return value if clean == plain else Content(clean, list(value.spans))


def fitted(value: Content | str, width: int, *, right: bool = False) -> Content:
    """`value` on one line of exactly `width` cells, cut with `…` or filled with spaces."""
    content = one_line_content(value)
    length = content.cell_length
    if length > width:
        return content.truncate(width, ellipsis=True)
    if right:
        return content.pad_left(width - length)
    return content.pad_right(width - length)
