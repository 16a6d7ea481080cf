"""Running one action of an integration on a transport of the test's choice, without an engine."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from weavz_tui.catalog import Integration, ValidationError
from weavz_tui.engine.calls.context import CallContext
from weavz_tui.engine.calls.sending import Sender, unreachable
from weavz_tui.model.credentials import Credential
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.http import FileContent, Request, Response
from weavz_tui.model.properties import Options, Property
from weavz_tui.model.transport import Transport, TransportError
from weavz_tui.net.httpx_transport import HttpxTransport

Answer = Callable[[httpx.Request], httpx.Response]


class MemoryState:
    """A State that lives as long as the test. `url` is the prefix of file addresses, if any."""

    def __init__(self, url: str | None = None) -> None:
        self.values: dict[str, Any] = {}
        self.files: dict[str, FileContent] = {}
        self._url = url

    async def get(self, key: str) -> Any:
        return copy.deepcopy(self.values.get(key))

    async def put(self, key: str, value: Any) -> None:
        self.values[key] = copy.deepcopy(value)

    async def change(self, key: str, operation: str, value: Any) -> Any:
        items = self.values.setdefault(key, [])
        if not isinstance(items, list):
            raise ValidationError.of(key="Not a list")
        if operation == "append":
            items.append(value)
        else:
            items[:] = [each for each in items if each != value]
        return list(items)

    async def delete(self, key: str) -> bool:
        return self.values.pop(key, None) is not None

    async def keys(self, prefix: str = "") -> list[str]:
        return sorted(key for key in self.values if key.startswith(prefix))

    async def read_file(self, path: str) -> FileContent | None:
        return self.files.get(path)

    async def write_file(self, path: str, file: FileContent) -> None:
        self.files[path] = file

    async def delete_file(self, path: str) -> bool:
        return self.files.pop(path, None) is not None

    async def list_files(self, prefix: str = "") -> list[dict[str, Any]]:
        return [
            {"path": path, "size": len(file.content), "contentType": file.mime_type}
            for path, file in sorted(self.files.items())
            if path.startswith(prefix)
        ]

    async def file_url(self, path: str, expires_in: int) -> str | None:
        return f"{self._url}/{path}?expires={expires_in}" if self._url else None


class Recorder:
    """A transport that keeps every request and passes it on, or answers `{}` by itself."""

    def __init__(self, transport: Transport | None = None) -> None:
        self.requests: list[Request] = []
        self.proxies: list[str | None] = []
        self._transport = transport

    async def send(self, request: Request, *, proxy: str | None = None) -> Response:
        self.requests.append(request)
        self.proxies.append(proxy)
        if self._transport is None:
            headers = {"content-type": "application/json"}
            return Response(200, headers, b'{"ok":true}', request.url)
        return await self._transport.send(request, proxy=proxy)


def answering(answer: Answer) -> HttpxTransport:
    """A transport on which `answer` gives each httpx.Request its httpx.Response."""
    return HttpxTransport(httpx.MockTransport(answer))


def token(text: str = "secret-token", *, base_url: str | None = None) -> Credential:
    """A SECRET_TEXT credential."""
    return Credential(ConnectionType.SECRET_TEXT, {"secretText": text}, base_url)


def context(
    integration: Integration,
    inputs: Mapping[str, Any] | None = None,
    *,
    transport: Transport | None = None,
    credential: Credential | None = None,
    state: MemoryState | None = None,
    base_url: str | None = None,
    search: str | None = None,
) -> CallContext:
    """A context for an action or an options function; `base_url` stands in for the service."""
    if base_url is not None:
        held = credential or Credential(ConnectionType.CUSTOM_AUTH)
        credential = Credential(held.type, held.values, base_url)
    carrier = transport or Recorder()
    auth = integration.auth_for(credential.type) if credential else None

    async def send(request: Request, proxy: str | None) -> Response:
        try:
            return await carrier.send(request, proxy=proxy)
        except TransportError as error:
            raise unreachable(error, request) from None

    return CallContext(
        integration,
        dict(inputs or {}),
        send=send,
        state=state or MemoryState(),
        credential=credential,
        auth=auth,
        search=search,
        resolve=Sender(carrier, repeatable=False).resolve,
    )


async def run(
    integration: Integration,
    action_name: str,
    inputs: Mapping[str, Any] | None = None,
    *,
    transport: Transport | None = None,
    credential: Credential | None = None,
    state: MemoryState | None = None,
    base_url: str | None = None,
) -> Any:
    """Run an action with inputs by wire key, its defaults filled in as the engine does."""
    action = integration.actions[action_name]
    given = dict(inputs or {})
    for each in action.properties:
        if each.default_value is not None:
            given.setdefault(each.name, each.default_value)
    known = {each.name for each in action.properties}
    assert set(given) <= known, f"unknown keys {set(given) - known} for {action_name}"
    ctx = context(
        integration,
        given,
        transport=transport,
        credential=credential,
        state=state,
        base_url=base_url,
    )
    return await action.function(ctx, **action.arguments(given))


async def probed(
    integration: Integration,
    *,
    transport: Transport | None = None,
    credential: Credential | None = None,
) -> Any:
    """The answer to the call that tells whether a connection works."""
    assert integration.test_call is not None
    ctx = context(integration, transport=transport, credential=credential)
    return await integration.test_call(ctx)


async def requests_of(
    integration: Integration,
    action_name: str,
    inputs: Mapping[str, Any] | None = None,
    *,
    transport: Transport | None = None,
    credential: Credential | None = None,
    state: MemoryState | None = None,
    base_url: str | None = None,
) -> list[Request]:
    """The requests that an action sends; without a transport each is answered `{"ok":true}`."""
    recorder = Recorder(transport)
    await run(
        integration,
        action_name,
        inputs,
        transport=recorder,
        credential=credential,
        state=state,
        base_url=base_url,
    )
    return recorder.requests


async def options_of(
    integration: Integration,
    action_name: str,
    key: str,
    inputs: Mapping[str, Any] | None = None,
    *,
    transport: Transport | None = None,
    credential: Credential | None = None,
    base_url: str | None = None,
    search: str | None = None,
) -> Options:
    """The options of a fetched dropdown."""
    parameter = integration.actions[action_name].parameter(key)
    assert parameter is not None and parameter.dropdown is not None
    ctx = context(
        integration,
        inputs,
        transport=transport,
        credential=credential,
        base_url=base_url,
        search=search,
    )
    found = await parameter.dropdown.options(ctx)
    return found if isinstance(found, Options) else Options(options=tuple(found))


async def properties_of(
    integration: Integration,
    action_name: str,
    key: str,
    inputs: Mapping[str, Any] | None = None,
    *,
    transport: Transport | None = None,
) -> dict[str, Property]:
    """The resolved sub-properties of a DYNAMIC property, by name."""
    parameter = integration.actions[action_name].parameter(key)
    assert parameter is not None and parameter.dynamic is not None
    ctx = context(integration, inputs, transport=transport)
    return {each.name: each for each in await parameter.dynamic.properties(ctx)}
