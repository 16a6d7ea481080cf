"""An engine on a home of its own, ready for the call that is measured."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from weavz_tui.collecting import collect_seldom
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType, Source
from weavz_tui.model.execution import ExecuteRequest, ExecuteResult
from weavz_tui.model.http import Request, Response
from weavz_tui.model.lists import PageQuery
from weavz_tui.model.requests import ConnectionCreate, IntegrationCreate
from weavz_tui.model.transport import Transport

ANSWER = b'{"ok":true,"channel":"C01","ts":"1764576000.000100","message":{"text":"hello"}}'


class Answering:
    """An upstream in this process that answers at once."""

    async def send(self, request: Request, *, proxy: str | None = None) -> Response:
        return Response(200, {"content-type": "application/json"}, ANSWER, request.url)


@asynccontextmanager
async def engine(
    folder: Path, transport: Transport | None, base_url: str | None = None
) -> AsyncIterator[tuple[LocalService, Callable[[], Awaitable[ExecuteResult]]]]:
    """An engine on a home of its own, with the garbage collector as `serve` sets it, and the call
    that is measured."""
    secret = folder / "passphrase"
    secret.touch(mode=0o600)
    secret.write_text("correct horse battery staple")
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    os.environ["WEAVZ_TUI_PASSPHRASE_FILE"] = str(secret)
    home = Home(folder / "home", folder / "home")
    service = await open_local(home, source=Source.CLI, transport=transport)
    try:
        workspace = (await service.workspaces.list(PageQuery())).items[0]
        made = await service.connections.create(
            ConnectionCreate(
                type=ConnectionType.SECRET_TEXT,
                external_id="bot",
                display_name="Bot",
                integration_name="slack",
                secret={"secretText": "xoxb-0123456789-abcdefghijklmnop"},
                base_url=base_url,
            )
        )
        await service.integrations.create(
            workspace.id,
            IntegrationCreate(
                integration_name="slack",
                connection_strategy=ConnectionStrategy.FIXED,
                connection_id=made.id,
            ),
        )

        def call() -> Awaitable[ExecuteResult]:
            return service.actions.execute(request(workspace.id))

        gc.collect()
        collect_seldom()
        yield service, call
    finally:
        await service.close()


def request(workspace_id: str) -> ExecuteRequest:
    """The request as a door builds it."""
    return ExecuteRequest.model_validate(
        {
            "integrationName": "slack",
            "actionName": "send_channel_message",
            "workspaceId": workspace_id,
            "input": {"channel": "C01", "text": "hello"},
        }
    )
