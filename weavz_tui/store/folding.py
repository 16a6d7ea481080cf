"""Text as it is searched: without case, accents and compatibility forms."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Casefold, then NFKD without combining marks: `ÅNGSTRÖM` becomes `angstrom`."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def searchable(*texts: str | None) -> str:
    """What a row is searched by; the line breaks keep a match from crossing from text to text."""
    return fold("\n".join(text for text in texts if text))


def pattern(search: str) -> str:
    """A LIKE pattern, for `escape '!'`, that finds the folded text anywhere."""
    folded = fold(search.strip())
    for special in "!%_":
        folded = folded.replace(special, f"!{special}")
    return f"%{folded}%"
