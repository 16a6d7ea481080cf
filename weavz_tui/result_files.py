"""Saving what an action returned: its files, of any size, or else the result itself."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from weavz_tui.model.errors import ValidationError
from weavz_tui.model.execution import ExecuteResult
from weavz_tui.model.files import in_megabytes

Execute = Callable[[Path], Awaitable[ExecuteResult]]


@dataclass(frozen=True, slots=True)
class Saved:
    """A result whose files are where a person wants them, and what was saved, a sentence each."""

    result: ExecuteResult
    told: tuple[str, ...]


async def saved(target: Path, execute: Execute, *, gently: bool = False) -> Saved:
    """Run what lays its files down in the folder that it is given, and save them: one at `target`,
    in place of what is there, further ones beside it with a number, all of them under their own
    names where `target` is a folder. A result without a file is saved as text or JSON.

    Files come to the file system of the target first, so that what is there is replaced by a whole
    file or not at all. `gently`, what is in a folder stays there, a file of the same name gets a
    number, and a result without a file leaves nothing in it. Raises ValidationError, before
    anything is sent where the folder is missing.
    """
    place = _place_beside(target)
    with place as name:
        result = await execute(Path(name))
        try:
            told = tuple(_save(result, target, Path(name), gently))
        except OSError as error:
            raise ValidationError(
                f"{target} cannot be written: {error.strerror or error}"
            ) from None
    return Saved(result, told)


def _place_beside(target: Path) -> tempfile.TemporaryDirectory[str]:
    folder = target if target.is_dir() else target.parent
    try:
        return tempfile.TemporaryDirectory(prefix=".weavz-tui-", dir=folder)
    except OSError as error:
        raise ValidationError(
            f"Nothing can be saved in {folder}: {error.strerror or error}",
            hint="name a file in a folder that exists and that you may write to",
        ) from None


def _save(result: ExecuteResult, target: Path, place: Path, gently: bool) -> Iterator[str]:
    files = list(_files_in(result.output, place))
    if not files and result.replayed:
        yield "Files of a repeated result were saved by its first call."
    elif not files and gently and target.is_dir():
        yield "The result has no file; nothing was saved."
    elif not files:
        _replace(target, place, _text(result.output))
        yield f"Saved the result to {target}"
    for number, file in enumerate(files, start=1):
        path = target / Path(file["path"]).name if target.is_dir() else _numbered(target, number)
        path = _free(path) if gently and target.is_dir() else path
        os.replace(file["path"], path)
        file["path"] = str(path)
        yield f"Saved {in_megabytes(file['size'])} to {path}"


def _files_in(value: Any, place: Path) -> Iterator[dict[str, Any]]:
    """The files that were laid down."""
    if isinstance(value, dict):
        path = value.get("path")
        if isinstance(path, str) and Path(path).parent == place and Path(path).is_file():
            yield value
        else:
            for each in value.values():
                yield from _files_in(each, place)
    elif isinstance(value, list):
        for each in value:
            yield from _files_in(each, place)


def _replace(target: Path, place: Path, text: str) -> None:
    if target.is_dir():
        raise IsADirectoryError(None, "it is a folder, and the result has no file", str(target))
    whole = place / "result"
    whole.write_text(text, "utf-8")
    os.replace(whole, target)


def _text(output: Any) -> str:
    if isinstance(output, str):
        return output
    return f"{json.dumps(output, indent=2, ensure_ascii=False)}\n"


def _numbered(target: Path, number: int) -> Path:
    return target if number == 1 else target.with_name(f"{target.stem}-{number}{target.suffix}")


def _free(path: Path) -> Path:
    return next(each for number in count(1) if not os.path.lexists(each := _numbered(path, number)))
