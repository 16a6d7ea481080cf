"""Every kind of screen that the console has."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

from textual.screen import Screen

import weavz_tui.console
from weavz_tui.console.places import PLACES


def every_screen() -> set[type[Screen[Any]]]:
    """Those that are shown: the ones from which no other one is made."""
    package = weavz_tui.console
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    return {kind for kind in _below(Screen) if not _ours(kind)}


def places() -> set[type[Screen[Any]]]:
    """The nine that keys 1 to 9 lead to."""
    return {type(place.load()) for place in PLACES}


def _ours(kind: type[Screen[Any]]) -> list[type[Screen[Any]]]:
    below: list[type[Screen[Any]]] = kind.__subclasses__()
    return [each for each in below if each.__module__.startswith("weavz_tui.")]


def _below(kind: type[Screen[Any]]) -> set[type[Screen[Any]]]:
    below: list[type[Screen[Any]]] = kind.__subclasses__()
    return {*_ours(kind), *(each for one in below for each in _below(one))}
