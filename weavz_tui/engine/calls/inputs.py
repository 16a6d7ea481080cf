"""Which inputs a call has and where each came from (wire C.3, E.7, E.8).

Later ones win: defaults of the schema, values of partials, what the caller gave, enforced values.
"""

from __future__ import annotations

import base64
import binascii
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from weavz_tui.model.entities import Partial, WorkspaceIntegration
from weavz_tui.model.enums import PropertyType, ValueSource
from weavz_tui.model.errors import PartialMismatch, PartialNotFound, ValidationError
from weavz_tui.model.execution import FieldOrigin, Selectors
from weavz_tui.model.files import WHOLE_LIMIT, FileContent, in_megabytes
from weavz_tui.model.properties import Property
from weavz_tui.model.validation import check

_DEFAULT = FieldOrigin(source=ValueSource.DEFAULT)
_CALLER = FieldOrigin(source=ValueSource.CALLER)
_WITH_FILES = frozenset({PropertyType.FILE, PropertyType.ARRAY, PropertyType.OBJECT})
_MAY_HOLD_FILES = _WITH_FILES | {PropertyType.DYNAMIC}


@dataclass(slots=True)
class Inputs:
    """`given` as a person would write it, `values` converted and with files read, the origin of
    each, and what is wrong."""

    given: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, FieldOrigin] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    partials: list[Partial] = field(default_factory=list)


def choose_partials(
    partials: Sequence[Partial],
    request: Selectors,
    action_name: str | None,
    instance: WorkspaceIntegration | None,
) -> list[Partial]:
    """The partials of a call, in the order in which they apply (wire C.3).

    `partialIds` absent: the defaults of the scope, integration-wide ones first; empty: none;
    else exactly those, by id or name. Raises PartialNotFound, PartialMismatch.
    """
    alias = instance.integration_alias if instance else request.integration_alias
    if request.partial_ids is None:
        fitting = [each for each in partials if each.is_default and _fits(each, action_name, alias)]
        return sorted(fitting, key=lambda each: each.action_name is not None)
    return [_named(partials, wanted, action_name, alias) for wanted in request.partial_ids]


def _named(
    partials: Sequence[Partial], wanted: str, action_name: str | None, alias: str | None
) -> Partial:
    matching = [each for each in partials if wanted in {each.id, each.name}]
    fitting = [each for each in matching if _fits(each, action_name, alias)]
    if fitting:
        return next((each for each in fitting if each.id == wanted), fitting[0])
    if not matching:
        raise PartialNotFound(
            f"Partial '{wanted}' not found",
            details={"partialId": wanted},
            hint="`weavz-tui partials list` shows every partial",
        )
    raise mismatch(matching[0], wanted)


def mismatch(other: Partial, wanted: str) -> PartialMismatch:
    """The error of a partial that is for something else."""
    scope = ".".join(each for each in (other.integration_alias, other.action_name) if each)
    return PartialMismatch(
        f"Partial '{wanted}' is for {scope or other.integration_name}",
        details={
            "partialId": wanted,
            "integrationName": other.integration_name,
            "integrationAlias": other.integration_alias,
            "actionName": other.action_name,
        },
    )


def _fits(partial: Partial, action_name: str | None, alias: str | None) -> bool:
    if partial.trigger_name is not None:
        return False
    if partial.integration_alias is not None and partial.integration_alias != alias:
        return False
    return partial.action_name is None or action_name is None or partial.action_name == action_name


def gather(
    properties: Sequence[Property],
    given: Mapping[str, Any],
    partials: Sequence[Partial],
    defaults: Mapping[str, Any] | None = None,
) -> Inputs:
    """Merge and check the inputs of a call; what is wrong is in `errors`, nothing is raised.
    `defaults` are stronger than those of the schema and weaker than everything else."""
    inputs = Inputs(partials=list(partials))
    for each in properties:
        if each.default_value is not None:
            _put(inputs, each.name, each.default_value, _DEFAULT)
    for key, value in (defaults or {}).items():
        _put(inputs, key, value, _DEFAULT)
    for partial in partials:
        for key, value in partial.values.items():
            _put(inputs, key, value, _origin(ValueSource.PARTIAL, partial))
    inputs.given.update(given)
    inputs.origins.update(dict.fromkeys(given, _CALLER))
    for partial in partials:
        for key in partial.enforced_keys:
            if key in partial.values:
                _put(inputs, key, partial.values[key], _origin(ValueSource.ENFORCED, partial))
    checked = check(properties, inputs.given)
    inputs.values, inputs.errors, inputs.unknown = checked.values, checked.errors, checked.unknown
    _read_files(properties, inputs)
    for each in properties:
        value = inputs.given.get(each.name)
        if type(value) is FileContent or (each.type in _MAY_HOLD_FILES and value):
            inputs.given[each.name] = summarised(value)
    return inputs


def validated(inputs: Inputs) -> dict[str, Any]:
    """The values; raises ValidationError with the message of each field that is wrong."""
    if not inputs.errors:
        return inputs.values
    first = next(iter(inputs.errors.items()))
    more = f" and {len(inputs.errors) - 1} more" if len(inputs.errors) > 1 else ""
    raise ValidationError(
        f"Invalid input: {first[0]}: {first[1]}{more}", details={"fields": dict(inputs.errors)}
    )


def secret_texts(properties: Sequence[Property], values: Mapping[str, Any]) -> list[str]:
    """The texts of inputs whose property is a secret, those inside objects and rows included."""
    found: list[str] = []
    for each in properties:
        value = values.get(each.name)
        if not value:
            continue
        if each.secret or each.type is PropertyType.SECRET_TEXT:
            found.append(str(value))
        elif each.properties:
            rows = value if isinstance(value, list | tuple) else [value]
            for row in rows:
                if isinstance(row, Mapping):
                    found += secret_texts(each.properties, row)
    return found


def _put(inputs: Inputs, key: str, value: Any, origin: FieldOrigin) -> None:
    inputs.given[key] = value
    inputs.origins[key] = origin


def _origin(source: ValueSource, partial: Partial) -> FieldOrigin:
    return FieldOrigin(source=source, partial_id=partial.id, partial_name=partial.name)


def _read_files(properties: Sequence[Property], inputs: Inputs) -> None:
    """Turn data URLs and file objects into content, also inside the rows of an array."""
    for each in properties:
        if each.type not in _WITH_FILES or inputs.values.get(each.name) is None:
            continue
        try:
            inputs.values[each.name] = _with_files(each, inputs.values[each.name])
        except ValueError as error:
            inputs.errors[each.name] = str(error)


def summarised(value: Any) -> Any:
    """A value as it may be shown, in which files that were opened here are their summaries."""
    if isinstance(value, FileContent):
        return value.summary
    if isinstance(value, Mapping):
        return {key: summarised(each) for key, each in value.items()}
    return [summarised(each) for each in value] if isinstance(value, list) else value


def _with_files(each: Property, value: Any) -> Any:
    if each.type is PropertyType.FILE:
        return read_file(value)
    if each.type is PropertyType.ARRAY and each.item_type is PropertyType.FILE:
        return [read_file(item) for item in value]
    if each.type is PropertyType.ARRAY and _has_files(each):
        return [_group_with_files(each, item) for item in value]
    if each.type is PropertyType.OBJECT and _has_files(each):
        return _group_with_files(each, value)
    return value


def _has_files(each: Property) -> bool:
    return any(sub.type is PropertyType.FILE or _has_files(sub) for sub in each.properties)


def _group_with_files(each: Property, group: dict[str, Any]) -> dict[str, Any]:
    changed = {
        sub.name: _with_files(sub, group[sub.name])
        for sub in each.properties
        if group.get(sub.name) is not None
    }
    return {**group, **changed}


def read_file(value: Any) -> FileContent | str:
    """A FILE value as content; an http(s) URL stays one and is fetched when it is used.

    Raises ValueError when the content cannot be decoded or is over 25 MB.
    """
    if isinstance(value, FileContent):
        return value
    if isinstance(value, str):
        return value if not value.startswith("data:") else _sized(_data_url(value, {}))
    if isinstance(value.get("url"), str):
        url: str = value["url"]
        return url if not url.startswith("data:") else _sized(_data_url(url, value))
    if isinstance(value.get("base64"), str):
        return _sized(_named_file(_decoded(value["base64"]), value))
    written = (value.get(key) for key in ("content", "data"))
    text = next((each for each in written if each and isinstance(each, str)), "")
    if text.startswith("data:"):
        return _sized(_data_url(text, value))
    return _sized(_named_file(text.encode(), value))


def _data_url(url: str, described: Mapping[str, Any]) -> FileContent:
    head, comma, data = url.partition(",")
    if not comma:
        raise ValueError("is not a data URL: it has no comma")
    mime = head.removeprefix("data:").removesuffix(";base64") or "text/plain"
    content = _decoded(data) if head.endswith(";base64") else unquote_to_bytes(data)
    return _named_file(content, {"mimeType": mime.partition(";")[0], **described})


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error as error:
        raise ValueError(f"is not base64: {error}") from None


def _named_file(content: bytes, described: Mapping[str, Any]) -> FileContent:
    name = str(described.get("filename") or "file")
    mime = described.get("mimeType") or described.get("contentType") or ""
    if not mime:
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if name == "file" and described.get("extension"):
        name = f"file.{str(described['extension']).lstrip('.')}"
    return FileContent(name, content, str(mime))


def _sized(file: FileContent) -> FileContent:
    if file.size > WHOLE_LIMIT:
        raise ValueError(f"is {in_megabytes(file.size)}; at most {in_megabytes(WHOLE_LIMIT)}")
    return file
