"""The dialog of an authorisation as a picture, at both sizes, dark and light."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.console.authorising import DEVICE, acme, console_with, register
from tests.console.engine import LARGE, SMALL, shown, until
from tests.console.test_authorise import to_dialog
from weavz_tui.engine.oauth import authorising
from weavz_tui.home import Home
from weavz_tui.model.http import Request, Response
from weavz_tui.net.client import Client

MOMENT = datetime(2099, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _same_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is random or the time of day stands in the dialog."""

    async def send(self: Client, request: Request, *, proxy: str | None = None) -> Response:
        return Response(200, {}, str(DEVICE).replace("'", '"').encode(), request.url)

    monkeypatch.setattr(secrets, "token_urlsafe", lambda size: "Zm9v" * (size // 3))
    monkeypatch.setattr(authorising, "now", lambda: MOMENT)
    monkeypatch.setattr(Client, "send", send)
    monkeypatch.setenv("SSH_CONNECTION", "there")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def before(state: str) -> Callable[[Pilot[Any]], Any]:
    async def run(pilot: Pilot[Any]) -> None:
        await to_dialog(pilot)
        if state == "no app":
            await until(pilot, lambda: "NO_OAUTH_APP" in shown(pilot))
        else:
            await until(pilot, lambda: "waiting for you" in shown(pilot))
        if state in {"device", "code"}:
            await pilot.press("d")
            await until(pilot, lambda: "WDJB-MJHT" in shown(pilot))
        if state == "code":
            await pilot.press("q")
            await until(pilot, lambda: "▀▄" in shown(pilot))
        for _ in range(5):
            await pilot.pause()

    return run


@pytest.mark.parametrize("theme", ["weavz-dark", "weavz-light"])
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("state", ["browser", "device", "code", "no app"])
def test_the_dialog_looks_as_it_did(
    home: Home, snap_compare: Callable[..., bool], state: str, size: tuple[int, int], theme: str
) -> None:
    integration = acme("https://api.acme.example", "https://acme.example/oauth/authorize")
    if state != "no app":
        asyncio.run(register(home, integration, "https://acme.example/oauth/callback"))
    app = console_with(home, integration)
    app.theme = theme
    assert snap_compare(app, terminal_size=size, run_before=before(state))
