"""The file itself: YAML that a person can read, the same bytes for the same workspace."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import pydantic
import yaml

from weavz_tui.engine.manifest.document import VERSION, Document
from weavz_tui.model.errors import ValidationError

WIDTH = 100
LARGEST = 5 * 1024 * 1024


def written(document: Document) -> str:
    """The document as text. What has its default is left out."""
    body = document.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = yaml.dump(
        {"weavz": VERSION, **body},
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=WIDTH,
    )
    assert isinstance(text, str)
    return text


def read(text: str, name: str) -> Document:
    """The document of a text; raises ValidationError naming `name` and the place of a mistake."""
    if len(text) > LARGEST:
        raise _mistake(name, f"is larger than {LARGEST >> 20} MB")
    try:
        found = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}: " if mark else ""
        raise _mistake(name, f"{where}{error.problem}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _mistake(name, f"is not YAML: {str(error)[:200]}") from None
    if not isinstance(found, dict):
        raise _mistake(name, "is not a workspace file: it must begin with `weavz: 1`")
    if found.get("weavz") != VERSION:
        raise _mistake(name, f"has form {found.get('weavz')!r}; known here: {VERSION}")
    try:
        document = Document.model_validate(found)
    except pydantic.ValidationError as error:
        fields = {_place(each["loc"]): each["msg"] for each in error.errors()}
        raise _mistake(name, "; ".join(f"{key}: {text}" for key, text in fields.items())) from None
    _check_unique(document, name)
    return document


def _check_unique(document: Document, name: str) -> None:
    lists: Sequence[tuple[str, Sequence[Hashable]]] = (
        ("integrations", [each.alias for each in document.integrations]),
        ("partials", [each.key for each in document.partials]),
        ("servers", [each.name for each in document.servers]),
        *(
            (f"servers.{server.name}.tools", [tool.key for tool in server.tools])
            for server in document.servers
        ),
    )
    for place, keys in lists:
        if len(set(keys)) != len(keys):
            twice = next(each for each in keys if keys.count(each) > 1)
            raise _mistake(name, f"{place}: {twice} stands there twice")


def _place(parts: tuple[int | str, ...]) -> str:
    return ".".join(str(each) for each in parts)


def _mistake(name: str, what: str) -> ValidationError:
    return ValidationError(
        f"{name} {what}",
        details={"file": name},
        hint="`weavz-tui export` writes such a file",
    )


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key, keeps lines apart, and repeats instead of referring."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


class _Loader(yaml.SafeLoader):
    """Reads what JSON can hold: no dates, no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} is no text", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands there twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


_DATES = "tag:yaml.org,2002:timestamp"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _DATES]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
