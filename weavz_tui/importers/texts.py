"""Names and descriptions as people read them."""

from __future__ import annotations

import hashlib
import html
import re

NAME_LENGTH = 64
TEXT_LENGTH = 600

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_LINK = re.compile(r"\[([^\[\]]{1,200})\]\([^()]{1,500}\)")
_WORD_END = re.compile(r"([a-z0-9])([A-Z])")
_ACRONYM_END = re.compile(r"([A-Z]+)([A-Z][a-z])")


def clean(text: object, length: int = TEXT_LENGTH) -> str:
    """A description on one line, without markup and not too long."""
    if not isinstance(text, str):
        return ""
    text = text[: length * 8]
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def ended(text: str) -> str:
    """A text to which another sentence can be added."""
    return text if not text or text[-1] in ".!?:;…" else f"{text}."


def first_sentence(text: str, length: int = 80) -> str:
    """What a title takes of a description."""
    line = text.partition(". ")[0].rstrip(".")
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def snake(text: str) -> str:
    """`listPets`, `List pets` and `pets/list` as an action is called: `list_pets`, `pets_list`."""
    spaced = _ACRONYM_END.sub(r"\1_\2", _WORD_END.sub(r"\1_\2", text[:400]))
    name = re.sub(r"[^A-Za-z0-9]+", "_", spaced).strip("_").lower()
    return shortened(f"_{name}" if name[:1].isdigit() else name)


def slug(text: str) -> str:
    """A title as an integration is called."""
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:50].strip("-")
    return name if name[:1].isalpha() else f"api-{name}".strip("-")


def shortened(name: str) -> str:
    """At most 64 characters; a longer one ends in a short hash of itself."""
    if len(name) <= NAME_LENGTH:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{name[: NAME_LENGTH - 7].rstrip('_')}_{digest}"


def key_of(name: str) -> str:
    """A name as an input's key, which may hold letters, digits and underscores."""
    key = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")
    return shortened(key) or "value"
