"""Records of any type: what the actions of every kind of record do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weavz_tui.catalog import Context, ValidationError
from weavz_tui.integrations._custom import given, names, segment, whole

OBJECTS = "/crm/v3/objects"
PAGE = 100
SEARCH_PAGE = 200
FEW = 10


def path_of(kind: str, id: str | None = None, *, key: str = "objectId") -> str:
    """`/crm/v3/objects/contacts/1`; raises ValidationError."""
    path = f"{OBJECTS}/{segment(kind, 'objectType')}"
    return path if id is None else f"{path}/{segment(id, key)}"


async def pages(
    ctx: Context,
    path: str,
    limit: float | None,
    after: str | None,
    *,
    size: int = PAGE,
    params: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The first `limit` results of a list from `after` on, with the `paging` to go on from."""
    most = whole(limit, "limit") or FEW
    found: list[Any] = []
    answer: dict[str, Any] = {}
    while len(found) < most:
        asked = {**(params or {}), "limit": min(size, most - len(found)), "after": after or None}
        answer = await ctx.get(path, params=asked)
        found += answer.get("results") or []
        after = ((answer.get("paging") or {}).get("next") or {}).get("after")
        if not after:
            break
    return {**answer, "results": found}


async def listed(ctx: Context, kind: str) -> dict[str, Any]:
    """Records of a type, as the inputs `limit`, `after`, `properties`, `associations` and
    `archived` ask for them."""
    inputs = ctx.inputs
    params = _told(inputs)
    return await pages(ctx, path_of(kind), inputs.get("limit"), inputs.get("after"), params=params)


async def read(ctx: Context, kind: str, id: str, key: str) -> Any:
    """One record, as the inputs `idProperty`, `properties` and so on ask for it."""
    history = names(ctx.inputs.get("propertiesWithHistory")) or None
    params = {
        **_told(ctx.inputs),
        "propertiesWithHistory": history,
        "idProperty": ctx.inputs.get("idProperty") or None,
    }
    return await ctx.get(path_of(kind, id, key=key), params=params)


async def create(ctx: Context, kind: str, properties: Mapping[str, Any]) -> Any:
    """A new record; what the input `associations` says it is linked to goes along."""
    body = {"properties": texts(properties), "associations": links(ctx.inputs.get("associations"))}
    return await ctx.post(path_of(kind), json=body)


async def update(ctx: Context, kind: str, id: str, key: str, properties: Mapping[str, Any]) -> Any:
    """Change a record's properties; raises ValidationError where there is nothing to change."""
    if not properties:
        raise ValidationError.of("Nothing to change", properties="give at least one value")
    params = {"idProperty": ctx.inputs.get("idProperty") or None}
    body = {"properties": texts(properties)}
    return await ctx.patch(path_of(kind, id, key=key), params=params, json=body)


async def search(ctx: Context, kind: str) -> dict[str, Any]:
    """Records of a type that the inputs `query`, `filterGroups`, `sorts` and so on find."""
    inputs = ctx.inputs
    most = whole(inputs.get("limit"), "limit") or FEW
    wanted = given(
        query=inputs.get("query") or None,
        filterGroups=_groups(inputs.get("filterGroups")),
        sorts=_sorts(inputs.get("sorts")),
        properties=names(inputs.get("properties")) or None,
    )
    found: list[Any] = []
    answer: dict[str, Any] = {}
    after = inputs.get("after") or None
    while len(found) < most:
        body = {**wanted, "limit": min(SEARCH_PAGE, most - len(found)), **given(after=after)}
        answer = await ctx.post(f"{path_of(kind)}/search", json=body)
        found += answer.get("results") or []
        after = ((answer.get("paging") or {}).get("next") or {}).get("after")
        if not after:
            break
    return {**answer, "results": found}


def texts(properties: Mapping[str, Any]) -> dict[str, str]:
    """Values as HubSpot takes them: texts, an empty one clears a property, `;` between several."""
    return {key: _text(value) for key, value in properties.items()}


def links(value: Any) -> list[dict[str, Any]]:
    """Associations of a new record; raises ValidationError where one says not to what or how."""
    rows = _rows(value, "associations") or []
    for each in rows:
        if not isinstance(each.get("to"), dict) or not isinstance(each.get("types"), list):
            raise ValidationError.of(associations="each needs `to` with an `id`, and `types`")
    return rows


def _told(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "properties": names(inputs.get("properties")) or None,
        "associations": names(inputs.get("associations")) or None,
        "archived": inputs.get("archived"),
    }


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ";".join(map(_text, value)) if isinstance(value, list) else str(value)


def _groups(value: Any) -> list[dict[str, Any]] | None:
    """Filter groups; filters without a group become one."""
    rows = _rows(value, "filterGroups")
    if rows and all("propertyName" in each for each in rows):
        return [{"filters": rows}]
    if rows and not all(isinstance(each.get("filters"), list) for each in rows):
        raise ValidationError.of(filterGroups="each group needs `filters`, a list")
    return rows


def _sorts(value: Any) -> list[Any] | None:
    """Sort keys: objects, or names of properties with a minus for descending."""
    found = [value] if isinstance(value, str) and value else value
    if isinstance(found, list) and found and all(isinstance(each, str) for each in found):
        return found
    return _rows(found, "sorts")


def _rows(value: Any, key: str) -> list[dict[str, Any]] | None:
    found = [value] if isinstance(value, dict) else value
    if found is None or found in ("", []):
        return None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValidationError.of(**{key: "must be a list of objects"})
    return found
