"""Where integrations are found: the built-in package and the plugins of other packages."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Collection
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from weavz_tui.catalog.integration import Integration
from weavz_tui.model.errors import IntegrationNotFound

PACKAGE = "weavz_tui.integrations"
GROUP = "weavz_tui.integrations"

_log = logging.getLogger(__name__)


class Known(Protocol):
    """The integrations that a caller may use, by name."""

    def names(self) -> list[str]:
        """Every name, sorted."""
        ...

    def get(self, name: str) -> Integration:
        """The integration; raises IntegrationNotFound."""
        ...


class Registry:
    """Integrations by name; a module is imported when its integration is first asked for.

    A built-in module `hash_encode` holds the integration `hash-encode` in its attribute
    `integration`; a plugin's entry point is named after its integration and points at it.
    """

    def __init__(
        self,
        package: str = PACKAGE,
        *,
        plugins: bool = True,
        only: Collection[str] | None = None,
    ) -> None:
        """Of the built-in ones `only` those named, where names are given."""
        self._package = package
        self._loaded: dict[str, Integration] = {}
        self._added: set[str] = set()
        self._builtin = {
            module.name.replace("_", "-"): module.name
            for module in pkgutil.iter_modules(importlib.import_module(package).__path__)
            if not module.name.startswith("_")
            and (only is None or module.name.replace("_", "-") in only)
        }
        found = entry_points(group=GROUP) if plugins else ()
        self._plugins: dict[str, EntryPoint] = {
            point.name: point for point in found if point.name not in self._builtin
        }
        self.broken: dict[str, str] = {}

    def names(self) -> list[str]:
        """Every name, sorted; a broken plugin's name leaves once it has been tried."""
        return sorted({*self._builtin, *self._plugins, *self._loaded} - set(self.broken))

    def has(self, name: str) -> bool:
        """Whether the name is taken; nothing is imported to tell."""
        return name in self._loaded or name in self._builtin or name in self._plugins

    def plugins(self) -> list[str]:
        """The names of those that other packages bring."""
        return sorted(set(self._plugins) - set(self.broken))

    def shipped(self) -> list[str]:
        """The names of those that come with the program, as they come."""
        return sorted(set(self._builtin) - self._added) if self._package == PACKAGE else []

    def add(self, integration: Integration) -> None:
        """Register an integration that is already there (imports, tests)."""
        self._loaded[integration.name] = integration
        self._added.add(integration.name)

    def get(self, name: str) -> Integration:
        """The integration; raises IntegrationNotFound."""
        if (found := self._loaded.get(name)) is None:
            found = self._loaded[name] = self._load(name)
        return found

    def all(self) -> list[Integration]:
        """Every integration, by name, loading what is not loaded yet."""
        found = []
        for name in self.names():
            try:
                found.append(self.get(name))
            except IntegrationNotFound:
                continue
        return found

    def _load(self, name: str) -> Integration:
        if (module := self._builtin.get(name)) is not None:
            loaded = importlib.import_module(f"{self._package}.{module}").integration
            assert isinstance(loaded, Integration)
            return loaded
        if (point := self._plugins.get(name)) is not None and name not in self.broken:
            try:
                loaded = point.load()
                if not isinstance(loaded, Integration):
                    raise TypeError(f"{point.value} is not an Integration")
            except Exception as error:  # a plugin is another's code: it takes nothing down
                self.broken[name] = f"{type(error).__name__}: {error}"
                _log.warning("plugin %s is broken: %s", name, self.broken[name])
            else:
                loaded.source = "plugin"
                return loaded
        raise IntegrationNotFound(
            f"Integration '{name}' not found",
            details={"integrationName": name},
            hint="`weavz-tui catalog list` shows every integration",
        )
