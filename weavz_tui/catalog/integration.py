"""An integration and its actions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from weavz_tui.catalog.auth import Auth, NoAuth
from weavz_tui.catalog.context import Context
from weavz_tui.catalog.schema import Parameter, parameters_of, split_docstring, title_of
from weavz_tui.model.catalogue import ActionInfo, IntegrationInfo, IntegrationSummary
from weavz_tui.model.enums import Category, ConnectionType, Effect
from weavz_tui.model.http import Response
from weavz_tui.model.imports import ActionSummary
from weavz_tui.model.properties import Property

ActionFunction = Callable[..., Awaitable[Any]]
TestCall = Callable[[Context], Awaitable[Any]]
FailureCheck = Callable[[Response], str | None]
ThrottleCheck = Callable[[Response], float | None]


def default_failure(response: Response) -> str | None:
    """The message of an answer with a status of 400 and above, from the usual places in it."""
    if response.ok:
        return None
    data = response.data()
    pending = [data]
    while pending:
        value = pending.pop(0)
        if isinstance(value, str) and value.strip() and "<" not in value[:20]:
            return value.strip()[:500]
        if isinstance(value, dict):
            keys = ("message", "error_description", "error", "detail", "title", "errors")
            pending.extend(value[key] for key in keys if key in value)
        elif isinstance(value, list):
            pending.extend(value[:1])
    return f"HTTP {response.status}"


class Action:
    """One operation: a function and what its signature says of its inputs."""

    def __init__(
        self,
        name: str,
        function: ActionFunction,
        *,
        title: str | None = None,
        effect: Effect = Effect.WRITE,
        idempotent: bool | None = None,
        requires_auth: bool = True,
    ) -> None:
        self.name = name
        self.function = function
        self.title = title or title_of(name)
        self.effect = effect
        self.idempotent = effect is Effect.READ if idempotent is None else idempotent
        self.requires_auth = requires_auth

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters in the order of the signature."""
        return parameters_of(self.function)

    @cached_property
    def properties(self) -> tuple[Property, ...]:
        """The property schema."""
        return tuple(each.property for each in self.parameters)

    @cached_property
    def takes_secrets(self) -> bool:
        """Whether any input is a secret."""
        return any(each.holds_secret for each in self.properties)

    @cached_property
    def info(self) -> ActionInfo:
        """As the catalogue shows it."""
        return ActionInfo(
            name=self.name,
            display_name=self.title,
            description=split_docstring(self.function.__doc__)[0],
            properties=self.properties,
            effect=self.effect,
            idempotent=self.idempotent,
            requires_auth=self.requires_auth,
        )

    def parameter(self, key: str) -> Parameter | None:
        """The parameter of that wire key, or None."""
        return next((each for each in self.parameters if each.property.name == key), None)

    def arguments(self, inputs: dict[str, Any]) -> dict[str, Any]:
        """Keyword arguments of the function from inputs by wire key."""
        return {
            each.argument: inputs[each.property.name]
            for each in self.parameters
            if each.property.name in inputs
        }


class Integration:
    """A service: its address, its ways to authenticate, what its failures look like, its actions.

    `failure` looks at a response and returns the service's error message, or None when the answer
    is a success; the default takes every status of 400 and above for a failure.

    `throttled` is for a service that says "too many requests" otherwise than with 429: the seconds
    until it is worth asking again, or None when the answer says nothing of the kind.

    `addresses` names further addresses of the same service, which get the credential too: with
    `{"people": "https://people.googleapis.com"}` an action requests `people:/v1/people/me`. A
    connection's own base URL stands in for all of them.
    """

    def __init__(
        self,
        name: str,
        *,
        title: str,
        description: str = "",
        categories: Sequence[Category] = (),
        auth: Sequence[Auth] = (),
        base_url: str = "",
        addresses: Mapping[str, str] | None = None,
        headers: dict[str, str] | None = None,
        failure: FailureCheck = default_failure,
        throttled: ThrottleCheck | None = None,
        source: str = "built in",
    ) -> None:
        self.name = name
        self.title = title
        self.description = description
        self.categories = tuple(categories)
        self.auth = tuple(each for each in auth if not isinstance(each, NoAuth))
        self.auth_is_optional = len(self.auth) != len(auth)
        self.base_url = base_url
        self.addresses = dict(addresses or {})
        self.headers = dict(headers or {})
        self.failure = failure
        self.throttled = throttled
        self.source = source
        self.actions: dict[str, Action] = {}
        self.test_call: TestCall | None = None

    @property
    def needs_connection(self) -> bool:
        """Whether its actions need an account."""
        return bool(self.auth) and not self.auth_is_optional

    def action(
        self,
        name: str | None = None,
        *,
        title: str | None = None,
        effect: Effect = Effect.WRITE,
        idempotent: bool | None = None,
        requires_auth: bool = True,
    ) -> Callable[[ActionFunction], ActionFunction]:
        """Register the decorated function as an action, under `name` or the function's own."""

        def register(function: ActionFunction) -> ActionFunction:
            action = Action(
                name or function.__name__,
                function,
                title=title,
                effect=effect,
                idempotent=idempotent,
                requires_auth=requires_auth,
            )
            self.actions[action.name] = action
            return function

        return register

    def tests(self, function: TestCall) -> TestCall:
        """Register the decorated function as the harmless call that tells whether a connection
        works; without one, the first action that only reads and needs no input does."""
        self.test_call = function
        return function

    def auth_for(self, type: ConnectionType, key: str | None = None) -> Auth | None:
        """The way to authenticate that a connection of this type uses."""
        if type is ConnectionType.PLATFORM_OAUTH2:
            type = ConnectionType.OAUTH2
        for each in self.auth:
            if each.type is type and (not key or each.method_key == key):
                return each
        return None

    @cached_property
    def info(self) -> IntegrationInfo:
        """As the catalogue shows it; look at it only when every action is registered."""
        return IntegrationInfo(
            name=self.name,
            display_name=self.title,
            description=self.description,
            categories=self.categories,
            auth_options=tuple(each.info() for each in self.auth),
            actions=tuple(action.info for action in self.actions.values()),
            source=self.source,
            base_url=self.base_url,
        )

    @cached_property
    def action_summaries(self) -> tuple[ActionSummary, ...]:
        """Its actions as a list of every action shows them."""
        return tuple(
            ActionSummary(
                integration_name=self.name,
                name=each.name,
                display_name=each.title,
                description=each.info.description,
                effect=each.effect,
            )
            for each in self.actions.values()
        )

    @cached_property
    def summary(self) -> IntegrationSummary:
        """As a list shows it."""
        return IntegrationSummary(
            name=self.name,
            display_name=self.title,
            description=self.description,
            categories=self.categories,
            auth_types=tuple(each.type for each in self.auth),
            action_count=len(self.actions),
            source=self.source,
        )
