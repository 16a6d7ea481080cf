"""A JSON value as indented text, written in slices and kept in blocks."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from weavz_tui.console.widgets.json_find import Level, progress
from weavz_tui.console.widgets.slices import Work

_INDENT = "  "
_BLOCK = 64_000
_PLAIN = 50
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_LEFT = frozenset("\n\xad\u200b\u200d")


class _Escapes(dict[int, str]):
    """What each character of the text is written as; filled as they are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_written = character in _LEFT or unicodedata.category(character) not in _UNSEEN
        if not is_written:
            character = json.dumps(character)[1:-1] if code > 0xFFFF else f"\\u{code:04x}"
        self[code] = character
        return character


_ESCAPES = _Escapes()


def write(value: Any, add: Any) -> Work[None]:
    """Give the text of `value` to `add` in blocks of whole lines, without the last line's end.

    What a terminal would obey or a reader could not see (control characters, marks of direction)
    is escaped: it is the same value. A text alone is given as it is.
    """
    if isinstance(value, str):
        yield from _write_text(value, add)
        return
    block: list[str] = []
    size = 0
    for text, done in _parts(value):
        block.append(text)
        size += len(text)
        if size > _BLOCK and text.endswith("\n"):
            add(_safe("".join(block))[:-1])
            block, size = [], 0
        yield done
    if block:
        add(_safe("".join(block)))


def _write_text(text: str, add: Any) -> Work[None]:
    start = 0
    while start <= len(text):
        end = text.find("\n", min(start + _BLOCK, len(text)))
        end = len(text) if end < 0 else end
        add(text[start:end])
        start = end + 1
        yield min(start / (len(text) + 1), 1.0)


def _safe(text: str) -> str:
    return text if text.isascii() and "\x7f" not in text else text.translate(_ESCAPES)


def _parts(value: Any) -> Iterator[tuple[str, float]]:
    """Pieces of the text and how far they have come; a piece that ends in a line's end is the
    last of its line. Small plain objects and lists are one piece each, written in C."""
    if not _is_nested(value):
        yield _whole(value, 0), 1.0
        return
    levels = [Level(value)]
    closers = ["}" if isinstance(value, dict) else "]"]
    yield ("{\n" if isinstance(value, dict) else "[\n"), 0.0
    while levels:
        level, depth = levels[-1], len(levels)
        named = closers[-1] == "}"
        for key, inner in level.items:
            level.number += 1
            name = f"{_name(key)}: " if named else ""
            start = f"{_INDENT * depth}{name}"
            if _is_nested(inner):
                yield start + ("{\n" if isinstance(inner, dict) else "[\n"), progress(levels)
                levels.append(Level(inner))
                closers.append("}" if isinstance(inner, dict) else "]")
                break
            comma = ",\n" if level.number + 1 < level.count else "\n"
            yield f"{start}{_whole(inner, depth)}{comma}", progress(levels)
        else:
            levels.pop()
            closer = closers.pop()
            last = not levels or levels[-1].number + 1 == levels[-1].count
            end = "" if not levels else "\n" if last else ",\n"
            yield f"{_INDENT * len(levels)}{closer}{end}", 1.0 if not levels else progress(levels)


def _is_nested(value: Any) -> bool:
    """Whether something has to be written part by part."""
    if isinstance(value, dict):
        return len(value) > _PLAIN or any(isinstance(each, dict | list) for each in value.values())
    if isinstance(value, list):
        return len(value) > _PLAIN or any(isinstance(each, dict | list) for each in value)
    return False


def _whole(value: Any, depth: int) -> str:
    text = _encoder(depth + 1).encode(value)
    if not isinstance(value, dict | list) or not value:
        return text
    line = f"\n{_INDENT * (depth + 1)}"
    return f"{text[0]}{line}{text[1:-1]}\n{_INDENT * depth}{text[-1]}"


def _name(key: Any) -> str:
    return _encoder(0).encode(str(key))


@lru_cache(maxsize=64)
def _encoder(depth: int) -> json.JSONEncoder:
    """The separator holds the line's end: with `indent` the encoder would not be the fast one."""
    separators = (f",\n{_INDENT * depth}", ": ")
    return json.JSONEncoder(ensure_ascii=False, default=str, separators=separators)


def text_of(value: Any) -> str:
    """The whole text, at once: for what is small."""
    blocks: list[str] = []
    for _ in write(value, blocks.append):
        pass
    return "\n".join(blocks)


def weigh(value: Any) -> Work[int]:
    """How many bytes the value takes as JSON without spaces, about."""
    encode = json.JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":")).encode
    if not is_large(value):
        return len(encode(value).encode("utf-8", "replace"))
    total, levels = 2, [Level(value)]
    while levels:
        level = levels[-1]
        for key, inner in level.items:
            level.number += 1
            total += len(key.encode("utf-8", "replace")) + 4 if key else 1
            if is_large(inner):
                total += 2
                levels.append(Level(inner))
                break
            total += len(encode(inner).encode("utf-8", "replace"))
            yield progress(levels)
        else:
            levels.pop()
    return total


def is_large(value: Any, depth: int = 3) -> bool:
    """Whether something is too large or too deep to be written at a stretch."""
    if not isinstance(value, dict | list):
        return False
    if len(value) > _PLAIN or not depth:
        return True
    inner = value.values() if isinstance(value, dict) else value
    return any(is_large(each, depth - 1) for each in inner)
