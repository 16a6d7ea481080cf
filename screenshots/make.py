"""Make the pictures of the README: the real console on a real engine, in a home made for them.

    .venv/bin/python screenshots/make.py

The service that it talks to is a loopback server which answers as Slack does.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web
from textual.pilot import Pilot

from weavz_tui.console.app import ConsoleApp
from weavz_tui.console.demo import DemoConsole
from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.demo.demo import Demo
from weavz_tui.demo.furnishing import FIRST, FIRST_INPUT, SLUG
from weavz_tui.engine.local import LocalService, open_local
from weavz_tui.engine.service import Service
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType, Source
from weavz_tui.model.errors import WeavzError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.requests import (
    ConnectionCreate,
    EndUserCreate,
    IntegrationCreate,
    PartialCreate,
    WorkspaceCreate,
)
from weavz_tui.model.servers import AuthMode, ServerCreate
from weavz_tui.store.protocol import Rows
from weavz_tui.store.usage import Tally, settle

HERE = Path(__file__).parent
SMALL, LARGE = (80, 24), (120, 40)
FONTS = 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'
Steps = Callable[[Pilot[Any]], Awaitable[None]]


@dataclass(frozen=True)
class Picture:
    """One picture: file name, where the console opens, its size, and what is done there."""

    name: str
    place: str
    size: tuple[int, int]
    steps: Steps


async def message(request: web.Request) -> web.Response:
    """As Slack's chat.postMessage."""
    given = await request.post()
    if given.get("channel") == "C0ALRTS":
        return web.json_response({"ok": False, "error": "channel_not_found"})
    return web.json_response(
        {
            "ok": True,
            "channel": given.get("channel"),
            "ts": "1764000000.000100",
            "message": {
                "type": "message",
                "user": "U0BOT",
                "text": given.get("text"),
                "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Deploy done"}}],
            },
        }
    )


async def channels(request: web.Request) -> web.Response:
    """As Slack's conversations.list."""
    names = ("general", "alerts", "deploys", "random")
    listed = [{"id": f"C0{name.upper()}", "name": name} for name in names]
    return web.json_response({"ok": True, "channels": listed})


async def serve() -> tuple[web.AppRunner, str]:
    """The loopback service and its address."""
    app = web.Application()
    app.router.add_post("/chat.postMessage", message)
    app.router.add_route("*", "/conversations.list", channels)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    return runner, f"http://{host}:{port}"


async def connect(
    service: LocalService, workspace: str, url: str, name: str, user: str | None = None
) -> str:
    """A connection of Slack, of Gmail where the name says so."""
    integration = "gmail" if "gmail" in name else "slack"
    made = await service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id=name,
            display_name=name,
            integration_name=integration,
            workspace_id=workspace,
            end_user_id=user,
            base_url=url,
            secret={"secretText": "xoxb-not-a-token"},
        )
    )
    return made.id


async def furnish(service: LocalService, url: str) -> None:
    """A workspace as a small company has it."""
    workspace = await service.workspaces.create(WorkspaceCreate(name="Acme", slug="acme"))
    for slug in ("globex", "hooli", "initech"):
        await service.workspaces.create(WorkspaceCreate(name=slug.title(), slug=slug))
    people = {"user_42": "Jane Cooper", "user_7": "Bob Fox", "user_9": "Eve Long"}
    for external_id, name in people.items():
        await service.end_users.create(
            EndUserCreate(workspace_id=workspace.id, external_id=external_id, display_name=name)
        )
    bot = await connect(service, workspace.id, url, "slack-bot-prod")
    fallback = await connect(service, workspace.id, url, "slack-default")
    await connect(service, workspace.id, url, "jane_slack", "user_42")
    await connect(service, workspace.id, url, "bob_gmail", "user_7")
    fixed, per_user, with_fallback = ConnectionStrategy
    for name, alias, strategy, connection in (
        ("slack", "slack_bot", fixed, bot),
        ("slack", "slack_user", with_fallback, fallback),
        ("gmail", "gmail", per_user, None),
        ("http", "http", None, None),
        ("hash-encode", "hash-encode", None, None),
    ):
        await service.integrations.create(
            workspace.id,
            IntegrationCreate(
                integration_name=name,
                integration_alias=alias,
                connection_strategy=strategy,
                connection_id=connection,
            ),
        )
    await service.partials.create(
        PartialCreate(
            workspace_id=workspace.id,
            integration_name="slack",
            integration_alias="slack_bot",
            action_name="send_channel_message",
            name="alerts",
            values={"channel": "C0ALERTS", "unfurl_links": False},
            enforced_keys=["channel"],
            is_default=True,
        )
    )
    await service.servers.create(
        ServerCreate(name="agents", workspace_id=workspace.id, auth_mode=AuthMode.BEARER)
    )
    await service.parts.store.write(partial(two_months, service.parts.org_id, workspace.id))
    await run_some(service, workspace.id)


def two_months(org_id: str, workspace: str, rows: Rows) -> None:
    """What ran before today, more on some days than on others, and nothing at weekends."""
    calls = {"slack_bot.send_channel_message": Source.MCP_TOOLS, "gmail.send_email": Source.REST,
             "slack_user.list_channels": Source.SDK}  # fmt: skip
    for back in range(1, 24 * 60):
        moment = datetime.now(UTC) - timedelta(hours=back)
        if moment.weekday() > 4 and back > 24:
            continue
        for number, (action, source) in enumerate(calls.items()):
            runs = (back // 24 * 37 + back * 7) % (9 - number * 3)
            failed = runs if back // 24 in {9, 10} else back % 40 == 0
            for ok, times in ((True, runs), (False, int(failed))):
                if times:
                    hour = f"{moment:%Y-%m-%dT%H}"
                    settle(rows, Tally(org_id, workspace, hour, source, action, True, False,
                                       ok, not ok), times)  # fmt: skip


async def run_some(service: LocalService, workspace: str) -> None:
    """Some calls, good and bad, so that the activity has something to show."""
    text = {"text": "Deploy done"}
    calls: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
        ("slack_bot", "send_channel_message", text, {}),
        ("slack_user", "send_channel_message", {"channel": "C0ALRTS", **text}, {}),
        ("gmail", "list_labels", {}, {"end_user_id": "user_9"}),
        ("slack_user", "list_channels", {}, {"end_user_id": "user_42"}),
        ("slack_bot", "send_channel_message", text, {}),
    ]
    for alias, action, given, selectors in calls:
        request = ExecuteRequest(
            integration_name="gmail" if alias == "gmail" else "slack",
            integration_alias=alias,
            action_name=action,
            workspace_id=workspace,
            input=given,
            **selectors,
        )
        try:
            await service.actions.execute(request)
        except WeavzError:
            continue


async def until(pilot: Pilot[Any], held: Callable[[], object]) -> None:
    """Let the console work until something holds; at most ten seconds."""
    async with asyncio.timeout(10):
        while not held():
            await pilot.pause(0.05)


async def playground(pilot: Pilot[Any]) -> None:
    """A message that was sent, with its answer."""
    screen = pilot.app.screen
    assert isinstance(screen, PlaygroundScreen)
    await until(pilot, lambda: screen.form_pane.explanation)
    draft = Draft("slack", "slack_bot", "send_channel_message", values={"text": "Deploy done"})
    await screen.show_draft(draft)
    await until(pilot, lambda: screen.form_pane.explanation and screen.typing)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: screen.results.result)


async def preview(pilot: Pilot[Any]) -> None:
    """The request before it is sent."""
    screen = pilot.app.screen
    assert isinstance(screen, PlaygroundScreen)
    await until(pilot, lambda: screen.form_pane.explanation)
    draft = Draft("slack", "slack_bot", "send_channel_message", values={"text": "Deploy done"})
    await screen.show_draft(draft)
    await until(pilot, lambda: screen.form_pane.explanation and screen.typing)
    await pilot.press("ctrl+g")
    await pilot.pause(0.5)


async def required(pilot: Pilot[Any]) -> None:
    """A connection is missing, and the keys that mend it."""
    screen = pilot.app.screen
    assert isinstance(screen, PlaygroundScreen)
    await until(pilot, lambda: screen.form_pane.explanation)
    await screen.show_draft(Draft("gmail", "gmail", "list_labels", end_user="user_9"))
    await until(pilot, lambda: screen.form_pane.explanation)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: screen.results.error)


def rows(*keys: str) -> Steps:
    """A list, after some keys."""

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.pause(1.0)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.2)
        await pilot.pause(0.5)

    return steps


PICTURES: tuple[Picture, ...] = (
    Picture("playground", "playground", LARGE, playground),
    Picture("integrations", "integrations", LARGE, rows("down", "down", "down", "down")),
    Picture("activity", "activity", LARGE, rows("down", "down")),
    Picture("preview", "playground", SMALL, preview),
    Picture("connection-required", "playground", SMALL, required),
    Picture("workspaces", "workspaces", SMALL, rows()),
    Picture("connections", "connections", SMALL, rows("down")),
    Picture("partials", "partials", SMALL, rows()),
    Picture("servers", "servers", SMALL, rows()),
    Picture("catalogue", "catalogue", SMALL, rows(*["down"] * 12)),
    Picture("settings", "settings", SMALL, rows()),
)


def cleaned(svg: str) -> str:
    """The picture without addresses of fonts elsewhere: every reader has a monospace one."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family: (Fira Code|arial)[^;]*;", f"font-family: {FONTS};", svg)


async def take(home: Home, picture: Picture) -> None:
    """Open the console, do the steps, write the picture."""

    async def opener() -> Service:
        return await open_local(home, source=Source.PLAYGROUND)

    app = ConsoleApp(opener, home=home, first_place=picture.place)
    app.state.workspace = "acme"
    async with app.run_test(size=picture.size) as pilot:
        await app.session.service()
        await picture.steps(pilot)
        keep(app, picture.name)


async def take_tour() -> None:
    """The demo as it opens, with the first step of its tour, done."""
    async with Demo() as demo:
        app = DemoConsole(demo.open, home=demo.home, first_place="playground")
        app.state.workspace = SLUG
        app.state.draft.title, app.state.draft.values = FIRST, dict(FIRST_INPUT)
        async with app.run_test(size=SMALL) as pilot:
            await until(pilot, lambda: isinstance(pilot.app.screen, PlaygroundScreen))
            screen = pilot.app.screen
            assert isinstance(screen, PlaygroundScreen)
            await until(pilot, lambda: screen.form_pane.explanation)
            await pilot.press("ctrl+r")
            await until(pilot, lambda: screen.results.result)
            await until(pilot, lambda: app.tour is not None and app.tour.number == 1)
            await pilot.pause(0.2)
            keep(app, "tour")


def keep(app: ConsoleApp, name: str) -> None:
    """Write what is on the screen."""
    svg = app.export_screenshot(title=f"weavz-tui {name}")
    (HERE / f"{name}.svg").write_text(cleaned(svg), "utf-8")


def prepare(folder: Path) -> Home:
    """An empty home with an encrypted vault, in a terminal of all colours."""
    passphrase = folder / "passphrase"
    passphrase.touch(mode=0o600)
    passphrase.write_text("only for these pictures", "utf-8")
    os.environ["WEAVZ_TUI_PASSPHRASE_FILE"] = str(passphrase)
    os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
    os.environ |= {"COLORTERM": "truecolor", "TERM": "xterm-256color"}
    return Home(folder / "home", folder / "home")


async def main() -> None:
    """Every picture, each with a console of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = prepare(Path(folder))
        runner, url = await serve()
        service = await open_local(home, source=Source.CLI)
        await furnish(service, url)
        await service.close()
        for picture in PICTURES:
            await take(home, picture)
        await take_tour()
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
