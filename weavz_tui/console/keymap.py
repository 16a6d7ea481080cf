"""Keys that a person gives to commands: checked before the console opens, made ready for it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

from textual.binding import Binding

from weavz_tui.console.commands import BY_ID, TABLE, Command
from weavz_tui.console.key_names import CHARACTERS, UNBOUND
from weavz_tui.model.errors import ValidationError

SCREENS: Mapping[str, frozenset[str]] = {
    "list": frozenset(
        {
            "workspaces",
            "integrations",
            "connections",
            "partials",
            "servers",
            "activity",
            "catalogue",
            "settings",
        }
    ),
    "editor": frozenset(
        {
            "workspaces",
            "integrations",
            "connections",
            "partials",
            "servers",
            "catalogue",
            "settings",
        }
    ),
    "viewer": frozenset({"activity", "playground"}),
}
"""In which places there are screens of a kind, as commands name kinds and places in `where`."""
MOVES = frozenset(
    {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "shift+tab"}
    | {"j", "k", "g", "G", "ctrl+c"}
)
"""What moves the cursor wherever one is, and stops the program: these keys are never given away."""


def names(keys: str) -> tuple[str, ...]:
    """The keys of a comma-separated text as Textual names them (`?` is `question_mark`)."""
    given = ",".join(each.strip() for each in keys.split(",") if each.strip())
    if not given:
        return ()
    return tuple(each.key for each in Binding.make_bindings([Binding(given, "", "")]))


def meet(one: Command, other: Command) -> bool:
    """Whether there is a screen on which both commands apply."""
    if not one.where or not other.where or one.where & other.where:
        return True
    pairs = [*_pairs(one, other), *_pairs(other, one)]
    return any(place in SCREENS.get(kind, ()) for kind, place in pairs)


def _pairs(one: Command, other: Command) -> Iterator[tuple[str, str]]:
    return ((kind, place) for kind in one.where for place in other.where)


def conflicts(keys: Mapping[str, str]) -> list[tuple[str, Command, Command]]:
    """Every key that means two commands on one screen, with the two; without keys of a person those
    of the table itself."""
    held = [(command, set(names(keys.get(command.id, command.keys)))) for command in TABLE]
    return [
        (key, one, other)
        for (one, some), (other, more) in combinations(held, 2)
        if not keys or one.id in keys or other.id in keys
        for key in sorted((some & more) - {UNBOUND})
        if meet(one, other)
    ]


def check_keys(keys: Mapping[str, str], file: Path) -> None:
    """Raise ValidationError where keys cannot be given as they are: to commands that there are not,
    to two commands of one screen, or keys that something else needs."""
    wrong = {f"keys.{name}": told for name, given in keys.items() if (told := _wrong(name, given))}
    if not wrong:
        for key, one, other in conflicts(keys):
            mine, theirs = (one, other) if one.id in keys else (other, one)
            wrong[f"keys.{mine.id}"] = (
                f"{key} is the key of {theirs.id} too ({theirs.title.lower()}), "
                "and both apply on one screen"
            )
    if wrong:
        told = "; ".join(f"{name} {message}" for name, message in wrong.items())
        raise ValidationError(
            f"Keys in {file} cannot be used: {told}",
            details={"fields": wrong, "file": str(file)},
            hint="the help of the console (`?`) names every command and its keys; "
            f'"{UNBOUND}" takes the keys of a command away',
        )


def _wrong(name: str, given: str) -> str:
    command = BY_ID.get(name)
    if command is None:
        near = difflib.get_close_matches(name, BY_ID, 3)
        return f"is not a command; did you mean {', '.join(near)}?" if near else "is not a command"
    if not given.strip():
        return f'is empty; "{UNBOUND}" takes its keys away'
    for key in names(given):
        if key in MOVES:
            return f"{key} moves the cursor (or stops the program) and cannot be given away"
        if command.typing and (len(key) == 1 or key in CHARACTERS):
            return f"{key} is a character, and this command works while letters are typed"
    return ""


def prepared(keys: Mapping[str, str]) -> dict[str, str]:
    """The keymap for Textual. It gives up every command on a key that is touched, so all of those
    are named with the keys that they keep."""
    touched = {each for id, given in keys.items() for each in names(f"{given},{BY_ID[id].keys}")}
    found = dict(keys)
    while more := [
        command
        for command in TABLE
        if command.id not in found and touched.intersection(names(command.keys))
    ]:
        found |= {command.id: command.keys for command in more}
        touched.update(each for command in more for each in names(command.keys))
    return found
