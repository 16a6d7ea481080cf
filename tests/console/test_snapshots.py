"""Every screen as a picture: two sizes, dark and light, empty, full and in error.

Times and durations are put at fixed values, since they are on the screen; everything else is what
the real engine gives.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.console.engine import LARGE, SMALL, console, opened, shown, until
from tests.console.records.slack import with_slack
from tests.console.test_places import request
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.engine.activity import LocalActivity
from weavz_tui.engine.catalogue import LocalCatalogue
from weavz_tui.engine.connections.connections import LocalConnections
from weavz_tui.engine.integrations import LocalIntegrations
from weavz_tui.engine.local import LocalService
from weavz_tui.engine.partials import LocalPartials
from weavz_tui.engine.servers import servers as engine_servers
from weavz_tui.engine.servers.servers import LocalServers
from weavz_tui.engine.workspaces import LocalWorkspaces
from weavz_tui.home import Home
from weavz_tui.model.errors import StoreError
from weavz_tui.model.lists import ActivityQuery
from weavz_tui.model.requests import PartialCreate
from weavz_tui.model.servers import AuthMode, ServerCreate
from weavz_tui.model.status import UsageReport

MOMENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PLACES: dict[str, tuple[type, str, str]] = {
    "workspaces": (LocalWorkspaces, "recent runs", "No workspace yet"),
    "integrations": (LocalIntegrations, "no account is needed|all 2 end users", "No integration"),
    "connections": (LocalConnections, "slack-bot-prod", "No connection yet"),
    "partials": (LocalPartials, "sha256", "No partial"),
    "servers": (LocalServers, "hash_encode__hash", "No MCP server"),
    "activity": (LocalActivity, '"hello"', "Nothing has run"),
    "catalogue": (LocalCatalogue, "google-sheets|Reshape", "Nothing matches"),
    "settings": (LocalService, "by action|vault", "Nothing ran"),
}
"""What lists, a text of the full screen, a text of the empty one."""


def fill(home: Home) -> None:
    """Something of everything."""

    async def run() -> None:
        await with_slack(home)
        service = await opened(home)
        workspace = await service.workspaces.get("default")
        await service.partials.create(
            PartialCreate(
                workspace_id=workspace.id,
                integration_name="hash-encode",
                integration_alias="hash-encode",
                action_name="hash",
                name="sha",
                values={"algorithm": "sha256", "encoding": "hex"},
                enforced_keys=["algorithm"],
            )
        )
        await service.servers.create(
            ServerCreate(name="Assistant", workspace_id=workspace.id, auth_mode=AuthMode.BEARER)
        )
        await service.actions.execute(request(workspace.id, "hello"))
        await service.close()

    with pytest.MonkeyPatch.context() as patched:
        # Its id is in the address that the screen shows.
        patched.setattr(engine_servers, "new_id", lambda: "8a0fe860-032c-4037-a2c6-ac297766eecc")
        asyncio.run(run())


def empty(home: Home) -> None:
    """A workspace with nothing in it; for the list of workspaces none at all."""

    async def run() -> None:
        service = await opened(home)
        workspace = await service.workspaces.get("default")
        await service.workspaces.delete(workspace.id)
        await service.close()

    asyncio.run(run())


@pytest.fixture(autouse=True)
def _fixed_times(monkeypatch: pytest.MonkeyPatch) -> None:
    listed, found = LocalActivity.list, LocalActivity.get

    def fixed(row: Any) -> Any:
        timing = {"timing": replace(row.timing, steps={})} if _whole(row) else {}
        fields = {"created_at": MOMENT, "duration_ms": 3.0, "id": "exec_1", **timing}
        return row.model_copy(update=fields)

    async def pages(self: LocalActivity, query: Any) -> Any:
        page = await listed(self, query)
        return replace(page, items=[fixed(row) for row in page.items])

    async def record(self: LocalActivity, id: str) -> Any:
        page = await listed(self, ActivityQuery(limit=1))
        return fixed(await found(self, page.items[0].id))

    monkeypatch.setattr("weavz_tui.console.screens.activity.screen.clock", lambda: MOMENT)
    monkeypatch.setattr(
        "weavz_tui.console.screens.workspaces.detail.age", lambda at: "now" if at else "never"
    )
    monkeypatch.setattr(LocalActivity, "list", pages)
    monkeypatch.setattr(LocalActivity, "get", record)


def _whole(row: Any) -> bool:
    return hasattr(row, "timing")


def fix_usage(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """The same month, whenever this runs."""

    async def usage(self: LocalService, month: str = "") -> UsageReport:
        return UsageReport(
            actions=count,
            counted=count,
            limit=1000,
            by_source={"playground": count} if count else {},
            by_action=[("hash-encode.hash", count)] if count else [],
            by_day=[("2026-11-22", count)] if count else [],
            start=MOMENT.replace(day=1, hour=0),
            end=MOMENT.replace(month=12, day=1, hour=0),
        )

    monkeypatch.setattr(LocalService, "usage", usage)


def break_lists(monkeypatch: pytest.MonkeyPatch, owner: type) -> None:
    """The engine answers with an error."""

    async def fail(*_: object, **__: object) -> None:
        raise StoreError("The disk is full", hint="make room, then r reads again")

    monkeypatch.setattr(owner, "usage" if owner is LocalService else "list", fail)


def known(pilot: Pilot[Any]) -> str:
    """What is on the screen or scrolled out of a pane."""
    panes = pilot.app.screen.query(DetailPane)
    texts = [pane.text(number).plain for pane in panes for number in range(len(pane.tabs))]
    return "\n".join([shown(pilot), *texts])


def before(state: str, place: str) -> Callable[[Pilot[Any]], Any]:
    """Wait for what the picture is of."""
    _, full, bare = PLACES[place]

    async def run(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: "vault" in shown(pilot))
        if state == "full":
            await until(pilot, lambda: all(each in known(pilot) for each in full.split("|")))
        elif state == "empty":
            await until(pilot, lambda: bare in shown(pilot) or "No workspace" in shown(pilot))
        else:
            await until(pilot, lambda: "STORAGE_ERROR" in shown(pilot))
        for _ in range(5):
            await pilot.pause()

    return run


@pytest.mark.parametrize("theme", ["weavz-dark", "weavz-light"])
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("state", ["empty", "full", "error"])
@pytest.mark.parametrize("place", list(PLACES))
def test_every_screen_looks_as_it_did(
    home: Home,
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    state: str,
    size: tuple[int, int],
    theme: str,
) -> None:
    fix_usage(monkeypatch, 1 if state == "full" else 0)
    if state == "empty" and place != "catalogue":
        empty(home)
    elif state == "full":
        fill(home)
    app = console(home, place)
    if state == "empty" and place == "catalogue":
        app.state.list("catalogue").filter = "nothing like this"
    app.theme = theme
    if state == "error":
        break_lists(monkeypatch, PLACES[place][0])
    assert snap_compare(app, terminal_size=size, run_before=before(state, place))
