"""Which engine a command is for: this machine's, or one on another machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from weavz_tui.contexts import Context
    from weavz_tui.engine.service import Service
    from weavz_tui.home import Home
    from weavz_tui.model.enums import Source


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What `--server` and `--context` said."""

    server: str | None = None
    context: str | None = None

    async def name(self, home: Home) -> str:
        """The context that is meant, `local` for this machine. An address that is not saved yet is
        saved under its host's name, after its key was asked for and it has answered to it."""
        from weavz_tui.contexts import LOCAL, ContextFile, name_of

        if self.context is not None:
            return self.context if self.context == LOCAL else _known(home, self.context)
        if self.server is None:
            return LOCAL
        from weavz_tui.client.door import checked

        url = checked(self.server)
        saved = ContextFile(home.data).at(url)
        return saved.name if saved else await _added(home, name_of(url), url)


def elsewhere() -> Elsewhere:
    """What the present command was given."""
    context = click.get_current_context(silent=True)
    found = context.find_root().obj if context is not None else None
    return found if isinstance(found, Elsewhere) else Elsewhere()


async def open_engine(home: Home, name: str, source: Source) -> Service:
    """The engine of a context; raises as opening it does."""
    from weavz_tui.contexts import LOCAL

    if name != LOCAL:
        from weavz_tui.client.contexts import open_context
        from weavz_tui.contexts import ContextFile

        warn_in_clear(ContextFile(home.data).get(name))
        return await open_context(home, name, source)
    from weavz_tui.engine.local import open_local

    return await open_local(home, source=source)


def warn_in_clear(context: Context) -> None:
    """Tell on standard error that the key of a context, and what it opens, can be read on the way;
    nothing for one that is refused for it."""
    from weavz_tui.cli.output import note
    from weavz_tui.contexts import IN_CLEAR

    if context.insecure and context.is_in_clear:
        note(f"WARNING: {IN_CLEAR.format(url=context.url)}")


def _known(home: Home, name: str) -> str:
    from weavz_tui.contexts import ContextFile

    return ContextFile(home.data).get(name).name


async def _added(home: Home, name: str, url: str) -> str:
    from weavz_tui.cli.output import note
    from weavz_tui.cli.secret_input import read_passphrase
    from weavz_tui.client.contexts import SAVING, Contexts
    from weavz_tui.contexts import Context, require_encryption

    require_encryption(Context(name, url, ""), SAVING)
    key = read_passphrase(f"API key of {url}")
    contexts = Contexts(home)
    try:
        made = await contexts.add(name, url, key)
    finally:
        await contexts.close()
    note(f"Saved as the context {made.name}; its key is in the vault.")
    return made.name
