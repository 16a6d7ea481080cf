"""An integration's requests checked against an OpenAPI description, without a server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fixtures.openapi_check import Description
from tests.integrations.contexts import Answer, answering, requests_of
from weavz_tui.catalog import Integration
from weavz_tui.model.credentials import Credential
from weavz_tui.model.http import Request

Cases = Iterable[tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Checked:
    """What the description of a vendor says of an integration's requests.

    `source` is where the description comes from, `actions` those of which a request was checked;
    `lacking` gives the reason by action that the description knows nothing of.
    """

    source: str
    actions: frozenset[str]
    violations: tuple[str, ...]
    lacking: Mapping[str, str] = field(default_factory=dict)


def as_it_is(request: Request) -> Request:
    """The request."""
    return request


@dataclass
class Seen:
    """The requests of each action, and what is wrong with them.

    `plain` turns a request that the description cannot say all of, such as an upload, into one
    that it can.
    """

    description: Description
    base_url: str
    plain: Callable[[Request], Request] = as_it_is
    requests: list[tuple[str, Request]] = field(default_factory=list)

    async def run(
        self, integration: Integration, cases: Cases, answer: Answer, credential: Credential
    ) -> None:
        """Run every case on a service that answers by itself; what goes elsewhere is left out."""
        for action, inputs in cases:
            sent = await requests_of(
                integration, action, inputs, transport=answering(answer), credential=credential
            )
            own = [self.plain(each) for each in sent]
            own = [each for each in own if each.url.startswith(f"{self.base_url}/")]
            self.requests += [(action, each) for each in own]

    @property
    def actions(self) -> set[str]:
        """The actions that have sent something."""
        return {action for action, _ in self.requests}

    @property
    def violations(self) -> list[str]:
        """Everything that is wrong, with the action that did it."""
        return [
            f"{action}: {request.method} {request.url}: {each}"
            for action, request in self.requests
            for each in self.description.violations(request, self.base_url)
        ]

    def checked(self, source: str, lacking: Mapping[str, str] | None = None) -> Checked:
        """The tally."""
        return Checked(source, frozenset(self.actions), tuple(self.violations), lacking or {})

    @property
    def unnoticed(self) -> list[str]:
        """The wrong requests that pass: a checker that lets them through proves nothing."""
        return [
            f"{action}: {wrong.method} {wrong.url} {wrong.content.decode()[:200]}"
            for action, request in self.requests
            for wrong in self.description.broken(request, self.base_url)
            if not self.description.violations(wrong, self.base_url)
        ]
