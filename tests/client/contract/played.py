"""What the steps come to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict, is_dataclass
from typing import Any

from pydantic import BaseModel

from tests.client.contract.alike import alike
from tests.client.contract.steps import Call, World
from weavz_tui.engine.service import Service
from weavz_tui.model.errors import WeavzError


async def played(service: Service, calls: list[tuple[str, Call]]) -> AsyncIterator[tuple[str, Any]]:
    """Each step's name and what came of it. The first success of a method is what others use."""
    world: World = {}
    for name, call in calls:
        try:
            found = await call(service, world)
        except WeavzError as error:
            yield name, alike({"raised": error.wire(), "status": error.status})
        else:
            world.setdefault(name, found)
            yield name, alike(_json(found))


def _json(found: Any) -> Any:
    if isinstance(found, BaseModel):
        return found.model_dump(mode="json", by_alias=True)
    if is_dataclass(found) and not isinstance(found, type):
        shallow = {name: getattr(found, name) for name in asdict(found)}
        return {name: _json(value) for name, value in shallow.items()}
    if isinstance(found, dict):
        return {name: _json(value) for name, value in found.items()}
    if isinstance(found, list | tuple):
        return [_json(each) for each in found]
    return found
