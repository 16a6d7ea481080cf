"""Chains of thoughts: in steps, in branches, revised.

A chain is one list that only grows; a thought's id is its place in it, counted from one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from weavz_tui.catalog import (
    ActionFailed,
    Category,
    Context,
    Effect,
    Integration,
    LongText,
    Prop,
    ValidationError,
)

LONGEST_NAME = 300

_CHAIN = "sequential-thinking:chain:"

ChainId = Annotated[str, Prop(key="chainId", title="Chain ID")]
ThoughtId = Annotated[int, Prop(key="thoughtId", title="Thought ID", minimum=1)]

integration = Integration(
    "sequential-thinking",
    title="Sequential Thinking",
    description="Chains of thoughts kept for a workspace, an end user or an id of your own.",
    categories=[Category.AI],
)


@integration.action()
async def add_thought(ctx: Context, chain_id: ChainId, content: LongText) -> Any:
    """Add a thought to the end of a chain; a missing chain begins with it.

    Args:
        chain_id: A name of your own for the chain.
        content: The thought.
    """
    return await _append(ctx, _checked(chain_id, "chainId"), {"content": content})


@integration.action()
async def branch_thought(
    ctx: Context,
    chain_id: ChainId,
    thought_id: ThoughtId,
    branch_name: Annotated[str, Prop(key="branchName")],
    content: LongText,
) -> Any:
    """Think on from a thought in another direction; the chain itself stays as it is.

    Args:
        chain_id: The chain.
        thought_id: The thought that the branch begins at, or the branch's last one.
        branch_name: The branch's name.
        content: The thought.
    """
    chain, name = _checked(chain_id, "chainId"), _checked(branch_name, "branchName")
    await _thought(ctx, chain, thought_id)
    thought = {"content": content, "branchName": name, "branchedFrom": int(thought_id)}
    return await _append(ctx, chain, thought)


@integration.action()
async def revise_thought(
    ctx: Context, chain_id: ChainId, thought_id: ThoughtId, content: LongText
) -> Any:
    """Replace a thought by a better one; what was thought before stays in the chain's history.

    Args:
        chain_id: The chain.
        thought_id: The thought that is revised.
        content: The better thought.
    """
    chain = _checked(chain_id, "chainId")
    before = await _thought(ctx, chain, thought_id)
    revised = before.get("revises", before["thoughtId"])
    return await _append(ctx, chain, {"content": content, "revises": revised})


@integration.action(effect=Effect.READ)
async def get_chain(
    ctx: Context,
    chain_id: ChainId,
    include_branches: Annotated[bool | None, Prop(key="includeBranches")] = True,
) -> Any:
    """Read a chain: its thoughts as they stand, each with what it was before.

    Args:
        chain_id: The chain.
        include_branches: Give the branches too.
    """
    chain = _checked(chain_id, "chainId")
    thoughts = _standing(await _chain(ctx, chain))
    found: dict[str, Any] = {
        "chainId": chain,
        "thoughts": [each for each in thoughts if "branchName" not in each],
    }
    if include_branches is not False:
        found["branches"] = _branches(thoughts)
    return {**found, "count": len(found["thoughts"])}


@integration.action(effect=Effect.READ)
async def summarize_chain(ctx: Context, chain_id: ChainId) -> Any:
    """A chain in figures and as Markdown.

    Args:
        chain_id: The chain.
    """
    chain = _checked(chain_id, "chainId")
    history = await _chain(ctx, chain)
    thoughts = _standing(history)
    main = [each for each in thoughts if "branchName" not in each]
    branches = _branches(thoughts)
    lines = [f"{number}. {each['content']}" for number, each in enumerate(main, 1)]
    for name, branch in branches.items():
        lines += ["", f"Branch {name}, from thought {branch[0]['branchedFrom']}:"]
        lines += [f"- {each['content']}" for each in branch]
    return {
        "chainId": chain,
        "thoughts": len(main),
        "branches": {name: len(branch) for name, branch in branches.items()},
        "revisions": len(history) - len(thoughts),
        "startedAt": history[0]["at"],
        "updatedAt": history[-1]["at"],
        "conclusion": main[-1]["content"] if main else None,
        "summary": "\n".join(lines),
    }


async def _append(ctx: Context, chain: str, thought: dict[str, Any]) -> dict[str, Any]:
    held = {**thought, "at": datetime.now(UTC).isoformat(timespec="milliseconds")}
    count = len(await ctx.state.change(_CHAIN + chain, "append", held))
    return {"chainId": chain, "thoughtId": count, **thought, "count": count}


async def _chain(ctx: Context, chain: str) -> list[dict[str, Any]]:
    held = await ctx.state.get(_CHAIN + chain)
    if not held:
        raise _missing(f"there is no chain {chain!r}", "Begin it with add_thought")
    return [{"thoughtId": number, **each} for number, each in enumerate(held, 1)]


async def _thought(ctx: Context, chain: str, thought_id: float) -> dict[str, Any]:
    thoughts = await _chain(ctx, chain)
    if thought_id not in range(1, len(thoughts) + 1):
        raise _missing(
            f"the chain has no thought {thought_id:g}", f"It has thoughts 1 to {len(thoughts)}"
        )
    return thoughts[int(thought_id) - 1]


def _standing(history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The thoughts without the revisions, each with its latest text."""
    standing = {each["thoughtId"]: dict(each) for each in history if "revises" not in each}
    for revision in history:
        if (revised := standing.get(revision.get("revises"))) is not None:
            revised.setdefault("before", []).append(revised["content"])
            revised["content"] = revision["content"]
    return list(standing.values())


def _branches(thoughts: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for each in thoughts:
        if "branchName" in each:
            found.setdefault(each["branchName"], []).append(each)
    return found


def _missing(message: str, hint: str) -> ActionFailed:
    details = {"message": message, "statusCode": 404}
    return ActionFailed("Action execution failed", details=details, hint=hint)


def _checked(name: str, key: str) -> str:
    clean = name.strip()
    if not clean or len(clean) > LONGEST_NAME:
        raise ValidationError.of(**{key: f"must have 1 to {LONGEST_NAME} characters"})
    return clean
