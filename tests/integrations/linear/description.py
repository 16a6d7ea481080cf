"""Linear's GraphQL schema, out of the types of the npm package @linear/sdk.

The package's declarations are made from the schema: `type Team = { name: Scalars["String"]; }`,
with the arguments of `Team.members` in `type TeamMembersArgs`. Read back, they are the schema but
for interfaces and unions, which stay custom scalars.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    parse,
    validate,
)
from graphql.execution import get_variable_values

from tests.fixtures.prism import node_modules
from tests.real import need
from weavz_tui.model.http import Request

URL = "https://api.linear.app/graphql"
OPERATION = OperationDefinitionNode

_BUILT_IN = {"String", "Int", "Float", "Boolean", "ID"}
_TYPE = re.compile(r"^type (\w+) =(?: \w+ &)* \{\n(.*?)^\};", re.DOTALL | re.MULTILINE)
_ENUM = re.compile(r"^declare enum (\w+) \{\n(.*?)^\}", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^  (\w+)(\??): ([^;]+);$", re.MULTILINE)
_VALUE = re.compile(r'^  \w+ = "(\w+)",?$', re.MULTILINE)
_COMMENT = re.compile(r"/\*\*.*?\*/", re.DOTALL)


@cache
def schema() -> GraphQLSchema:
    """The schema."""
    folder = node_modules()
    found = sorted((folder / "@linear" / "sdk" / "dist").glob("index*.d.mts")) if folder else []
    need(bool(found), "install the Node package @linear/sdk and set WEAVZ_TUI_NODE_MODULES")
    texts = [each.read_text() for each in found]
    text = next(each for each in texts if "\ntype Mutation = {" in each)
    return build_schema(_written(_COMMENT.sub("", text)))


def _written(text: str) -> str:
    """The declarations in the schema language."""
    enums = {name: _VALUE.findall(body) for name, body in _ENUM.findall(text)}
    types = {name: _FIELD.findall(body) for name, body in _TYPE.findall(text)}
    types = {name: fields for name, fields in types.items() if fields}
    arguments = {name: fields for name, fields in types.items() if name.endswith("Args")}
    outputs, inputs = _reachable(types, arguments)
    lines = []
    for name in sorted({*outputs, *inputs} - _BUILT_IN):
        if name in enums:
            lines.append(f"enum {name} {{ {' '.join(enums[name])} }}")
        elif name in types:
            lines.append(f"{'type' if name in outputs else 'input'} {name} {{")
            lines += [_field(name, each, arguments) for each in types[name] if _is_real(each)]
            lines.append("}")
        else:
            lines.append(f"scalar {name}")
    return "\n".join(lines)


Field = tuple[str, str, str]
Fields = dict[str, list[Field]]


def _reachable(types: Fields, arguments: Fields) -> tuple[set[str], set[str]]:
    """The types that answers consist of, and those that are given."""
    outputs, pending = set[str](), ["Query", "Mutation"]
    given: list[str] = []
    while pending:
        if (name := pending.pop()) not in outputs:
            outputs.add(name)
            for each in filter(_is_real, types.get(name, [])):
                pending.append(_bare(each))
                given += [_bare(its) for its in arguments.get(_arguments(name, each), [])]
    inputs = set[str]()
    while given:
        if (name := given.pop()) not in inputs:
            inputs.add(name)
            given += [_bare(each) for each in types.get(name, [])]
    return outputs, inputs


def _is_real(field: Field) -> bool:
    return field[0] != "__typename"


def _arguments(type: str, field: Field) -> str:
    return f"{type}{field[0][0].upper()}{field[0][1:]}Args"


def _field(type: str, field: Field, arguments: Fields) -> str:
    taken = arguments.get(_arguments(type, field), [])
    given = ", ".join(f"{name}: {_kind(kind)}" for name, _, kind in taken)
    return f"  {field[0]}{f'({given})' if given else ''}: {_kind(field[2])}"


def _kind(written: str) -> str:
    """`InputMaybe<Array<Scalars["String"]>>` as `[String!]`."""
    text = " ".join(written.split())
    if match := re.fullmatch(r"(?:Input)?Maybe<(.*)>", text):
        return _kind(match[1]).removesuffix("!")
    if match := re.fullmatch(r"Array<(.*)>", text):
        return f"[{_kind(match[1])}]!"
    if match := re.fullmatch(r'Scalars\["(\w+)"\]', text):
        return f"{match[1]}!"
    return f"{text}!" if re.fullmatch(r"\w+", text) else "JSON!"


def _bare(field: Field) -> str:
    return re.sub(r"[\[\]!]", "", _kind(field[2]))


def violations(request: Request) -> list[str]:
    """What is wrong with a request; empty when nothing is."""
    if (request.method, request.url) != ("POST", URL):
        return [f"{request.method} {request.url} is not Linear's address"]
    body = json.loads(request.content)
    if unknown := set(body) - {"query", "variables"}:
        return [f"unknown {each}" for each in unknown]
    try:
        document = parse(body["query"])
    except GraphQLError as error:
        return [error.message]
    if errors := validate(schema(), document):
        return [each.message for each in errors]
    (operation,) = [each for each in document.definitions if isinstance(each, OPERATION)]
    given = body.get("variables", {})
    taken = operation.variable_definitions or ()
    unknown = set(given) - {each.variable.name.value for each in taken}
    coerced = get_variable_values(schema(), taken, given)
    wrong = [each.message for each in coerced] if isinstance(coerced, list) else []
    return [*wrong, *(f"unknown variable {each}" for each in unknown)]


def broken(request: Request) -> Iterator[tuple[str, Request]]:
    """Requests like this one that are wrong in one place, each with what is wrong."""
    body = json.loads(request.content)
    variables = body.get("variables", {})
    yield "another address", replace(request, url=f"{request.url}/nothing")
    yield "an unknown field", _with(request, query=re.sub(r"\bid\b", "notAField", body["query"]))
    yield "an unknown variable", _with(request, variables={**variables, "notAVariable": 1})
    yield "no query", _with(request, query="query {")
    for name, value in variables.items():
        yield f"{name} of another type", _with(request, variables={**variables, name: [{"a": 1}]})
        if name == "input":
            yield f"{name} missing", _with(request, variables=_without(variables, name))
            for key in value:
                wrong = {**value, key: {"wrong": 1}}
                yield f"{key} of another type", _with(request, variables={**variables, name: wrong})
            strange = {**value, "notAnInput": 1}
            yield "an unknown input", _with(request, variables={**variables, name: strange})


def _with(request: Request, **changes: Any) -> Request:
    body = {**json.loads(request.content), **changes}
    return replace(request, content=json.dumps(body).encode())


def _without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}
