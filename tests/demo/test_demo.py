"""What a demo is made of, and that it stays on this machine and leaves nothing."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from weavz_tui.catalog.registry import Registry
from weavz_tui.demo.demo import Demo
from weavz_tui.demo.desk import NAME
from weavz_tui.demo.furnishing import CALLS, OWN, SLUG, TEAM
from weavz_tui.demo.offline import OfflineTransport
from weavz_tui.engine.local import LocalService
from weavz_tui.model.enums import ConnectionStrategy, ExecutionStatus
from weavz_tui.model.http import Request
from weavz_tui.model.lists import ActivityQuery, PageQuery, PartialQuery, ServerQuery
from weavz_tui.model.transport import TransportError


def inside(folder: Path) -> list[Path]:
    """What a folder holds."""
    return list(folder.iterdir())


async def test_it_is_furnished_as_a_small_company_is(service: LocalService) -> None:
    workspace = await service.workspaces.get(SLUG)
    rows = (await service.integrations.list(workspace.id, PageQuery())).items
    assert {row.integration_alias: row.connection_strategy for row in rows} == {
        TEAM: ConnectionStrategy.FIXED,
        OWN: ConnectionStrategy.PER_USER,
    }
    users = (await service.end_users.list(workspace.id, PageQuery())).items
    assert {user.external_id: user.integrations for user in users} == {"bob": [], "jane": [NAME]}
    (partial,) = (await service.partials.list(PartialQuery(workspace_id=workspace.id))).items
    assert partial.enforced_keys == ["project"]
    (server,) = (await service.servers.list(ServerQuery(workspace_id=workspace.id))).items
    assert server.tool_count > 0
    ran = (await service.activity.list(ActivityQuery(workspace_id=workspace.id))).items
    assert len(ran) == len(CALLS)
    assert {row.status for row in ran} == {ExecutionStatus.SUCCESS, ExecutionStatus.ERROR}
    assert {row.error_code for row in ran} == {None, "ACTION_FAILED", "CONNECTION_REQUIRED"}


async def test_it_is_furnished_once(demo: Demo) -> None:
    for _ in range(2):
        service = await demo.open()
        assert (await service.workspaces.list(PageQuery())).total == 2
        await service.close()


async def test_nothing_is_left_and_nobody_else_reads_it(tmp_path: Path) -> None:
    async with Demo(tmp_path) as demo:
        service = await demo.open()
        await service.close()
        (root,) = inside(tmp_path)
        assert demo.home.data.is_relative_to(root)
        folders = [root, *(each for each in root.rglob("*") if each.is_dir())]
        assert {stat.S_IMODE(each.stat().st_mode) for each in folders} == {0o700}
        secret = [root / "passphrase", demo.home.data / "vault.db", demo.home.data / "vault.key"]
        assert {stat.S_IMODE(each.stat().st_mode) for each in secret} == {0o600}
    assert inside(tmp_path) == []


async def test_its_vault_is_a_file_of_its_own(service: LocalService) -> None:
    status = await service.vault.status(check=True)
    assert (status.kind, status.state) == ("encrypted", "open")
    assert status.backend.startswith(str(service.parts.home.data))


async def test_the_sample_is_in_no_ordinary_catalogue(service: LocalService) -> None:
    assert NAME not in Registry(plugins=False).names()
    assert NAME in {each.name for each in await service.catalogue.list()}


@pytest.mark.parametrize(
    "url",
    ["http://localhost:1/", "https://example.com/", "http://192.168.0.1/", "http://169.254.1.1/"],
)
async def test_nothing_else_is_reached(url: str) -> None:
    transport = OfflineTransport()
    with pytest.raises(TransportError) as caught:
        await transport.send(Request("GET", url))
    assert (caught.value.kind, caught.value.sent) == ("refused", False)
    await transport.close()
