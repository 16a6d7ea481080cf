"""Processes that change credentials and are killed while they do."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from weavz_tui.engine.connections.credentials import Credentials
from weavz_tui.model.base import now
from weavz_tui.model.entities import Connection, Organisation, new_id
from weavz_tui.model.enums import ConnectionType
from weavz_tui.store import organisations
from weavz_tui.store.protocol import Lane, Rows
from weavz_tui.store.sqlite import SqliteStore
from weavz_tui.vault.select import HomeVault

Result = TypeVar("Result")
Tick = Callable[[], None]

ORG = "org-of-the-doomed"


@dataclass(frozen=True)
class Scene:
    """Where it happens. Every connection's id begins with `prefix`."""

    home: Path
    prefix: str
    environment: dict[str, str] = field(default_factory=dict)


class SteppedStore(SqliteStore):
    """Calls back before and after every write."""

    tick: Tick

    async def write(self, work: Callable[[Rows], Result], *, lane: Lane = Lane.DURABLE) -> Result:
        self.tick()
        result = await super().write(work, lane=lane)
        self.tick()
        return result


class SteppedVault(HomeVault):
    """Calls back before and after every change."""

    tick: Tick

    async def write(self, id: str, generation: int, values: Mapping[str, Any]) -> None:
        self.tick()
        await super().write(id, generation, values)
        self.tick()

    async def delete(self, id: str) -> None:
        self.tick()
        await super().delete(id)
        self.tick()


def connection(prefix: str) -> Connection:
    """A new one, not stored yet."""
    id = new_id(prefix)
    moment = now()
    return Connection(
        id=id,
        org_id=ORG,
        external_id=id,
        display_name=id,
        integration_name="slack",
        type=ConnectionType.SECRET_TEXT,
        created_at=moment,
        updated_at=moment,
    )


def insert_organisation(rows: Rows) -> None:
    """What every connection belongs to."""
    moment = now()
    organisation = Organisation(id=ORG, name="D", slug="d", created_at=moment, updated_at=moment)
    if organisations.get(rows, ORG) is None:
        organisations.insert(rows, organisation)


def step_and_die(scene: Scene, operation: str, id: str, point: int) -> None:
    """Carry out one operation, and be killed at its `point`-th step."""
    os.environ.update(scene.environment)
    left = point

    def tick() -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    asyncio.run(_operate(scene, operation, id, tick))


def change_for_ever(scene: Scene, seed: int) -> None:
    """Create, replace and remove at random, several at a time, until somebody kills this."""
    os.environ.update(scene.environment)
    asyncio.run(_change(scene, random.Random(seed), rounds=1_000_000))


def create_some(scene: Scene, count: int) -> None:
    """Create so many, one after another, and end well."""
    os.environ.update(scene.environment)
    asyncio.run(_create(scene, count))


async def _operate(scene: Scene, operation: str, id: str, tick: Tick) -> None:
    store, vault = SteppedStore(scene.home / "weavz.db"), SteppedVault(scene.home)
    await vault.ensure()
    store.tick = vault.tick = tick
    credentials = Credentials(store, vault)
    if operation == "create":
        await credentials.create(connection(scene.prefix), {"secretText": "first"})
    elif operation == "rotate":
        await credentials.rotate(ORG, id, {"secretText": "second"})
    else:
        await credentials.delete(ORG, id)


async def _change(scene: Scene, chance: random.Random, rounds: int) -> None:
    store, vault = SqliteStore(scene.home / "weavz.db"), HomeVault(scene.home)
    credentials = Credentials(store, vault)

    async def one() -> None:
        mine: list[str] = []
        for _ in range(rounds):
            if not mine or chance.random() < 0.4:
                made = await credentials.create(connection(scene.prefix), {"secretText": "x"})
                mine.append(made.id)
            elif chance.random() < 0.5:
                await credentials.rotate(ORG, chance.choice(mine), {"secretText": "y"})
            else:
                await credentials.delete(ORG, mine.pop(chance.randrange(len(mine))))

    await asyncio.gather(one(), one())


async def _create(scene: Scene, count: int) -> None:
    store, vault = SqliteStore(scene.home / "weavz.db"), HomeVault(scene.home)
    credentials = Credentials(store, vault)
    for _ in range(count):
        await credentials.create(connection(scene.prefix), {"secretText": "alive"})
    await store.close()
    await vault.close()
