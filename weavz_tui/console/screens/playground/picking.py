"""Choosing what to run: action, end user, connection, partials, an earlier input."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from weavz_tui.console.frame.ask import choose
from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.text import age
from weavz_tui.model.lists import ActivityQuery, ConnectionQuery, PageQuery, PartialQuery

if TYPE_CHECKING:
    from weavz_tui.console.base import ConsoleBase
    from weavz_tui.engine.service import Service
    from weavz_tui.model.entities import Partial
    from weavz_tui.model.execution import ExecutionRow
    from weavz_tui.model.imports import ActionSummary

FIRST_ACTION = ("hash-encode", "hash")
Choices = list[tuple[str, str, Any]]


async def drafts(service: Service, workspace_id: str) -> list[tuple[Draft, str]]:
    """Everything that can be run in a workspace, by alias and action, with its description: the
    configured instances first, then what is in the catalogue and not configured."""
    page = await service.integrations.list(workspace_id, PageQuery(limit=500))
    actions: dict[str, list[ActionSummary]] = {}
    for each in await service.catalogue.actions():
        actions.setdefault(each.integration_name, []).append(each)
    found: list[tuple[Draft, str]] = []
    for row in page.items:
        found += [
            (Draft(row.integration_name, row.integration_alias, each.name), each.description)
            for each in actions.get(row.integration_name, ())
            if row.allows(each.name)
        ]
    configured = {row.integration_name for row in page.items}
    for name, known in actions.items():
        if name not in configured:
            found += [
                (Draft(name, name, each.name, configured=False), each.description) for each in known
            ]
    return found


def first_draft(known: Sequence[tuple[Draft, str]], wanted: str = "") -> Draft | None:
    """What an empty playground opens with: what was open last, else one without an account."""
    by_title = {draft.title: draft for draft, _ in reversed(known)}
    if wanted in by_title:
        return by_title[wanted]
    for draft, _ in known:
        if (draft.integration, draft.action) == FIRST_ACTION:
            return draft
    return known[0][0] if known else None


async def pick_action(console: ConsoleBase, recent: Sequence[str]) -> Draft | None:
    """One of the actions, recent ones first, from a worker."""
    service = await console.session.service()
    known = await drafts(service, console.session.workspace_id)

    async def find(search: str) -> Choices:
        order = {title: place for place, title in enumerate(recent)}
        ranked = sorted(known, key=lambda each: order.get(each[0].title, len(order)))
        return [
            (draft.title, text if draft.configured else f"not configured  {text}", draft)
            for draft, text in ranked
        ]

    chosen: Draft | None = await choose(console, "Action", find, searching=False)
    return chosen


async def pick_partial(console: ConsoleBase, draft: Draft) -> Partial | str | None:
    """One of the partials that fit, from a worker; an empty text is none at all."""
    service = await console.session.service()
    query = PartialQuery(
        workspace_id=console.session.workspace_id, integration_name=draft.integration, limit=500
    )
    page = await service.partials.list(query)
    fitting = [
        each
        for each in page.items
        if each.integration_alias in {None, draft.alias}
        and each.action_name in {None, draft.action}
    ]

    async def find(search: str) -> Choices:
        rows: Choices = [(each.name, ", ".join(each.values), each) for each in fitting]
        return [*rows, ("no partial", "", "")]

    chosen: Partial | str | None = await choose(console, "Partials", find, searching=False)
    return chosen


async def pick_connection(console: ConsoleBase, draft: Draft) -> str | None:
    """The external id of one of the connections, from a worker; an empty text leaves the choice
    to the strategy."""
    service = await console.session.service()

    async def find(search: str) -> Choices:
        query = ConnectionQuery(
            limit=50,
            search=search,
            workspace_id=console.session.workspace_id,
            integration_name=draft.integration,
        )
        page = await service.connections.list(query)
        found: Choices = [
            (each.external_id, each.end_user_id or each.display_name, each.external_id)
            for each in page.items
        ]
        return found if search else [("by strategy", "no explicit connection", ""), *found]

    chosen: str | None = await choose(console, "Use connection", find)
    return chosen


async def pick_history(
    console: ConsoleBase, draft: Draft, title: str = "History"
) -> ExecutionRow | None:
    """An earlier call of this action, from a worker."""
    service = await console.session.service()
    query = ActivityQuery(
        limit=50,
        workspace_id=console.session.workspace_id,
        integration_name=draft.integration,
        action_name=draft.action,
    )
    page = await service.activity.list(query)

    async def find(search: str) -> Choices:
        return [
            (
                f"{each.created_at.astimezone():%m-%d %H:%M:%S}  {each.status.value}",
                f"{age(each.created_at)}  {each.end_user_id or 'nobody'}  {each.error_code or ''}",
                each,
            )
            for each in page.items
        ]

    chosen: ExecutionRow | None = await choose(console, title, find, searching=False)
    return chosen


async def pick_two(console: ConsoleBase, draft: Draft) -> tuple[str, str] | None:
    """The ids of two calls of this action, from a worker."""
    one = await pick_history(console, draft, "Compare a run")
    other = await pick_history(console, draft, "with another run") if one else None
    return (one.id, other.id) if one and other else None
