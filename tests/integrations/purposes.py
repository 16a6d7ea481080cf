"""What an action would do on a server of another protocol than HTTP, as a preview shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.integrations.contexts import MemoryState
from weavz_tui.catalog import Integration
from weavz_tui.engine.calls.context import CallContext
from weavz_tui.model.credentials import Credential
from weavz_tui.model.http import Request, Response


class Stopped(BaseException):
    """The action wants to reach a server."""


async def purpose_of(
    integration: Integration, action_name: str, inputs: Mapping[str, Any], credential: Credential
) -> str:
    """The purpose that the action names when it wants to reach its server; nothing is reached."""
    said: list[str] = []

    async def resolve(host: str, port: int | str, purpose: str) -> tuple[str, ...]:
        said.append(purpose)
        raise Stopped

    async def send(request: Request, proxy: str | None) -> Response:
        raise Stopped

    action = integration.actions[action_name]
    given = {each.name: each.default_value for each in action.properties if each.default_value}
    given |= inputs
    ctx = CallContext(
        integration,
        given,
        send=send,
        state=MemoryState(),
        credential=credential,
        auth=integration.auth[0],
        resolve=resolve,
    )
    try:
        await action.function(ctx, **action.arguments(given))
    except Stopped:
        return said[0]
    raise AssertionError("nothing was to be reached")
