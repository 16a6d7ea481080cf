"""Keys as Textual names them and as people read them."""

from __future__ import annotations

_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "colon": ":",
    "asterisk": "*",
    "escape": "esc",
    "vertical_line": "|",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}
CHARACTERS = frozenset({*_NAMES, "space"} - {"escape"})
"""Names of keys that write a character."""
UNBOUND = "none"
"""The key of a command that a person has taken the keys away from."""


def key_name(key: str) -> str:
    """A key as people read it: `/`, `esc`, `ctrl+s`, `F1`."""
    first = key.split(",", maxsplit=1)[0].strip()
    if len(first) > 1 and first[0] == "f" and first[1:].isdigit():
        return first.upper()
    return _NAMES.get(first, first)
