"""MCP servers and API keys on their screens: made, shown once, copied, deleted."""

from __future__ import annotations

import json

from tests.console.engine import LARGE, SMALL, console, on, opened, shown, type_in, until
from weavz_tui.console.frame.once import ShownOnce
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.screens.servers.copies import copies
from weavz_tui.console.screens.servers.editor import ServerEditor
from weavz_tui.console.screens.servers.screen import CALLS, CLIENTS, TOOLS, ServersScreen
from weavz_tui.console.screens.servers.table import MODES, SIGN_IN
from weavz_tui.console.screens.settings.keys import ApiKeyEditor, ApiKeysScreen
from weavz_tui.console.screens.settings.screen import SettingsScreen
from weavz_tui.engine.access import Access
from weavz_tui.home import Home
from weavz_tui.model.client_configs import client_configs
from weavz_tui.model.enums import ConnectionStrategy
from weavz_tui.model.lists import ServerQuery
from weavz_tui.model.requests import EndUserCreate, IntegrationCreate
from weavz_tui.model.servers import AuthMode, ExposedTool, McpServerRow, ServerCreate, ServerMode


async def _made(home: Home, **options: object) -> McpServerRow:
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    saved = await service.servers.create(
        ServerCreate.model_validate(
            {"name": "Assistant", "workspaceId": workspace.id, "authMode": "bearer", **options}
        )
    )
    row = await service.servers.get(saved.server.id)
    await service.close()
    return row


async def test_a_server_is_made_and_its_token_is_shown_once(home: Home) -> None:
    app = console(home, "servers")
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, ServersScreen)
        await until(pilot, lambda: "n makes the first one" in shown(pilot))
        await pilot.press("n")
        await on(pilot, ServerEditor)
        await type_in(pilot, "Assistant")
        await pilot.press("ctrl+s")
        once = await on(pilot, ShownOnce)
        assert once.value.startswith("mcp_")
        assert once.value in shown(pilot)
        server = (await app.session.opened_service.servers.list(ServerQuery())).items[0]
        access: Access = app.session.opened_service.parts.shared.access  # type: ignore[attr-defined]
        opened_by = await access.mcp_token(server.id, once.value)
        assert opened_by.server.id == server.id
        await pilot.press("escape")
        await until(pilot, lambda: screen.row is not None)
        await until(pilot, lambda: "hash_encode__hash" in _text(screen, TOOLS))
        assert once.value not in shown(pilot)
        assert all(once.value not in _text(screen, number) for number in range(4))


def _text(screen: ServersScreen, tab: int) -> str:
    return screen.query_one(DetailPane).text(tab).plain


async def test_the_footer_offers_the_configuration_of_a_client_at_any_width(home: Home) -> None:
    await _made(home)
    async with console(home, "servers").run_test(size=SMALL) as pilot:
        screen = await on(pilot, ServersScreen)
        await until(pilot, lambda: screen.row is not None)
        await until(pilot, lambda: "t token  Y config" in shown(pilot).splitlines()[-1])
        await pilot.press("Y")
        await until(pilot, lambda: "Claude Desktop" in shown(pilot))


async def test_a_new_token_for_an_end_user(home: Home) -> None:
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    await service.end_users.create(EndUserCreate(workspace_id=workspace.id, external_id="user_7"))
    await service.integrations.create(
        workspace.id,
        IntegrationCreate(
            integration_name="slack", connection_strategy=ConnectionStrategy.PER_USER
        ),
    )
    await service.close()
    row = await _made(home)
    assert row.auth is not None and not row.auth.static_bearer_enabled
    app = console(home, "servers")
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, ServersScreen)
        await until(pilot, lambda: screen.row is not None)
        await until(pilot, lambda: "asks for whom it acts" in _text(screen, 0))
        await pilot.press("t")
        await until(pilot, lambda: "user_7" in shown(pilot))
        assert "the server's own" not in shown(pilot)
        await pilot.press("enter")
        once = await on(pilot, ShownOnce)
        await pilot.press("escape")
        await until(pilot, lambda: f"{once.value[:8]}" in _text(screen, 0))
        assert once.value not in _text(screen, 0)


async def test_the_tools_follow_the_workspace_while_they_are_looked_at(home: Home) -> None:
    await _made(home)
    other = await opened(home)
    app = console(home, "servers")
    async with app.run_test(size=LARGE) as pilot:
        screen = await on(pilot, ServersScreen)
        await until(pilot, lambda: "rss__" in _text(screen, TOOLS))
        workspace = await other.workspaces.get("default")
        rss = await other.integrations.get(workspace.id, "rss")
        await other.integrations.delete(workspace.id, rss.id)
        await until(pilot, lambda: "rss__" not in _text(screen, TOOLS))
    await other.close()


async def test_a_read_only_console_makes_no_server(home: Home) -> None:
    app = console(home, "servers", read_only=True)
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, ServersScreen)
        await until(pilot, lambda: "No MCP server" in shown(pilot))
        await pilot.press("n")
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_what_is_copied_is_what_clients_read(home: Home) -> None:
    row = await _made(home)
    service = await opened(home)
    tools: list[ExposedTool] = list(await service.servers.exposed(row.id))
    await service.close()
    offered = {each.name: each.text for each in copies(row, tools)}
    assert offered["the endpoint"] == f"http://127.0.0.1:3000/mcp/srv_{row.id}"
    cursor = json.loads(offered["Cursor, over stdio"])
    assert cursor["mcpServers"]["assistant"] == {"command": "weavz-tui", "args": ["mcp", row.id]}
    code = json.loads(offered["VS Code, over http"])
    assert code["servers"]["assistant"]["url"] == offered["the endpoint"]
    assert code["inputs"][0]["password"] is True
    listed = json.loads(offered["the tools"])
    assert {"hash_encode__hash", "weavz_property_options"} <= {each["name"] for each in listed}
    assert all(config.text for config in client_configs(row))


async def _called(home: Home, row: McpServerRow, tool: str, **given: str) -> None:
    """A call of a tool of a server."""
    service = await opened(home)
    access = await service.parts.shared.access.mcp_local(row)
    await service.parts.shared.toolbox.call(access, tool, given)
    await service.close()


async def test_a_server_lists_the_calls_that_came_through_it(home: Home) -> None:
    row, second = await _made(home), await _made(home, name="Later")
    hashed = {"text": "hello", "algorithm": "sha256", "encoding": "hex"}
    await _called(home, row, "hash_encode__hash", **hashed)
    await _called(home, second, "hash_encode__generate_uuid")
    async with console(home, "servers").run_test(size=LARGE) as pilot:
        screen = await on(pilot, ServersScreen)
        await until(pilot, lambda: "hash-encode.hash" in _text(screen, CALLS))
        assert "generate_uuid" not in _text(screen, CALLS)
        assert "claude mcp add" in _text(screen, CLIENTS)


async def test_a_call_is_the_last_one_of_its_server_alone(home: Home) -> None:
    first, second = await _made(home), await _made(home, name="Later")
    await _called(home, first, "hash_encode__generate_uuid")
    service = await opened(home)
    called, other = [await service.servers.get(each.id) for each in (first, second)]
    await service.close()
    assert called.last_call_at is not None
    assert other.last_call_at is None


async def test_a_key_is_made_shown_once_and_refused_after_its_deletion(home: Home) -> None:
    app = console(home, "settings")
    async with app.run_test(size=SMALL) as pilot:
        await on(pilot, SettingsScreen)
        await pilot.press("K")
        screen = await on(pilot, ApiKeysScreen)
        await until(pilot, lambda: "n makes the first one" in shown(pilot))
        await pilot.press("n")
        await on(pilot, ApiKeyEditor)
        await type_in(pilot, "CI")
        await pilot.press("ctrl+s")
        once = await on(pilot, ShownOnce)
        access: Access = app.session.opened_service.parts.shared.access  # type: ignore[attr-defined]
        assert (await access.api_key(once.value)).workspace_ids is None
        await pilot.press("escape")
        await until(pilot, lambda: screen.row is not None)
        assert once.value not in shown(pilot)
        await pilot.press("d", "y")
        await until(pilot, lambda: screen.row is None)


def test_every_sign_in_has_its_words() -> None:
    assert set(SIGN_IN) == set(AuthMode)
    assert set(MODES) == set(ServerMode)
