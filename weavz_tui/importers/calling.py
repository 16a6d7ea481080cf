"""Calling an imported operation: one function for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from weavz_tui.catalog.answers import answer_of
from weavz_tui.catalog.context import Context
from weavz_tui.importers.description import Binding, Body, Call, Place, Style
from weavz_tui.model.errors import ValidationError
from weavz_tui.model.files import FileContent

Pairs = list[tuple[str, Any]]

_SEPARATORS: Mapping[Style, str] = {
    Style.CSV: ",",
    Style.SPACES: " ",
    Style.TABS: "\t",
    Style.PIPES: "|",
}


async def call(ctx: Context, operation: Call) -> Any:
    """Send the request that the inputs of the context make, and return what came: JSON data, a
    text, or a file where it is neither. Raises ValidationError, ActionFailed."""
    options = request_of(operation, ctx.inputs)
    path = options.pop("path")
    body = options.pop("file", None)
    if body is not None:
        file = await ctx.file(body)
        options["content"] = file.body
        options["headers"].setdefault("Content-Type", operation.media_type or file.mime_type)
    if "files" in options:
        options["files"] = {name: await ctx.file(each) for name, each in options["files"].items()}
    if operation.method == "GET":
        options["into"] = ctx.sink()
    return answer_of(await ctx.request(operation.method, path, **options))


def request_of(operation: Call, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `Context.request` and `path`; `file` is a whole body that has to be
    fetched."""
    writer = _Writer(operation)
    for binding in operation.bindings:
        value = inputs.get(binding.key)
        if value is not None:
            writer.put(binding, value)
    return writer.options()


class _Writer:
    """Puts each input where it belongs."""

    def __init__(self, operation: Call) -> None:
        self._operation = operation
        self._path = operation.path
        self._query: Pairs = []
        self._headers: dict[str, str] = {}
        self._cookies: list[str] = []
        self._fields: dict[str, Any] = {}
        self._form: Pairs = []
        self._files: dict[str, Any] = {}
        self._body: Any = ...
        self._put: Mapping[Place, Callable[[Binding, str, Any], None]] = {
            Place.PATH: self._in_path,
            Place.QUERY: lambda binding, name, value: self._query.extend(
                written(name, value, binding.style)
            ),
            Place.HEADER: self._in_headers,
            Place.COOKIE: self._in_cookies,
            Place.FIELD: self._in_body,
            Place.BODY: self._as_body,
        }

    def put(self, binding: Binding, value: Any) -> None:
        self._put[binding.place](binding, binding.name or binding.key, value)

    def options(self) -> dict[str, Any]:
        found: dict[str, Any] = {"path": self._path, "params": self._query}
        headers = dict(self._headers)
        if self._cookies:
            headers["Cookie"] = "; ".join(self._cookies)
        found["headers"] = headers
        self._add_body(found, headers)
        return found

    def _add_body(self, found: dict[str, Any], headers: dict[str, str]) -> None:
        kind, media_type = self._operation.body, self._operation.media_type
        has_body = self._body is not ... or bool(self._fields or self._form or self._files)
        if kind is Body.NONE or not (has_body or self._operation.body_required):
            return
        if kind is Body.JSON:
            found["json"] = self._fields if self._body is ... else self._body
            if media_type not in {"application/json", "*/*"}:
                headers["Content-Type"] = media_type
        elif kind is Body.FORM:
            found["form"] = self._form
        elif kind is Body.MULTIPART and has_body:
            found["form"], found["files"] = self._form, self._files
        elif isinstance(self._body, str) and media_type and _is_text(media_type):
            found["content"] = self._body
            headers["Content-Type"] = media_type
        elif self._body is not ...:
            found["file"] = self._body

    def _in_path(self, binding: Binding, name: str, value: Any) -> None:
        safe = "/" if binding.style is Style.RESERVED else ""
        part = quote(_joined(value, ","), safe=safe)
        if part in {"", ".", ".."} or "/../" in f"/{part}/":
            raise ValidationError.of(**{binding.key: "cannot be part of an address"})
        self._path = self._path.replace(f"{{{name}}}", part)

    def _in_headers(self, binding: Binding, name: str, value: Any) -> None:
        self._headers[name] = _joined(value, ",")

    def _in_cookies(self, binding: Binding, name: str, value: Any) -> None:
        self._cookies.append(f"{quote(name)}={quote(_joined(value, ','))}")

    def _in_body(self, binding: Binding, name: str, value: Any) -> None:
        if self._operation.body is Body.JSON:
            self._fields[name] = value
        elif isinstance(value, FileContent) or _is_address(binding, value):
            self._files[name] = value
        elif isinstance(value, list) and value and isinstance(value[0], FileContent):
            if len(value) > 1:
                raise ValidationError.of(**{binding.key: "one file at a time is sent"})
            self._files[name] = value[0]
        else:
            self._form.extend(written(name, value, binding.style))

    def _as_body(self, binding: Binding, name: str, value: Any) -> None:
        if self._operation.body in {Body.FORM, Body.MULTIPART} and isinstance(value, dict):
            self._form.extend(value.items())
        else:
            self._body = value


def written(name: str, value: Any, style: Style) -> Pairs:
    """A value as pairs of a query or a form."""
    if style is Style.DEEP:
        return list(_deep(name, value))
    if isinstance(value, dict) and style is Style.SPREAD:
        return list(value.items())
    if isinstance(value, list) and style in _SEPARATORS:
        return [(name, _joined(value, _SEPARATORS[style]))]
    if isinstance(value, dict) and style is Style.CSV:
        return [(name, _joined([each for pair in value.items() for each in pair], ","))]
    return [(name, value)]


def _deep(name: str, value: Any) -> Iterable[tuple[str, Any]]:
    """`filter[state][]` and its like."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _deep(f"{name}[{key}]", each)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            nested = isinstance(each, dict | list)
            yield from _deep(f"{name}[{index}]" if nested else f"{name}[]", each)
    else:
        yield name, value


def _joined(value: Any, separator: str) -> str:
    if isinstance(value, list):
        return separator.join(_joined(each, separator) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dict):
        return separator.join(f"{key}{separator}{_joined(each, separator)}"
                              for key, each in value.items())  # fmt: skip
    return str(value)


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type.endswith(
        ("xml", "yaml", "graphql", "jsonl")
    )


def _is_address(binding: Binding, value: Any) -> bool:
    """Whether it is the address of a file; a FILE input is one where it is no file yet."""
    return binding.style is Style.FILE and isinstance(value, str)
