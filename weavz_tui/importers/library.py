"""The imported integrations of every organisation, read from the store when they are used.

What is read is kept until the store's configuration moves; then one small query per organisation
tells which integrations are still the same. An integration's actions are read with its first use.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from weavz_tui.importers.description import Common
from weavz_tui.importers.imported import ImportedIntegration, KeptAction, ToolCall
from weavz_tui.model.enums import Effect
from weavz_tui.store import imports
from weavz_tui.store.protocol import Row, Store


@dataclass(slots=True)
class _Shelf:
    """One organisation's: `digests` by name as of `configuration`, and what was read of them."""

    configuration: int = -1
    digests: dict[str, str] = field(default_factory=dict)
    loaded: dict[str, ImportedIntegration] = field(default_factory=dict)


class Library:
    """Imported integrations by organisation and name; usable from any thread."""

    def __init__(self, store: Store, tools: ToolCall | None = None) -> None:
        self._store = store
        self._tools = tools
        self._shelves: dict[str, _Shelf] = {}
        self._lock = threading.Lock()

    def names(self, org_id: str) -> list[str]:
        """Every imported integration of an organisation."""
        with self._lock:
            return list(self._shelf(org_id).digests)

    def get(self, org_id: str, name: str) -> ImportedIntegration | None:
        """One of them, or None. It is the same object until it is imported anew."""
        with self._lock:
            shelf = self._shelf(org_id)
            digest = shelf.digests.get(name)
            if digest is None:
                return None
            found = shelf.loaded.get(name)
            if found is None or found.digest != digest:
                found = self._read(org_id, name)
                if found is not None:
                    shelf.loaded[name] = found
            return found

    def _shelf(self, org_id: str) -> _Shelf:
        shelf = self._shelves.setdefault(org_id, _Shelf())
        configuration = self._store.configuration()
        if shelf.configuration != configuration:
            shelf.digests = self._store.peek(lambda rows: imports.digests(rows, org_id))
            shelf.configuration = configuration
            for name in list(shelf.loaded):
                if name not in shelf.digests:
                    del shelf.loaded[name]
        return shelf

    def _read(self, org_id: str, name: str) -> ImportedIntegration | None:
        content = self._store.peek(lambda rows: imports.content(rows, org_id, name))
        if content is None:
            return None
        bodies = self._store.peek(lambda rows: imports.bodies(rows, org_id, name))
        return ImportedIntegration(
            Common.model_validate_json(content["content"]),
            [_kept(row) for row in bodies],
            org_id=org_id,
            digest=content["digest"],
            tools=self._tools,
        )


def _kept(row: Row) -> KeptAction:
    return KeptAction(
        row["name"],
        row["title"],
        Effect(row["effect"]),
        bool(row["idempotent"]),
        bool(row["requires_auth"]),
        row["body"],
    )
