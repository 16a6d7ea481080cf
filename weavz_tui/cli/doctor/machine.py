"""This machine: versions, terminal, plugins."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from weavz_tui import __version__
from weavz_tui.model.status import Diagnosis

LIBRARIES = ("textual", "httpx", "aiohttp", "pydantic", "keyring", "cryptography")
WIDTH, HEIGHT = 80, 24


def versions() -> Diagnosis:
    """This program, Python and the libraries that matter."""
    found: dict[str, str] = {}
    missing = []
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            missing.append(name)
    listed = ", ".join(f"{name} {number}" for name, number in found.items())
    message = f"weavz-tui {__version__}, Python {platform.python_version()}, {listed}"
    return Diagnosis(
        name="versions",
        ok=not missing and sys.version_info >= (3, 11),
        message=f"{message}; missing: {', '.join(missing)}" if missing else message,
        remedy="python -m pip install --upgrade weavz-tui" if missing else "",
        details={"python": platform.python_version(), "platform": platform.platform(), **found},
    )


def terminal(environment: Mapping[str, str]) -> Diagnosis:
    """Whether the console will look right in this terminal."""
    name = environment.get("TERM", "")
    if not sys.stdout.isatty():
        message = f"output is not a terminal (TERM {name or 'not set'})"
        return Diagnosis(name="terminal", ok=True, message=message)
    size = shutil.get_terminal_size()
    facts = f"{name or 'TERM is not set'}, {size.columns}x{size.lines}, {colours(environment)}"
    if name in {"", "dumb", "unknown"}:
        remedy = "set TERM to what your terminal is, such as xterm-256color"
        return Diagnosis(name="terminal", ok=False, message=facts, remedy=remedy)
    if size.columns < WIDTH or size.lines < HEIGHT:
        remedy = f"make the window at least {WIDTH}x{HEIGHT} for the console"
        return Diagnosis(name="terminal", ok=False, message=facts, remedy=remedy)
    return Diagnosis(name="terminal", ok=True, message=facts)


def colours(environment: Mapping[str, str]) -> str:
    """How many colours the terminal says it has."""
    if environment.get("NO_COLOR"):
        return "no colours (NO_COLOR)"
    if environment.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return "true colour"
    return "256 colours" if "256" in environment.get("TERM", "") else "16 colours"


def clipboard(environment: Mapping[str, str]) -> Diagnosis:
    """How copying reaches the clipboard from here."""
    if environment.get("TMUX"):
        return Diagnosis(
            name="clipboard",
            ok=True,
            message="inside tmux, copies go through tmux load-buffer and OSC 52",
            remedy="" if shutil.which("tmux") else "install tmux on this side as well",
            details={"hint": "`set -g set-clipboard on` in tmux lets them reach your own machine"},
        )
    over = "over SSH, " if environment.get("SSH_CONNECTION") else ""
    message = f"{over}copies go through OSC 52, which the terminal must allow"
    return Diagnosis(name="clipboard", ok=True, message=message)


def plugins() -> list[Diagnosis]:
    """Integrations of other packages that could not be loaded."""
    from weavz_tui.catalog.registry import Registry

    registry = Registry()
    loaded = registry.all()
    lines = [
        Diagnosis(
            name=f"plugin {name}",
            ok=False,
            message=reason,
            remedy="upgrade or uninstall the package that brings it",
        )
        for name, reason in registry.broken.items()
    ]
    actions = sum(len(each.actions) for each in loaded)
    message = f"{len(loaded)} integrations, {actions} actions"
    return [Diagnosis(name="catalogue", ok=True, message=message), *lines]
