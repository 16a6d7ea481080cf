"""The texts of the settings."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from weavz_tui import __version__
from weavz_tui.console.text import line, lines, pairs, plain, problem
from weavz_tui.console.widgets.plain import fitted
from weavz_tui.console.wording import bad, good
from weavz_tui.contexts import LOCAL, ContextFile
from weavz_tui.model.errors import WeavzError

if TYPE_CHECKING:
    from weavz_tui.contexts import Context
    from weavz_tui.home import Home
    from weavz_tui.model.status import VaultStatus


def vault(status: VaultStatus) -> Content:
    """Which vault is in force, whether it answers, what mends it."""
    state = Content("not checked: it is asked for when the first secret is needed")
    if status.state == "open":
        state = good("open")
    elif status.state != "not checked":
        state = bad(status.state)
    kinds = {"keyring": "the keyring of this account", "encrypted": "the encrypted vault",
             "none": "none yet"}  # fmt: skip
    return lines(
        pairs(
            ("vault", kinds[status.kind]),
            ("state", state),
            ("backend", status.backend),
            ("message", status.message),
            ("mend it", status.remedy),
        ),
        Content(""),
        line(("t", "bold $text-primary"), " asks the vault now"),
        *(
            [line(("U", "bold $text-primary"), " unlocks it with its passphrase")]
            if status.unlockable
            else []
        ),
    )


def engines(home: Home | None, present: Context | None) -> Content:
    """This machine's engine and the saved ones; the one in force is marked."""
    try:
        saved = ContextFile(home.data).every() if home else []
    except WeavzError as error:
        return problem(error)
    name = present.name if present else LOCAL
    rows = [line("(•) " if name == LOCAL else "( ) ", fitted(LOCAL, 24), "this machine")]
    for each in saved:
        notes = [each.word, "read only" if each.read_only else ""]
        rows.append(
            line(
                "(•) " if each.name == name else "( ) ",
                fitted(each.name, 24),
                plain(each.url),
                (f"  {plain('  '.join(filter(None, notes))).plain}", "$text-warning"),
            )
        )
    return lines(
        *rows,
        Content(""),
        line(("W", "bold $text-primary"), " opens another one"),
        plain("weavz-tui contexts add NAME URL saves one; weavz-tui serve makes this machine one."),
    )


def themes(present: str, every: Sequence[str]) -> Content:
    """The theme in force and the others."""
    return lines(
        *[line("(•) " if name == present else "( ) ", name) for name in every],
        Content(""),
        line(("T", "bold $text-primary"), " switches it"),
    )


def about(home: Home | None, keymap: Mapping[str, str]) -> Content:
    """Versions, folders, remapped keys."""
    from importlib.metadata import version

    return lines(
        pairs(
            ("weavz-tui", __version__),
            ("Textual", version("textual")),
            ("Python", platform.python_version()),
            ("home", str(home.data) if home else ""),
            ("settings", str(home.config_file) if home else ""),
            ("logs", str(home.logs) if home else ""),
            ("keys", ", ".join(f"{name} = {key}" for name, key in keymap.items()) or "as built"),
        ),
        Content(""),
        plain("weavz-tui doctor checks this installation and says what mends it."),
        line(("?", "bold $text-primary"), " shows the keys in force"),
    )
