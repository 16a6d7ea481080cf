"""What the pictures show: a loopback service that answers as Slack does, and a home with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from aiohttp import web

from weavz_tui.engine.local import LocalService
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
