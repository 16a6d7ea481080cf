"""Files in what an action returned: laid down in a folder, or left out of what is kept."""

from __future__ import annotations

import base64
import binascii
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weavz_tui.model.errors import ValidationError
from weavz_tui.model.files import FileContent, chunks_of
from weavz_tui.stored_file import StoredFile

_UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|]')


def laid_down(value: Any, folder: Path) -> Any:
    """A result with its files written into the folder, each as `filename`, `mimeType`, `size` and
    `path`. Raises ValidationError where the folder does not take them."""
    if isinstance(value, FileContent):
        return _written(value, folder)
    if is_file(value):
        return _written(_read(value), folder)
    if isinstance(value, Mapping):
        return {key: laid_down(each, folder) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [laid_down(each, folder) for each in value]
    return value


def without_contents(value: Any) -> Any:
    """Data with name, type and size of each file alone."""
    if is_file(value):
        text = value["base64"]
        size = value.get("size", len(text) * 3 // 4 - text[-2:].count("="))
        return {**{key: each for key, each in value.items() if key != "base64"}, "size": size}
    if isinstance(value, Mapping):
        return {key: without_contents(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_contents(each) for each in value]
    return value


def is_file(value: Any) -> bool:
    """Whether it is a file as JSON has it (wire C.4)."""
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("base64"), str)
        and isinstance(value.get("mimeType"), str)
    )


def _read(value: Mapping[str, Any]) -> FileContent:
    try:
        content = base64.b64decode(value["base64"], validate=True)
    except binascii.Error as error:
        raise ValidationError(f"A file of the result is not base64: {error}") from None
    return FileContent(str(value.get("filename") or "file"), content, value["mimeType"])


def _written(file: FileContent, folder: Path) -> dict[str, Any]:
    path = _free(folder, file.filename)
    body = file.body
    try:
        if isinstance(body, StoredFile) and body.path.is_relative_to(folder):
            os.replace(body.path, path)
        elif isinstance(body, StoredFile):
            shutil.copyfile(body.path, path)
        else:
            with path.open("xb") as target:
                target.writelines(chunks_of(body))
    except OSError as error:
        raise ValidationError(f"{path} cannot be written: {error.strerror or error}") from None
    return {**file.summary, "path": str(path)}


def _free(folder: Path, filename: str) -> Path:
    """A path in the folder that nothing has yet, by the file's name as far as that is safe."""
    name = _UNSAFE.sub("_", filename).strip(". ")[-200:] or "file"
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return path
