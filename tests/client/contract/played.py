"""What the steps come to, and which methods there are to call."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict, is_dataclass
from inspect import getmembers, isfunction
from typing import Any, get_type_hints

from pydantic import BaseModel

from tests.client.contract.alike import alike
from tests.client.contract.steps import Call, World
from weavz_tui.engine.service import Service
from weavz_tui.model.errors import WeavzError

# Methods that give no single answer; `test_service.py` has tests of their own for them.
FOLLOWED = {"service.changes", "service.close"}


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


def methods() -> set[str]:
    """Every method of the Service and its parts, `resource.method`."""
    found = set()
    for name, kind in getmembers(Service):
        if isinstance(kind, property) and kind.fget is not None:
            part = get_type_hints(kind.fget)["return"]
            if part is not str:
                public = (each for each, _ in getmembers(part, isfunction) if each[0] != "_")
                found |= {f"{name}.{each}" for each in public}
        elif isfunction(kind) and name[0] != "_":
            found.add(f"service.{name}")
    return found


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
