"""Following `$ref` inside one document; what would lead out of it is found beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from weavz_tui.importers.reading import refuse

LONGEST_CHAIN = 50
_DATA = frozenset({"example", "examples", "default", "enum", "const", "x-examples"})


class References:
    """The document and what its pointers mean."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._found: dict[str, Any] = {}
        self.missing: set[str] = set()

    def find(self, ref: str) -> Any:
        """What `#/components/schemas/Pet` stands for; None where nothing does, which is noted."""
        if ref not in self._found:
            self._found[ref] = self._look_up(ref)
        found = self._found[ref]
        if found is None:
            self.missing.add(ref)
        return found

    def resolve(self, node: Any) -> dict[str, Any]:
        """An object itself or, through any chain of references, the one that it stands for; empty
        where that is nothing or the chain bites its tail."""
        for _ in range(LONGEST_CHAIN):
            if not isinstance(node, dict):
                return {}
            ref = node.get("$ref")
            if not isinstance(ref, str):
                return node
            node = self.find(ref)
        return {}

    def _look_up(self, ref: str) -> Any:
        if not ref.startswith("#"):
            return None
        node: Any = self._root
        for part in ref[1:].split("/")[1:]:
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            if isinstance(node, Mapping) and key in node:
                node = node[key]
            elif isinstance(node, list) and key.isdecimal() and int(key) < len(node):
                node = node[int(key)]
            else:
                return None
        return node


def outside(root: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    """Every object with a reference that leads out of the document, and that reference; what stands
    in examples and defaults is data."""
    pending: list[Any] = [root]
    seen: set[int] = set()
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        if isinstance(node, dict):
            seen.add(id(node))
            ref = node.get("$ref")
            if isinstance(ref, str) and not ref.startswith("#"):
                yield node, ref
            pending += [
                each
                for key, each in node.items()
                if isinstance(each, dict | list) and key not in _DATA
            ]
        elif isinstance(node, list):
            seen.add(id(node))
            pending += [each for each in node if isinstance(each, dict | list)]


def require_inside(root: Mapping[str, Any]) -> None:
    """Raises ImportRefused where a reference leads out of the document."""
    for _, ref in outside(root):
        refuse(
            "REMOTE_REFERENCE",
            f"The description refers to another file: {ref[:120]}",
            "--allow-remote-refs reads what it refers to; do so only if you trust the description",
        )
