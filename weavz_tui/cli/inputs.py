"""Inputs of an action as they stand on a command line.

A path is keys and list positions with dots between them: `message.blocks.0.text`. A dot that
belongs to a key is written `\\.`. Values of --set are texts, which the engine converts to what the
property's type is (wire E.7); --set-json takes any JSON; --set-file the content of a file.
"""

from __future__ import annotations

import copy
import json
import mimetypes
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from weavz_tui.cli.stdin import read_text
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.files import WHOLE_LIMIT, FileContent
from weavz_tui.stored_file import opened

MAX_INPUT = 10 * 1024 * 1024
_DOT = re.compile(r"(?<!\\)\.")


def read_input(
    given: str | None,
    sets: Sequence[str] = (),
    json_sets: Sequence[str] = (),
    file_sets: Sequence[str] = (),
    *,
    base: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The whole input: --input first, then each --set, --set-json and --set-file over it.

    `given` is JSON, `@file` or `-` for standard input; it goes over `base`. Raises ValidationError.
    """
    values = copy.deepcopy(dict(base or {})) | _base(given)
    for assignment in sets:
        path, text = _split(assignment, "--set")
        _put(values, path, text)
    for assignment in json_sets:
        path, text = _split(assignment, "--set-json")
        _put(values, path, _json(text, f"--set-json {'.'.join(path)}"))
    for assignment in file_sets:
        path, text = _split(assignment, "--set-file")
        _put(values, path, _file(Path(text).expanduser()))
    return values


def _base(given: str | None) -> dict[str, Any]:
    if given is None:
        return {}
    if given == "-":
        text, name = read_text(MAX_INPUT), "standard input"
    elif given.startswith("@"):
        path = Path(given[1:]).expanduser()
        text, name = _decoded(path), str(path)
    else:
        text, name = given, "--input"
    found = _json(text, name)
    if not isinstance(found, dict):
        raise ValidationError(f'{name} must be a JSON object, such as {{"text": "hello"}}')
    return found


def _split(assignment: str, option: str) -> tuple[list[str], str]:
    path, equals, value = assignment.partition("=")
    keys = [each.replace("\\.", ".") for each in _DOT.split(path)]
    if not equals or not all(keys):
        raise ValidationError(
            f"{option} {assignment!r} is not of the form PATH=VALUE",
            hint=f"write it like {option} message.text=hello",
        )
    return keys, value


def _put(values: dict[str, Any], path: Sequence[str], value: Any) -> None:
    place: Any = values
    for position, key in enumerate(path):
        last = position == len(path) - 1
        fresh: Any = value if last else ([] if path[position + 1].isdecimal() else {})
        if isinstance(place, dict):
            place[key] = fresh if last else place.get(key, fresh)
            place = place[key]
        elif isinstance(place, list):
            place = _put_item(place, path, position, fresh, last=last)
        else:
            before = ".".join(path[:position])
            raise ValidationError(f"--set {'.'.join(path)}: {before} already has a single value")


def _put_item(
    place: list[Any], path: Sequence[str], position: int, fresh: Any, *, last: bool
) -> Any:
    key = path[position]
    if not key.isdecimal() or int(key) > len(place):
        raise ValidationError(
            f"--set {'.'.join(path)}: {'.'.join(path[:position])} is a list, so that the next "
            f"part is a position up to {len(place)}, not {key!r}"
        )
    index = int(key)
    if index == len(place):
        place.append(fresh)
    elif last:
        place[index] = fresh
    return place[index]


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(
            f"{name} is not JSON: {error}", hint="texts in JSON need double quotes"
        ) from error


def _decoded(path: Path) -> str:
    try:
        return _read(path, MAX_INPUT).decode()
    except UnicodeDecodeError as error:
        raise ValidationError(f"{path} is not UTF-8 text") from error


def _file(path: Path) -> FileContent:
    """A file as a FILE property takes it: one of the disk is read when it is sent, whatever its
    size; a pipe is read now."""
    try:
        if path.is_file():
            return opened(path)
    except OSError as error:
        raise ValidationError(f"{path} cannot be read: {error.strerror}") from error
    mime_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return FileContent(path.name, _read(path, WHOLE_LIMIT), mime_type)


def _read(path: Path, limit: int) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > limit:
            raise ValidationError(f"{path} is larger than {limit >> 20} MB")
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise ValidationError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > limit:
        raise ValidationError(f"{path} is larger than {limit >> 20} MB")
    return content
