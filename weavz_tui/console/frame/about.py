"""What the help says of the screen and of what has the focus there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from weavz_tui.console.forms.field import Field
from weavz_tui.console.text import MUTED, line, plain
from weavz_tui.console.widgets.plain import one_line

if TYPE_CHECKING:
    from textual.widget import Widget

    from weavz_tui.console.frame.screen import FramedScreen

WIDTH = 12


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of widget is, and keys of its own as Textual names them."""

    sentence: str
    keys: tuple[tuple[str, str], ...] = ()


SCREENS: dict[str, str] = {
    "workspaces": "Workspaces: each a set of integrations, end users, saved inputs.",
    "integrations": "The workspace's integrations by alias, and whose account is used.",
    "connections": "Accounts, and the end users they belong to. Secrets: in the vault.",
    "playground": "Fill in an action, see who would be used, run it, read the answer.",
    "partials": "Saved inputs of actions; callers cannot change what is locked.",
    "servers": "MCP servers: the workspace as tools for agents, and their tokens.",
    "activity": "Every execution, newest first, as it happens; secrets are masked.",
    "catalogue": "Every integration that can be run here, its actions and accounts.",
    "settings": "Usage, vault, other engines, theme, API keys, what runs here.",
}
EDITOR = "An editor: what has a star must be filled in; nothing is kept yet."
_SCROLL = (("j", "down"), ("k", "up"))
# By the name of the class, so that the help imports no screen that was never opened.
KINDS: dict[str, Kind] = {
    "WindowTable": Kind(
        "The list; what is known of the row stands beside it or below.",
        (("enter", "open the row"), ("g", "to the first"), ("G", "to the last"),
         ("pagedown", "a page on")),
    ),
    "DetailPane": Kind("The row in detail; [ and ] are its tabs.", _SCROLL),
    "TextScroll": Kind("What came of the call; [ and ] are its tabs.", _SCROLL),
    "JsonLines": Kind(
        "The answer as a tree.",
        (("enter", "fold or unfold"), ("right", "unfold"), ("left", "fold"), ("g", "to the top"),
         ("G", "to the end")),
    ),
    "FoldLine": Kind("Optional fields, folded away.", (("enter", "unfold them"),)),
    "AddRow": Kind("One more row of a list.", (("enter", "add it"),)),
    "HeadRow": Kind("What is run, as whom, with which saved inputs.", (("enter", "change it"),)),
}  # fmt: skip


def about(screen: FramedScreen) -> list[Content]:
    """The screen in a sentence, then what has the focus, or had it last, with keys of its own."""
    sentence = SCREENS.get(screen.PLACE, "")
    if "editor" in screen.contexts:
        sentence = EDITOR
    rows = [Content(sentence)] if sentence else []
    subject = screen.subject
    rows += _field(subject) if isinstance(subject, Field) else _kind(subject)
    return [*rows, Content("")] if rows else []


def _field(field: Field) -> list[Content]:
    """What the foot of its form says, whole."""
    each = field.prop
    need = "required" if each.required else "optional"
    title = one_line(each.display_name or each.name)
    rows = [
        line((title, "bold"), f"  {each.type.value}, {need}", (f"  {one_line(each.name)}", MUTED))
    ]
    if each.description:
        rows.append(plain(each.description))
    if field.locked and field.given is not None:
        rows.append(line("Locked by ", plain(field.given.origin), "."))
    if word := field.help_word():
        rows.append(Content(word))
    return rows


def _kind(widget: Widget | None) -> list[Content]:
    """The nearest of its ancestors that something is known of."""
    for each in widget.ancestors_with_self if widget is not None else ():
        for known in type(each).__mro__:
            if kind := KINDS.get(known.__name__):
                keys = [line((key.ljust(WIDTH), "bold $text-primary"), what)
                        for key, what in kind.keys]  # fmt: skip
                return [Content(kind.sentence), *keys]
    return []
