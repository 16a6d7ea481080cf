"""Credentials as entries of a keyring: one JSON text a connection, in parts where it must be."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from weavz_tui.model.errors import VaultUnavailable
from weavz_tui.vault.protocol import SERVICE, StoredSecret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

VERSION = 1


class Entries:
    """Reads and writes `{"v": 1, "gen": n, "values": {...}}` under service and connection id.

    A text longer than `part_size` characters (Windows holds 1,280) is kept as `<id>#<gen>.<n>`
    with a head `{"v": 1, "gen": n, "parts": k}` written last. A keyring cannot list, so leftovers
    of an interrupted write are found by their names: they can only be of the generation before or
    after the head's, because a write clears both before it begins. Every call blocks.
    """

    def __init__(self, backend: KeyringBackend, part_size: int | None = None) -> None:
        self._backend = backend
        self._part_size = part_size

    def read(self, id: str) -> StoredSecret | None:
        """The credential, or None; raises VaultUnavailable where the entry is damaged."""
        head = self._head(id)
        if head is None:
            return None
        if "parts" in head:
            texts = [self._get(_part(id, head["gen"], n)) for n in range(head["parts"])]
            head = _parsed(id, "".join(text or "" for text in texts))
        values = head.get("values")
        if not isinstance(values, dict):
            raise _damaged(id)
        return StoredSecret(head["gen"], values)

    def write(self, id: str, generation: int, values: Mapping[str, Any]) -> None:
        """Replace the credential; until the head is written the old one stays in force."""
        text = _text({"v": VERSION, "gen": generation, "values": dict(values)})
        size = self._part_size
        if size is None:
            self._set(id, text)
            return
        head = self._head(id)
        before = head["gen"] if head else generation - 1
        for other in {before - 1, before + 1, generation} - {before}:
            self._sweep(id, other)
        if len(text) <= size:
            self._set(id, text)
        else:
            parts = [text[at : at + size] for at in range(0, len(text), size)]
            for n, part in enumerate(parts):
                self._set(_part(id, generation, n), part)
            self._set(id, _text({"v": VERSION, "gen": generation, "parts": len(parts)}))
        if before != generation:
            self._sweep(id, before)

    def delete(self, id: str) -> None:
        """Remove the head and every part; may be repeated after an interruption."""
        text = self._get(id)
        head: dict[str, Any] | None = None
        # A damaged entry can be removed like any other.
        with contextlib.suppress(VaultUnavailable):
            head = None if text is None else _parsed(id, text)
        if self._part_size is not None or (head is not None and "parts" in head):
            generation = head["gen"] if head else 0
            for other in (generation + 1, generation - 1, generation):
                self._sweep(id, other)
        if text is not None:
            self._backend.delete_password(SERVICE, id)

    def _sweep(self, id: str, generation: int) -> None:
        """Remove the parts of a generation, last first: what is left stays countable."""
        count = 0
        while self._get(_part(id, generation, count)) is not None:
            count += 1
        for n in reversed(range(count)):
            self._backend.delete_password(SERVICE, _part(id, generation, n))

    def _head(self, id: str) -> dict[str, Any] | None:
        text = self._get(id)
        return None if text is None else _parsed(id, text)

    def _get(self, name: str) -> str | None:
        return self._backend.get_password(SERVICE, name)

    def _set(self, name: str, text: str) -> None:
        self._backend.set_password(SERVICE, name, text)


def _part(id: str, generation: int, n: int) -> str:
    return f"{id}#{generation}.{n}"


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"))


def _parsed(id: str, text: str) -> dict[str, Any]:
    value: Any = None
    # A JSONDecodeError carries the whole text: it must not become the context of what is raised.
    with contextlib.suppress(ValueError):
        value = json.loads(text)
    if not isinstance(value, dict) or not isinstance(value.get("gen"), int):
        raise _damaged(id)
    if value.get("v") != VERSION:
        raise VaultUnavailable(
            f"The secret of connection {id} was written by a newer version",
            hint="Upgrade weavz-tui on this machine",
        )
    return value


def _damaged(id: str) -> VaultUnavailable:
    return VaultUnavailable(
        f"The secret of connection {id} is damaged",
        hint=f"Enter it again: weavz-tui connections update {id}",
    )
