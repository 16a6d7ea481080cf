"""Where an import sends the secrets of the connections that there are already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from weavz_tui.engine.principal import LIMITED
from weavz_tui.model.errors import ImportRefused
from weavz_tui.model.transport import TransportError
from weavz_tui.net.address import origin
from weavz_tui.store import imports

if TYPE_CHECKING:
    from weavz_tui.engine.parts import Parts
    from weavz_tui.importers.description import Common


async def require_known_addresses(parts: Parts, before: Common | None, wanted: Common) -> None:
    """Raises ImportRefused (OTHER_ADDRESS) where a caller elsewhere imports something under whose
    name secrets are in the vault, and it has an address that the import before did not have: what
    they may use and not see would be sent there."""
    if parts.principal.source not in LIMITED:
        return
    if _places(wanted) <= (_places(before) if before is not None else frozenset()):
        return

    if await parts.read(lambda rows: imports.has_secrets(rows, parts.org_id, wanted.name)):
        raise ImportRefused.because(
            "OTHER_ADDRESS",
            f"'{wanted.name}' has connections, whose secrets this import would send elsewhere",
            "delete them first, give another name, or import it where the engine runs",
        )


def _places(common: Common) -> frozenset[tuple[str, str, int]]:
    """Every origin that it names."""
    found = set()
    for text in _texts(common.model_dump(include={"base_url", "addresses", "server", "auth"})):
        if text.startswith(("http://", "https://")):
            try:
                found.add(origin(text))
            except TransportError:
                found.add((text, "", 0))
    return frozenset(found)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
