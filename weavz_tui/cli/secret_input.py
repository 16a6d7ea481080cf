"""Secrets from standard input or a hidden prompt, never from an argument."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click

from weavz_tui.cli.stdin import asking, is_terminal, read_line, read_text
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.properties import Property
from weavz_tui.redact import remember

MAX_SECRET = 64 * 1024


def read_secret(fields: Sequence[Property]) -> dict[str, Any]:
    """The fields of a credential. On a terminal each is asked for; else standard input holds the
    one secret as text, or all fields as a JSON object. Raises ValidationError."""
    values = _ask(fields) if is_terminal() else _read(fields)
    missing = {
        each.name: "required" for each in fields if each.required and not values.get(each.name)
    }
    if missing:
        raise ValidationError(
            "The credential is incomplete",
            details={"fields": missing},
            hint="give the secret on standard input, or run it on a terminal to be asked for it",
        )
    remember(str(each) for each in values.values())
    return values


def read_passphrase(question: str, *, twice: bool = False) -> str:
    """One passphrase: asked for on a terminal, else a line of standard input."""
    if is_terminal():
        with asking():
            answer: str = click.prompt(
                question, hide_input=True, confirmation_prompt=twice, err=True, type=str
            )
        remember([answer])
        return answer
    line = read_line()
    if not line:
        raise ValidationError(
            "No passphrase was given",
            hint="give it on standard input, or run the command on a terminal to be asked for it",
        )
    remember([line])
    return line


def _ask(fields: Sequence[Property]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for each in fields:
        title = each.display_name if each.required else f"{each.display_name} (enter: none)"
        with asking():
            answer: str = click.prompt(
                title,
                default=None if each.required else "",
                show_default=False,
                hide_input=each.secret,
                err=True,
                type=str,
            )
        if answer:
            values[each.name] = answer
    return values


def _read(fields: Sequence[Property]) -> dict[str, Any]:
    text = read_text(MAX_SECRET)
    remember([text.strip()])
    names = {each.name for each in fields}
    required = [each.name for each in fields if each.required]
    found = _object(text)
    if found is not None and (len(required) != 1 or found.keys() <= names):
        remember(str(each) for each in found.values())
        if unknown := found.keys() - names:
            raise ValidationError(
                "The credential has fields that are not known here",
                details={"fields": dict.fromkeys(sorted(unknown), "unknown")},
                hint=f"its fields are {', '.join(sorted(names))}",
            )
        return found
    if len(required) == 1:
        return {required[0]: text.rstrip("\r\n")}
    if not text.strip():
        return {}
    raise ValidationError(
        f"Standard input must be a JSON object with {', '.join(sorted(names))}",
        hint="or run the command on a terminal to be asked for each of them",
    )


def _object(text: str) -> dict[str, Any] | None:
    if not text.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
