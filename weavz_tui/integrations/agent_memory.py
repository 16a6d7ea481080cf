"""A knowledge graph that an agent keeps: entities, what is known of them, and their relations.

Each entity, the observations about one and all relations are values of their own, and lists change
atomically, so that agents that work side by side lose nothing of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Effect,
    Integration,
    Json,
    Prop,
    ValidationError,
)

LONGEST_NAME = 300

_ENTITY = "agent-memory:entity:"
_OBSERVATIONS = "agent-memory:observations:"
_RELATIONS = "agent-memory:relations"
_RELATION_KEYS = ("from", "to", "relationType")

integration = Integration(
    "agent-memory",
    title="Agent Memory",
    description="A knowledge graph kept for a workspace, an end user or an id of your own.",
    categories=[Category.AI],
)


@integration.action(idempotent=True)
async def create_entities(ctx: Context, entities: Json) -> Any:
    """Add entities; one that is there already stays as it is.

    Args:
        entities: `[{"name": "Ada", "entityType": "person", "observations": ["Likes tea"]}]`.
    """
    wanted = [_entity(each) for each in _objects(entities, "entities")]
    created, existing = [], []
    for name, kind, observations in wanted:
        if await ctx.state.get(_ENTITY + name) is not None:
            existing.append(name)
            continue
        await ctx.state.put(_ENTITY + name, {"entityType": kind})
        for each in dict.fromkeys(observations):
            await ctx.state.change(_OBSERVATIONS + name, "append", each)
        created.append(await _read(ctx, name))
    return {"created": created, "existing": existing}


@integration.action()
async def add_observations(ctx: Context, observations: Json) -> Any:
    """Note what is known of entities; what is noted already is not noted again.

    Args:
        observations: `[{"entityName": "Ada", "contents": ["Lives in London"]}]`.
    """
    wanted = [
        (_name(each.get("entityName"), "observations"), _texts(each.get("contents"), "contents"))
        for each in _objects(observations, "observations")
    ]
    for name, _ in wanted:
        await _existing(ctx, name)
    results = []
    for name, contents in wanted:
        known = set(await _observations(ctx, name))
        added = [each for each in dict.fromkeys(contents) if each not in known]
        for each in added:
            await ctx.state.change(_OBSERVATIONS + name, "append", each)
        results.append({"entityName": name, "added": added})
    return {"results": results}


@integration.action(idempotent=True)
async def create_relations(ctx: Context, relations: Json) -> Any:
    """Relate entities to each other; a relation that is there already is not added again.

    Args:
        relations: `[{"from": "Ada", "to": "Charles", "relationType": "works with"}]`.
    """
    wanted = [_relation(each) for each in _objects(relations, "relations")]
    for name in dict.fromkeys(name for each in wanted for name in (each["from"], each["to"])):
        await _existing(ctx, name)
    known = await _relations(ctx)
    created = []
    for each in wanted:
        if each not in known and each not in created:
            await ctx.state.change(_RELATIONS, "append", each)
            created.append(each)
    return {"created": created, "count": len(created)}


@integration.action(effect=Effect.READ)
async def search(ctx: Context, query: str) -> Any:
    """Entities that contain every word of a query, and the relations between them.

    Args:
        query: Words, in any order and case, looked for in name, type and observations.
    """
    words = query.casefold().split()
    found = [each for each in await _entities(ctx) if _contains(each, words)]
    return _graph(found, await _relations(ctx))


@integration.action(effect=Effect.READ)
async def read_graph(ctx: Context) -> Any:
    """Everything: all entities with their observations, and all relations."""
    return _graph(await _entities(ctx), await _relations(ctx))


@integration.action(effect=Effect.READ)
async def get_entity(ctx: Context, name: str) -> Any:
    """An entity with its observations and the relations that it takes part in.

    Args:
        name: The entity's name.
    """
    wanted = _name(name, "name")
    await _existing(ctx, wanted)
    relations = await _relations(ctx)
    touching = [each for each in relations if wanted in (each["from"], each["to"])]
    return {**await _read(ctx, wanted), "relations": touching}


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_entities(ctx: Context, names: Json) -> Any:
    """Forget entities, what is known of them and their relations.

    Args:
        names: A list of names.
    """
    wanted = [_name(each, "names") for each in _texts(names, "names")]
    deleted = [name for name in wanted if await ctx.state.delete(_ENTITY + name)]
    for name in wanted:
        await ctx.state.delete(_OBSERVATIONS + name)
    gone = [each for each in await _relations(ctx) if {each["from"], each["to"]} & set(wanted)]
    for each in gone:
        await ctx.state.change(_RELATIONS, "remove", each)
    return {"deleted": deleted, "deletedRelations": len(gone)}


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_observations(
    ctx: Context, entity_name: Annotated[str, Prop(key="entityName")], observations: Json
) -> Any:
    """Forget some of what is known of an entity.

    Args:
        entity_name: The entity's name.
        observations: A list of texts, exactly as they were noted.
    """
    name = _name(entity_name, "entityName")
    wanted = _texts(observations, "observations")
    await _existing(ctx, name)
    known = set(await _observations(ctx, name))
    for each in wanted:
        await ctx.state.change(_OBSERVATIONS + name, "remove", each)
    return {"entityName": name, "deleted": [each for each in wanted if each in known]}


@integration.action(effect=Effect.DESTROY, idempotent=True)
async def delete_relations(ctx: Context, relations: Json) -> Any:
    """Take relations back.

    Args:
        relations: `[{"from": "Ada", "to": "Charles", "relationType": "works with"}]`.
    """
    wanted = [_relation(each) for each in _objects(relations, "relations")]
    known = await _relations(ctx)
    for each in wanted:
        await ctx.state.change(_RELATIONS, "remove", each)
    deleted = [each for each in wanted if each in known]
    return {"deleted": deleted, "count": len(deleted)}


async def _entities(ctx: Context) -> list[dict[str, Any]]:
    return [await _read(ctx, key.removeprefix(_ENTITY)) for key in await ctx.state.keys(_ENTITY)]


async def _read(ctx: Context, name: str) -> dict[str, Any]:
    held = await ctx.state.get(_ENTITY + name) or {}
    observations = await _observations(ctx, name)
    return {"name": name, "entityType": held.get("entityType"), "observations": observations}


async def _observations(ctx: Context, name: str) -> list[str]:
    """Each once: agents that work side by side may have noted the same."""
    return list(dict.fromkeys(await ctx.state.get(_OBSERVATIONS + name) or ()))


async def _relations(ctx: Context) -> list[dict[str, str]]:
    held = await ctx.state.get(_RELATIONS) or []
    unique = {tuple(each[key] for key in _RELATION_KEYS): each for each in held}
    return list(unique.values())


async def _existing(ctx: Context, name: str) -> None:
    """Raise ActionFailed when there is no such entity."""
    if await ctx.state.get(_ENTITY + name) is None:
        raise ActionFailed(
            "Action execution failed",
            details={"message": f"there is no entity {name!r}", "statusCode": 404},
            hint="Add it with create_entities; read_graph shows what is there",
        )


def _graph(
    entities: list[dict[str, Any]], relations: Iterable[Mapping[str, str]]
) -> dict[str, Any]:
    names = {each["name"] for each in entities}
    between = [each for each in relations if {each["from"], each["to"]} <= names]
    return {"entities": entities, "relations": between, "count": len(entities)}


def _contains(entity: Mapping[str, Any], words: list[str]) -> bool:
    texts = [entity["name"], entity["entityType"] or "", *entity["observations"]]
    searched = "\n".join(texts).casefold()
    return all(word in searched for word in words)


def _objects(given: Any, key: str) -> list[dict[str, Any]]:
    listed = [given] if isinstance(given, dict) else given
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise ValidationError.of(**{key: "must be a list of objects"})
    return listed


def _texts(given: Any, key: str) -> list[str]:
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise ValidationError.of(**{key: "must be a list of texts"})
    return listed


def _name(given: Any, key: str) -> str:
    name = given.strip() if isinstance(given, str) else ""
    if not name or len(name) > LONGEST_NAME:
        raise ValidationError.of(**{key: f"needs a name of 1 to {LONGEST_NAME} characters"})
    return name


def _entity(given: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    kind = given.get("entityType") or given.get("type") or "thing"
    observations = _texts(given.get("observations") or [], "entities")
    return _name(given.get("name"), "entities"), str(kind), observations


def _relation(given: Mapping[str, Any]) -> dict[str, str]:
    return {key: _name(given.get(key), "relations") for key in _RELATION_KEYS}
