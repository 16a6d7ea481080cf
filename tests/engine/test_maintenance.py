"""What a home's engine does unasked: for every organisation, not for its own alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.engine.conftest import World
from weavz_tui.engine.local import open_local
from weavz_tui.engine.maintenance import Maintenance
from weavz_tui.engine.principal import Principal
from weavz_tui.home import Home
from weavz_tui.model.base import iso, now
from weavz_tui.model.connect import PortalRequest
from weavz_tui.model.enums import Source
from weavz_tui.model.errors import StoreError
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.model.lists import ActivityQuery
from weavz_tui.model.requests import IntegrationCreate, WorkspaceCreate
from weavz_tui.model.servers import ServerCreate, TokenRequest
from weavz_tui.store.protocol import Rows


async def test_old_executions_of_every_organisation_go(
    home_path: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEAVZ_TUI_ACTIVITY_MAX_ROWS", "1")
    service = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    other = await service.access.create_organisation("Other", "other")
    acting = service.acting(Principal(other.id, Source.CLI))
    place = await acting.workspaces.create(WorkspaceCreate(name="W", slug="w"))
    await acting.integrations.create(place.id, IntegrationCreate(integration_name="hash-encode"))
    for _ in range(3):
        await acting.actions.execute(
            ExecuteRequest(
                integration_name="hash-encode", action_name="generate_uuid", workspace_id=place.id
            )
        )
    assert await Maintenance(service.parts).prune() == 2
    assert (await acting.activity.list(ActivityQuery())).total == 1
    await service.close()


async def test_every_organisation_comes_under_the_limits_of_the_settings(
    home_path: Path, passphrase_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    other = await service.access.create_organisation("Other", "other")
    assert other.rate_limit == 600
    await service.close()
    monkeypatch.setenv("WEAVZ_TUI_LIMITS_RATE_LIMIT", "7")
    service = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    await Maintenance(service.parts).run()
    assert (await service.parts.directory.organisation(other.id)).rate_limit == 7
    await service.close()


async def test_links_that_have_ended_are_forgotten(world: World) -> None:
    service = world.service
    await world.end_user("u1")
    await service.connect.portal("u1", PortalRequest())
    past = iso(now() - timedelta(days=2))
    await service.parts.write(
        lambda rows: rows.run("update portal_token set expires_at = ?", (past,))
    )
    await Maintenance(service.parts).prune()
    left = await service.parts.read(
        lambda rows: [rows.all("select 1 from portal_token"), rows.all("select 1 from token_hash")]
    )
    assert left == [[], []]


async def test_what_goes_wrong_with_tidying_does_not_keep_an_engine_open(
    home_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = asyncio.Event()

    async def fail(self: Maintenance) -> None:
        failed.set()
        raise OSError("the disk went away")

    monkeypatch.setattr(Maintenance, "run", fail)
    service = await open_local(Home.find(), source=Source.CLI)
    await failed.wait()
    await asyncio.sleep(0)
    await service.close()
    with pytest.raises(StoreError, match="closed"):
        await service.parts.store.read(lambda rows: rows.all("select 1"))


async def test_tokens_that_have_ended_are_forgotten(world: World) -> None:
    service = world.service
    await world.end_user("u1")
    made = await service.servers.create(ServerCreate(name="s", workspace_id=world.workspace_id))
    for seconds in (60, 3600):
        wish = TokenRequest(end_user_id="u1", expires_in=seconds)
        await service.servers.issue_oauth_token(made.server.id, wish)
    moment = iso(now() - timedelta(seconds=1))

    def age(rows: Rows) -> None:
        rows.run("update mcp_token set expires_at = ? where expires_at < ?", (moment, iso(later)))

    later = now() + timedelta(minutes=30)
    await service.parts.write(age)
    await Maintenance(service.parts).prune()
    left = await service.parts.read(
        lambda rows: [
            len(rows.all(sql))
            for sql in (
                "select 1 from mcp_token",
                "select 1 from token_hash where kind = 'mcp_token'",
            )
        ]
    )
    assert left == [1, 1]


async def test_a_part_that_cannot_be_closed_keeps_no_other_open(
    home_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> None:
        raise OSError("it is stuck")

    service = await open_local(Home.find(), source=Source.CLI, tidy_after=3600)
    monkeypatch.setattr(service.parts.shared.pending, "close", fail)
    with pytest.raises(OSError, match="stuck"):
        await service.close()
    with pytest.raises(StoreError, match="closed"):
        await service.parts.store.read(lambda rows: rows.all("select 1"))
