"""From bytes to JSON data, within limits: JSON, or YAML without tags and bombs.

YAML is read event by event: nothing is constructed but JSON values, and nothing recurses.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from weavz_tui.model.errors import ImportRefused

MOST_BYTES = 64 * 1024 * 1024
MOST_DEPTH = 300
MOST_VALUES = 3_000_000
MOST_ALIASES = 20_000

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,30})")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,40}\.[0-9]{0,40}|\.[0-9]{1,40}|[0-9]{1,40}(?=[eE]))"
                    r"(?:[eE][-+]?[0-9]{1,3})?")  # fmt: skip
_TEXTS = frozenset({"!", "tag:yaml.org,2002:str"})
_COLLECTIONS = frozenset({"!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(content: bytes) -> dict[str, Any]:
    """The object that a file holds; raises ImportRefused."""
    if len(content) > MOST_BYTES:
        refuse("TOO_LARGE", f"The description has {len(content) // 1_000_000} MB; "
               f"at most {MOST_BYTES // 1_000_000} MB are read")  # fmt: skip
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        refuse("INVALID", "The description is not UTF-8 text")
    found = _json(text) if text.lstrip()[:1] in {"{", "["} else ...
    if found is ...:
        found = _yaml(text)
    if not isinstance(found, dict):
        refuse("UNKNOWN_FORMAT", "The description is neither a JSON nor a YAML object")
    return found


def refuse(reason: str, message: str, hint: str = "") -> NoReturn:
    """Raises ImportRefused."""
    raise ImportRefused.because(reason, message, hint)


def _json(text: str) -> Any:
    """The JSON value; `...` where it may still be YAML in flow style."""
    try:
        return json.loads(text, parse_constant=lambda name: None)
    except RecursionError:
        refuse("TOO_DEEP", "The description is nested too deeply")
    except ValueError:
        return ...


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet; `size` counts the values in it."""

    value: dict[str, Any] | list[Any]
    anchor: str | None
    size: int = 1
    key: str | None = None
    has_key: bool = False


@dataclass(slots=True)
class _Builder:
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    aliases: int = 0
    root: Any = ...

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
            if event.anchor:
                self.anchors[event.anchor] = (value, 1)
            self.put(value, 1)
        elif isinstance(event, yaml.AliasEvent):
            self.alias(str(event.anchor))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            _require_plain(event, _COLLECTIONS)
            if len(self.stack) >= MOST_DEPTH:
                refuse("TOO_DEEP", f"The description is nested deeper than {MOST_DEPTH} levels")
            self.stack.append(
                _Open({} if isinstance(event, yaml.MappingStartEvent) else [], event.anchor)
            )
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self.stack.pop()
            if done.anchor:
                self.anchors[done.anchor] = (done.value, done.size)
            self.put(done.value, done.size)

    def alias(self, anchor: str) -> None:
        self.aliases += 1
        found = self.anchors.get(anchor)
        if found is None:
            refuse("INVALID", f"The YAML alias *{anchor} means something that is not there yet")
        if self.aliases > MOST_ALIASES:
            refuse("TOO_LARGE", f"The description has more than {MOST_ALIASES} YAML aliases")
        self.put(*found)

    def put(self, value: Any, size: int) -> None:
        if not self.stack:
            self.root = value
            return
        into = self.stack[-1]
        into.size += size
        if into.size > MOST_VALUES:
            refuse("TOO_LARGE", f"The description stands for more than {MOST_VALUES:,} values")
        if isinstance(into.value, list):
            into.value.append(value)
        elif not into.has_key:
            into.key, into.has_key = _key(value), True
        else:
            into.has_key = False
            if into.key == "<<" and isinstance(value, dict):
                for key, each in value.items():
                    into.value.setdefault(key, each)
            else:
                into.value[str(into.key)] = value


def _yaml(text: str) -> Any:
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
            if isinstance(event, yaml.DocumentEndEvent):
                break
    except (yaml.YAMLError, ValueError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" in line {where.line + 1}" if where is not None else ""
        what = str(getattr(error, "problem", "") or "")[:120]
        refuse("INVALID", f"The description is neither JSON nor YAML{line}: {what}".rstrip(": "))
    return builder.root


def _scalar(event: Any) -> Any:
    text: str = event.value
    _require_plain(event, _TEXTS)
    if event.style or event.tag is not None or len(text) > 100:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _require_plain(event: Any, known: frozenset[str]) -> None:
    if event.tag is not None and event.tag not in known:
        refuse("INVALID", f"The YAML tag {event.tag[:60]!r} is not read")


def _key(value: Any) -> str:
    if isinstance(value, dict | list):
        refuse("INVALID", "A YAML mapping has a key that is no text")
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)
