"""Killed between vault and database: no row without its secret, no secret without its row."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from functools import partial
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from tests.fixtures.secret_service import SecretService
from tests.vault import doomed
from tests.vault.doomed import ORG, Scene, connection
from weavz_tui.engine.connections.credentials import Credentials
from weavz_tui.model.entities import new_id
from weavz_tui.store import connections
from weavz_tui.store.sqlite import SqliteStore
from weavz_tui.vault.protocol import SERVICE
from weavz_tui.vault.select import HomeVault

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")

POINTS = 6
RANDOM_KILLS = 10


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that begin with everything imported: 40 ms each instead of a second."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.vault.doomed", "keyring.backends.SecretService"])
    return context


@pytest.fixture(params=["keyring", "encrypted"])
def scene(
    request: pytest.FixtureRequest, home_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Scene:
    """A home with a vault of each kind, and an environment in which a process reaches it."""
    home_path.mkdir(mode=0o700)
    if request.param == "keyring":
        service: SecretService = request.getfixturevalue("secret_service")
        environment = service.environment
    else:
        path: Path = request.getfixturevalue("passphrase_file")
        environment = {"WEAVZ_TUI_PASSPHRASE_FILE": str(path)}
        # The forked process inherits what its server was started with.
        environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={home_path}/no-bus"
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", environment["DBUS_SESSION_BUS_ADDRESS"])
    return Scene(home_path, new_id("k-"), {**environment, "WEAVZ_TUI_HOME": str(home_path)})


class Home:
    """What the next process finds."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.store = SqliteStore(scene.home / "weavz.db")
        self.vault = HomeVault(scene.home)
        self.credentials = Credentials(self.store, self.vault)

    async def secrets(self) -> set[str]:
        """The connection ids under which the vault really holds something."""
        if (await self.vault.status()).kind == "encrypted":
            database = sqlite3.connect(self.scene.home / "vault.db")
            found = {row[0] for row in database.execute("select username from secret")}
            database.close()
            return found
        import secretstorage  # noqa: PLC0415

        bus = secretstorage.dbus_init()
        items = secretstorage.search_items(bus, {"service": SERVICE})
        found = {item.get_attributes()["username"] for item in items}
        bus.close()
        return {name for name in found if name.startswith(self.scene.prefix)}

    async def inconsistencies(self) -> list[str]:
        """Rows without their secret, secrets without a row, intents that are still open."""
        ids = await self.store.read(connections.ids)
        found = [f"unfinished {row}" for row in await self.store.read(connections.unfinished)]
        found += [f"secret without row {id}" for id in await self.secrets() - set(ids)]
        for id in ids:
            row = await self.store.read(partial(connections.get, org_id=ORG, id=id))
            secret = await self.vault.read(id)
            if row is None or secret is None or secret.generation != row.generation:
                found.append(f"row without its secret {id}")
        return found

    async def close(self) -> None:
        await self.vault.close()
        await self.store.close()


@pytest.fixture
async def home(scene: Scene) -> AsyncIterator[Home]:
    found = Home(scene)
    await found.store.write(doomed.insert_organisation)
    yield found
    await found.credentials.purge()
    await found.close()


@pytest.fixture
def die(processes: ForkServerContext, scene: Scene) -> Callable[[str, str, int], None]:
    """Have a process killed at a step of an operation."""

    def run(operation: str, id: str, point: int) -> None:
        process = processes.Process(target=doomed.step_and_die, args=(scene, operation, id, point))
        process.start()
        process.join(30)
        assert process.exitcode == -signal.SIGKILL

    return run


@pytest.mark.parametrize("operation", ["create", "rotate", "delete"])
async def test_killed_at_each_step(
    home: Home, die: Callable[[str, str, int], None], operation: str
) -> None:
    for point in range(POINTS):
        made = await home.credentials.create(connection(home.scene.prefix), {"secretText": "old"})
        die(operation, made.id, point)
        await home.credentials.recover()
        assert await home.inconsistencies() == []


async def test_killed_at_random(home: Home, scene: Scene, processes: ForkServerContext) -> None:
    chance = random.Random(20261122)
    await home.vault.ensure()
    for seed in range(RANDOM_KILLS):
        process = processes.Process(target=doomed.change_for_ever, args=(scene, seed))
        before = home.store.version()
        process.start()
        # At work before its time is drawn, so that a slow start is not all that gets killed.
        while home.store.version() == before and process.is_alive():
            process.join(0.005)
        process.join(chance.uniform(0, 0.15))
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        await home.credentials.recover()
        assert await home.inconsistencies() == []


async def test_recovering_takes_nothing_from_the_living(
    home: Home, scene: Scene, processes: ForkServerContext
) -> None:
    await home.vault.ensure()
    workers = [processes.Process(target=doomed.create_some, args=(scene, 5)) for _ in range(2)]
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        await home.credentials.recover()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert len(await home.store.read(connections.ids)) == 10
    assert await home.inconsistencies() == []
