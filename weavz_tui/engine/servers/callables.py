"""Actions as the functions that code calls: their names, their types, finding them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from weavz_tui.catalog.registry import Known
from weavz_tui.model.code import CodeFunction, CodeIntegration
from weavz_tui.model.enums import PropertyType
from weavz_tui.model.servers import ExposedTool
from weavz_tui.model.tools import python_name

MOST_FOUND = 40
LONGEST_QUERY = 500
LONGEST_LITERAL = 20
NAMESPACE = "weavz"

_TYPES = {
    "string": "str",
    "number": "float",
    "integer": "int",
    "boolean": "bool",
    "null": "None",
    "object": "dict[str, Any]",
    "array": "list[Any]",
}


@dataclass(frozen=True, slots=True)
class CodeCallable:
    """An action as `weavz.<alias>.<name>`; both are Python names. `shown` is the tool of TOOLS mode
    that does the same, `hidden_keys` are inputs that are fixed and cannot be given."""

    alias: str
    name: str
    integration_name: str
    integration_alias: str
    action_name: str
    shown: ExposedTool
    hidden_keys: tuple[str, ...] = ()


def callables(tools: Iterable[ExposedTool], registry: Known) -> list[CodeCallable]:
    """The functions that stand for these tools, alias by alias. Two that would have one name get
    numbers."""
    aliases: dict[str, str] = {}
    taken: set[tuple[str, str]] = set()
    found: list[CodeCallable] = []
    for each in tools:
        tool = each.tool
        if tool is None:
            continue
        alias = aliases.get(tool.integration_alias)
        if alias is None:
            alias = _free(python_name(tool.integration_alias), set(aliases.values()))
            aliases[tool.integration_alias] = alias
        name = _free(
            python_name(tool.action_name), {name for other, name in taken if other == alias}
        )
        taken.add((alias, name))
        found.append(
            CodeCallable(
                alias=alias,
                name=name,
                integration_name=tool.integration_name,
                integration_alias=tool.integration_alias,
                action_name=tool.action_name,
                shown=each,
                hidden_keys=_hidden(each, registry),
            )
        )
    order = list(aliases.values())
    return sorted(found, key=lambda each: order.index(each.alias))


def search(functions: Sequence[CodeCallable], query: str) -> list[CodeIntegration]:
    """The functions whose alias, name, title or description has every word of the query, those
    with the words in their name first; all of them for none. At most 40; of a query the first 500
    characters count."""
    words = list(dict.fromkeys(re.findall(r"\w+", query[:LONGEST_QUERY].lower())))
    found = [each for each in functions if all(word in _text(each) for word in words)]
    found.sort(key=lambda each: -sum(word in f"{each.alias} {each.name}".lower() for word in words))
    by_alias: dict[str, list[CodeCallable]] = {}
    for each in found[:MOST_FOUND]:
        by_alias.setdefault(each.alias, []).append(each)
    return [_integration(each) for each in by_alias.values()]


def declarations(functions: Iterable[CodeCallable], *, full: bool = True) -> str:
    """Functions as Python stubs, a class for each alias; with their documentation if `full`."""
    parts: list[str] = []
    for alias, group in groupby(functions, key=lambda each: each.alias):
        lines = [f"class {NAMESPACE}.{alias}:"]
        for each in group:
            lines += [f"    {line}" for line in _stub(each, full=full)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name


def _hidden(shown: ExposedTool, registry: Known) -> tuple[str, ...]:
    tool = shown.tool
    assert tool is not None
    properties = registry.get(tool.integration_name).actions[tool.action_name].properties
    asked = shown.input_schema.get("properties", {})
    return tuple(
        each.name
        for each in properties
        if each.name not in asked and each.type is not PropertyType.MARKDOWN
    )


def _text(each: CodeCallable) -> str:
    shown = each.shown
    parts = (each.alias, each.name, each.integration_name, shown.title, shown.description)
    return " ".join(parts).lower()


def _integration(functions: list[CodeCallable]) -> CodeIntegration:
    first = functions[0]
    return CodeIntegration(
        alias=first.alias,
        source_integration_name=first.integration_name,
        display_name=first.integration_alias,
        actions=[
            CodeFunction(
                function_name=each.name,
                action_name=each.action_name,
                description=each.shown.description.partition("\n")[0],
                hidden_keys=list(each.hidden_keys),
            )
            for each in functions
        ],
    )


def _stub(each: CodeCallable, *, full: bool) -> list[str]:
    schema = each.shown.input_schema
    properties: Mapping[str, Any] = schema.get("properties", {})
    required = set(schema.get("required", ()))
    ordered = sorted(properties, key=lambda name: name not in required)
    by_keyword = [name for name in ordered if name.isidentifier() and python_name(name) == name]
    parameters = [
        f"{name}: {_annotation(properties[name])}{'' if name in required else ' = ...'}"
        for name in by_keyword
    ]
    star = ["*"] if parameters else []
    rest = ["**others: Any"] if len(by_keyword) < len(ordered) else []
    head = f"async def {each.name}({', '.join(star + parameters + rest)}) -> Any:"
    if not full:
        return [f"{head} ..."]
    text = [f'    """{each.shown.description}'.rstrip()]
    documented = [
        f"    {name}: {properties[name]['description']}"
        for name in ordered
        if properties[name].get("description")
    ]
    if rest:
        names = ", ".join(repr(name) for name in ordered if name not in by_keyword)
        documented.append(f"    Given in a dictionary, as they are no Python names: {names}")
    body = text + (["", *documented] if documented else [])
    return [head, *"\n".join(body).splitlines(), '    """']


def _annotation(schema: Any) -> str:
    """The Python type of a JSON Schema, as far as it helps a reader."""
    if not isinstance(schema, Mapping):
        return "Any"
    choices = _choices(schema)
    if choices and len(choices) <= LONGEST_LITERAL:
        return f"Literal[{', '.join(repr(each) for each in choices)}]"
    for key in ("anyOf", "oneOf"):
        if isinstance(schema.get(key), list):
            return " | ".join(dict.fromkeys(_annotation(each) for each in schema[key]))
    kind = schema.get("type")
    if isinstance(kind, list):
        return " | ".join(_TYPES.get(each, "Any") for each in kind)
    if kind == "array" and isinstance(schema.get("items"), Mapping):
        return f"list[{_annotation(schema['items'])}]"
    return _TYPES.get(str(kind), "Any")


def _choices(schema: Mapping[str, Any]) -> list[Any]:
    """The values of an enumeration, also where each has a title of its own."""
    if isinstance(schema.get("enum"), list):
        return list(schema["enum"])
    titled = schema.get("oneOf") or schema.get("anyOf")
    if isinstance(titled, list) and all(
        isinstance(each, Mapping) and "const" in each for each in titled
    ):
        return [each["const"] for each in titled]
    return []
