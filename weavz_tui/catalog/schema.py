"""From an annotated signature to a property schema."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from weavz_tui.catalog.markers import Dropdown, Dynamic, Fields, MultiDropdown, Prop
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.http import FileContent
from weavz_tui.model.properties import Option, Options, Property

_SCALARS: Mapping[Any, PropertyType] = {
    str: PropertyType.SHORT_TEXT,
    int: PropertyType.NUMBER,
    float: PropertyType.NUMBER,
    bool: PropertyType.CHECKBOX,
    FileContent: PropertyType.FILE,
    Any: PropertyType.JSON,
    dict: PropertyType.OBJECT,
    list: PropertyType.ARRAY,
}
_ACRONYMS = {
    "id": "ID",
    "url": "URL",
    "ids": "IDs",
    "urls": "URLs",
    "json": "JSON",
    "html": "HTML",
    "bcc": "BCC",
    "cc": "CC",
    "xml": "XML",
    "ts": "timestamp",
    "sha": "SHA",
    "uuid": "UUID",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an action function and the property that it stands for."""

    argument: str
    property: Property
    dropdown: Dropdown | None = None
    dynamic: Dynamic | None = None


def title_of(key: str) -> str:
    """A display name from a key: `threadTs` and `thread_ts` become `Thread timestamp`."""
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", key).replace("_", " ").replace("-", " ").split()
    spelled = [_ACRONYMS.get(word.lower(), word.lower()) for word in words]
    text = " ".join(spelled)
    return text[:1].upper() + text[1:]


def split_docstring(text: str | None) -> tuple[str, dict[str, str]]:
    """The description and, from an `Args:` section, the description of each argument."""
    lines = inspect.cleandoc(text or "").splitlines()
    start = next((i for i, line in enumerate(lines) if line.strip() == "Args:"), len(lines))
    arguments: dict[str, str] = {}
    current = ""
    for line in lines[start + 1 :]:
        if match := re.match(r" {4}(\w+): (.*)", line):
            current = match[1]
            arguments[current] = match[2].strip()
        elif current and line.startswith(" " * 5):
            arguments[current] += " " + line.strip()
        else:
            current = ""
    description = " ".join(line.strip() for line in lines[:start]).strip()
    return description, arguments


def parameters_of(function: Callable[..., Any]) -> tuple[Parameter, ...]:
    """The parameters of an action function after its context, in order.

    Raises TypeError when an annotation has no property type.
    """
    hints = get_type_hints(function, include_extras=True)
    _, descriptions = split_docstring(function.__doc__)
    found = []
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        required = parameter.default is inspect.Parameter.empty
        default = None if required else parameter.default
        found.append(_parameter(name, hints[name], required, default, descriptions.get(name, "")))
    return tuple(found)


def _parameter(name: str, hint: Any, required: bool, default: Any, description: str) -> Parameter:
    kind, markers = _unwrap(hint)
    detail = _merged([each for each in markers if isinstance(each, Prop)])
    dropdown = next((each for each in markers if isinstance(each, Dropdown)), None)
    dynamic = next((each for each in markers if isinstance(each, Dynamic)), None)
    fields = next((each for each in markers if isinstance(each, Fields)), None)
    type, extra = _type_of(kind, detail)
    if dropdown is not None:
        multi = isinstance(dropdown, MultiDropdown)
        type = PropertyType.MULTI_SELECT_DROPDOWN if multi else PropertyType.DROPDOWN
        extra = {"refreshers": tuple(dropdown.refreshers), "searchable": dropdown.searchable}
    elif dynamic is not None:
        type, extra = PropertyType.DYNAMIC, {"refreshers": tuple(dynamic.refreshers)}
    elif fields is not None:
        extra = {**extra, "properties": tuple(fields.properties)}
    key = detail.key or name
    return Parameter(
        argument=name,
        property=Property(
            name=key,
            type=type,
            display_name=detail.title or title_of(key),
            description=detail.description or description,
            required=required,
            default_value=detail.default if default is None else default,
            minimum=detail.minimum,
            maximum=detail.maximum,
            secret=detail.secret,
            takes_file=detail.takes_file,
            **extra,
        ),
        dropdown=dropdown,
        dynamic=dynamic,
    )


def _unwrap(hint: Any) -> tuple[Any, list[Any]]:
    """The bare type and every marker, through Annotated, NotRequired and `| None`."""
    markers: list[Any] = []
    while True:
        origin = get_origin(hint)
        if origin is Annotated:
            hint, *more = get_args(hint)
            markers = [*more, *markers]
        elif origin is NotRequired:
            (hint,) = get_args(hint)
        elif origin in {Union, types.UnionType}:
            members = [each for each in get_args(hint) if each is not types.NoneType]
            if len(members) != 1:
                return Any, markers
            (hint,) = members
        else:
            return hint, markers


def _merged(details: list[Prop]) -> Prop:
    """One Prop out of several, later ones (further out) winning."""
    values: dict[str, Any] = {}
    for detail in details:
        said = {key: value for key, value in vars(detail).items() if value}
        values |= said if detail.default is None else said | {"default": detail.default}
    return Prop(**values)


def _type_of(kind: Any, detail: Prop) -> tuple[PropertyType, dict[str, Any]]:
    if detail.type is not None:
        return detail.type, {}
    origin = get_origin(kind)
    if origin is Literal:
        return PropertyType.STATIC_DROPDOWN, {"options": _choices(kind, detail)}
    if origin in {list, tuple} or kind is list:
        return _array(kind, detail)
    if is_typeddict(kind):
        return PropertyType.OBJECT, {"properties": _sub_properties(kind)}
    found = _SCALARS.get(origin or kind)
    if found is None:
        raise TypeError(f"no property type stands for {kind!r}")
    return found, {}


def _array(kind: Any, detail: Prop) -> tuple[PropertyType, dict[str, Any]]:
    (item, *_) = get_args(kind) or (Any,)
    bare, markers = _unwrap(item)
    if get_origin(bare) is Literal:
        options = _choices(bare, detail)
        return PropertyType.STATIC_MULTI_SELECT_DROPDOWN, {"options": options}
    if is_typeddict(bare):
        return PropertyType.ARRAY, {"properties": _sub_properties(bare)}
    item_detail = _merged([each for each in markers if isinstance(each, Prop)])
    return PropertyType.ARRAY, {"item_type": _type_of(bare, item_detail)[0]}


def _choices(kind: Any, detail: Prop) -> Options:
    return Options(
        options=tuple(
            Option(label=detail.labels.get(str(value), str(value)), value=value)
            for value in get_args(kind)
        )
    )


def _sub_properties(group: Any) -> tuple[Property, ...]:
    _, descriptions = split_docstring(group.__doc__)
    return tuple(
        _parameter(
            name, hint, get_origin(hint) is not NotRequired, None, descriptions.get(name, "")
        ).property
        for name, hint in get_type_hints(group, include_extras=True).items()
    )
