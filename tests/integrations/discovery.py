"""Requests checked against Google's discovery files, which google-api-python-client ships.

A request is matched to a method by HTTP method and path; its parameters and its body are then
compared with the method's description. `broken` makes requests that must be seen to fail.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from tests.integrations.schemas import Schemas
from tests.integrations.static import Checked
from tests.real import need
from weavz_tui.catalog import Integration, OAuth2
from weavz_tui.model.http import Request

Description = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Method:
    """One method of a description and the pattern that its addresses match."""

    id: str
    verb: str
    pattern: re.Pattern[str]
    description: Description
    weight: int


class Discovery:
    """The methods of several discovery files, such as `gmail.v1`."""

    def __init__(self, *names: str) -> None:
        self.documents: dict[str, Description] = {}
        for name in names:
            self.documents[name.partition(".")[0]] = json.loads(_folder(name).read_text())

    @cached_property
    def methods(self) -> list[Method]:
        """Every method, the most literal path first."""
        found = [
            _method(document, each)
            for document in self.documents.values()
            for each in _described(document)
        ]
        return sorted(found, key=lambda method: -method.weight)

    def method_of(self, verb: str, url: str) -> Method | None:
        """The method that a request calls."""
        address = urlunsplit((*urlsplit(url)[:3], "", ""))
        return next(
            (
                each
                for each in self.methods
                if each.verb == verb.upper() and each.pattern.fullmatch(address)
            ),
            None,
        )

    def violations(self, request: Request) -> list[str]:
        """What is wrong with a request; empty when nothing is."""
        method = self.method_of(request.method, request.url)
        if method is None:
            return [f"no method is {request.method} {request.url}"]
        found = [*self._parameter_problems(method, request), *self._body_problems(method, request)]
        return [f"{method.id}: {each}" for each in found]

    def answer_problems(self, method: Method, answer: Any) -> list[str]:
        """What is wrong with an answer: the canned ones have to look like Google's."""
        described = method.description.get("response")
        document = self.documents[method.id.partition(".")[0]]
        schemas = Schemas(document["schemas"])
        return list(schemas.problems(described, answer, "answer")) if described else []

    def _schemas(self, method: Method) -> Schemas:
        return Schemas(self.documents[method.id.partition(".")[0]]["schemas"], method.id)

    def _parameter_problems(self, method: Method, request: Request) -> Iterator[str]:
        document = self.documents[method.id.partition(".")[0]]
        own: Description = method.description.get("parameters", {})
        known = {**document.get("parameters", {}), **own}
        query = parse_qsl(urlsplit(request.url).query, keep_blank_values=True)
        names = [name for name, _ in query]
        for name, value in query:
            described = known.get(name)
            if described is None or described.get("location") != "query":
                yield f"unknown query parameter {name}"
                continue
            yield from self._schemas(method).text_problems(described, value, f"query.{name}")
        for name in set(names):
            if names.count(name) > 1 and not known.get(name, {}).get("repeated"):
                yield f"query parameter {name} is given twice"
        for name, described in own.items():
            wanted = described["location"] == "query" and described.get("required")
            if wanted and name not in names:
                yield f"query parameter {name} is missing"
        address = urlunsplit((*urlsplit(request.url)[:3], "", ""))
        match = method.pattern.fullmatch(address)
        for name, value in (match.groupdict() if match else {}).items():
            described = own.get(name, {"type": "string"})
            yield from self._schemas(method).text_problems(described, unquote(value), name)

    def _body_problems(self, method: Method, request: Request) -> Iterator[str]:
        described = method.description.get("request")
        if described is None:
            if request.content:
                yield "a body is sent and none is described"
            return
        if request.headers.get("Content-Type") != "application/json":
            yield "the body is not JSON"
            return
        yield from self._schemas(method).problems(described, json.loads(request.content), "body")

    def broken(self, request: Request) -> Iterator[tuple[str, Request]]:
        """Requests like this one that are wrong in one place, each with what is wrong."""
        method = self.method_of(request.method, request.url)
        assert method is not None
        yield "unknown query parameter", _with_query(request, ("notAParameter", "1"))
        yield "another verb", replace(request, method="OPTIONS")
        own: Description = method.description.get("parameters", {})
        for name, described in own.items():
            if described["location"] == "query" and (
                described["type"] in {"integer", "boolean"} or "enum" in described
            ):
                yield f"wrong {name}", _with_query(request, (name, "wrong"))
        if (described := method.description.get("request")) is None:
            yield "a body", replace(request, content=b"{}")
            return
        body = json.loads(request.content)
        for what, wrong in self._schemas(method).broken(described, body, "body"):
            yield what, replace(request, content=json.dumps(wrong).encode())


def _folder(name: str) -> Path:
    spec = find_spec("googleapiclient")
    need(spec is not None, "install google-api-python-client (extra dev): its discovery files")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "discovery_cache" / "documents" / f"{name}.json"


def _described(resource: Description) -> Iterator[Description]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _described(inner)


def _method(document: Description, method: Description) -> Method:
    path = method["flatPath"] if "{+" in method["path"] else method["path"]
    address = document["rootUrl"] + document["servicePath"] + path
    parts = re.split(r"(\{[^}]+\})", address)
    pattern = "".join(
        f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part) for part in parts
    )
    literal = sum(len(part) for part in parts if not part.startswith("{"))
    return Method(method["id"], method["httpMethod"], re.compile(pattern), method, literal)


def _with_query(request: Request, pair: tuple[str, str]) -> Request:
    parts = urlsplit(request.url)
    query = urlencode([*parse_qsl(parts.query), pair])
    return replace(request, url=urlunsplit((*parts[:3], query, "")))


class Coverage:
    """What a contract test has seen: the requests of each action and what is wrong with them."""

    def __init__(self, discovery: Discovery) -> None:
        self.discovery = discovery
        self.requests: dict[str, list[Request]] = {}

    def add(self, action: str, requests: list[Request]) -> None:
        """Keep the requests that an action has sent."""
        self.requests.setdefault(action, []).extend(requests)

    def checked(self) -> Checked:
        """The tally, for the table of all integrations."""
        actions = frozenset(action for action, requests in self.requests.items() if requests)
        return Checked("google-api-python-client", actions, tuple(self.violations))

    @property
    def violations(self) -> list[str]:
        """Everything that is wrong, with the action that did it."""
        return [
            f"{action}: {each}"
            for action, requests in self.requests.items()
            for request in requests
            for each in self.discovery.violations(request)
        ]

    @property
    def unnoticed(self) -> list[str]:
        """The wrong requests that pass: a checker that lets them through proves nothing."""
        return [
            f"{action}: {what}"
            for action, requests in self.requests.items()
            for request in requests
            for what, wrong in self.discovery.broken(request)
            if not self.discovery.violations(wrong)
        ]

    def unpermitted(self, integration: Integration) -> list[str]:
        """The methods that the scopes of the integration's OAuth2 do not open."""
        granted = {
            scope for each in integration.auth if isinstance(each, OAuth2) for scope in each.scopes
        }
        methods = {
            method.id: method.description["scopes"]
            for requests in self.requests.values()
            for each in requests
            if (method := self.discovery.method_of(each.method, each.url)) is not None
        }
        return [id for id, scopes in methods.items() if not granted & set(scopes)]
