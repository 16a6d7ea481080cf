"""The integrations that an organisation may use: those of the process and its imported ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weavz_tui.catalog.registry import Known, Registry
from weavz_tui.model.errors import IntegrationNotFound

if TYPE_CHECKING:
    from weavz_tui.catalog.integration import Integration
    from weavz_tui.importers.library import Library


class OrganisationsIntegrations:
    """Asks the registry first, then the organisation's imports. What the registry knows costs no
    look at the store."""

    def __init__(self, registry: Registry, library: Library, org_id: str) -> None:
        self.registry = registry
        self._library = library
        self._org_id = org_id

    def names(self) -> list[str]:
        """Every name, sorted."""
        return sorted({*self.registry.names(), *self._library.names(self._org_id)})

    def get(self, name: str) -> Integration:
        """The integration; raises IntegrationNotFound."""
        if self.registry.has(name):
            return self.registry.get(name)
        found = self._library.get(self._org_id, name)
        return self.registry.get(name) if found is None else found


def known_integration(registry: Known, name: str) -> Integration | None:
    """The integration, or None where a plugin has gone since."""
    try:
        return registry.get(name)
    except IntegrationNotFound:
        return None
