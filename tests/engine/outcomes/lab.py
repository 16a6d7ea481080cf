"""An integration whose actions stumble, and what is left of calling it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from tests.engine.conftest import World
from weavz_tui.catalog import Context, Integration, NoAuth, Prop, SecretText
from weavz_tui.engine.local import LocalService
from weavz_tui.model.execution import ExecuteRequest, ExecutionRecord
from weavz_tui.model.lists import ActivityQuery
from weavz_tui.store import organisations

SECRET = "sk-canary-7Qx0-secret"


lab = Integration("lab", title="Lab", base_url="https://lab.example", auth=[SecretText(), NoAuth()])


@lab.action()
async def post_twice(ctx: Context, text: str = "") -> Any:
    """Create something, then something more."""
    await ctx.post("/one", json={"text": text})
    return await ctx.post("/two", json={})


@lab.action(idempotent=True)
async def put_twice(ctx: Context) -> Any:
    """Replace something, then something more."""
    await ctx.put("/one", json={})
    return await ctx.put("/two", json={})


@lab.action()
async def post_and_stumble(ctx: Context) -> Any:
    """Create something and misread the answer."""
    return (await ctx.post("/one", json={}))["no such key"]


@lab.action()
async def sign(
    ctx: Context,
    key: Annotated[str, Prop(secret=True)],
    count: int,
    body: dict[str, Any] | None = None,
) -> Any:
    """Send a body; the key stays here."""
    return await ctx.post("/sign", json={"signed": key, **(body or {})})


@lab.action()
async def give(ctx: Context, what: str) -> Any:
    """Return something that JSON does not have."""
    return OUTPUTS[what]


OUTPUTS: dict[str, Any] = {
    "bytes": b"\xff\x00",
    "moment": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    "set": {1},
    "nan": float("nan"),
    "half": "\ud83d",
    "object": object,
    "keys": {1: {(2, 3): 4}},
    "huge": ["x" * 1000] * 1000,
}


def call(world: World, action: str, **fields: Any) -> ExecuteRequest:
    return ExecuteRequest(
        integration_name="lab", action_name=action, workspace_id=world.workspace_id, **fields
    )


async def records(service: LocalService) -> list[ExecutionRecord]:
    page = await service.activity.list(ActivityQuery(limit=100))
    return [await service.activity.get(each.id) for each in page.items]


async def set_quota(service: LocalService, quota: int | None) -> None:
    found = await service.parts.directory.organisation(service.parts.org_id)
    changed = found.model_copy(update={"monthly_quota": quota})
    await service.parts.write(lambda rows: organisations.update(rows, changed))


async def used(service: LocalService) -> int:
    """The places of the quota that calls have consumed: those held for others go back first."""
    await service.parts.executor.close()
    row = await service.parts.read(lambda rows: rows.one("select sum(used) as used from quota"))
    return (row or {}).get("used") or 0
