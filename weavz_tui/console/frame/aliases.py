"""The short words after a colon, for hands that know k9s: `:int`, `:ws NAME`, `:q`."""

from __future__ import annotations

from typing import NamedTuple


class Alias(NamedTuple):
    """A word and the command that it stands for; `names` tells of which kind of record a name may
    follow it."""

    words: tuple[str, ...]
    command: str
    names: str = ""


ALIASES: tuple[Alias, ...] = (
    Alias(("ws", "workspaces"), "go.workspaces", "workspace"),
    Alias(("int", "integrations"), "go.integrations", "integration"),
    Alias(("conn", "connections"), "go.connections", "connection"),
    Alias(("play", "run", "playground"), "go.playground"),
    Alias(("part", "partials"), "go.partials", "partial"),
    Alias(("mcp", "servers"), "go.servers", "MCP server"),
    Alias(("act", "activity"), "go.activity"),
    Alias(("cat", "catalogue"), "go.catalogue", "catalogue"),
    Alias(("set", "settings"), "go.settings"),
    Alias(("user", "users"), "", "end user"),
    Alias(("ctx", "context"), "context"),
    Alias(("undo",), "undo_history"),
    Alias(("theme",), "theme"),
    Alias(("help", "keys"), "help"),
    Alias(("q", "quit", "q!"), "quit"),
)


def meant(word: str) -> list[Alias]:
    """The aliases that a word means: one that is written in full alone, else those that begin so,
    each by its shortest word."""
    for alias in ALIASES:
        if word in alias.words:
            return [alias]
    return [alias for alias in ALIASES if any(each.startswith(word) for each in alias.words)]
