"""Finding records by what people call them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from weavz_tui.engine.service import Service
from weavz_tui.model.errors import (
    ConnectionNotFound,
    NotFound,
    PartialNotFound,
    ValidationError,
    WeavzError,
)
from weavz_tui.model.lists import (
    ConnectionQuery,
    ConnectionRow,
    IntegrationRow,
    Page,
    PageQuery,
    PartialQuery,
    PartialRow,
    WorkspaceRow,
)

Item = TypeVar("Item")
Asked = TypeVar("Asked", bound=PageQuery)
# How many rows are asked for at a time.
PAGE = 500


async def workspace_id(service: Service, ref: str | None) -> str | None:
    """The id of a workspace named by slug or id; None for None."""
    return (await workspace(service, ref)).id if ref else None


async def server_id(service: Service, ref: str | None) -> str | None:
    """The id of an MCP server named by name or id; None for None. Raises NotFound, ValidationError
    for a name that several have."""
    return (await service.servers.get(ref)).id if ref else None


async def workspace(service: Service, ref: str) -> WorkspaceRow:
    """A workspace by slug or id; raises NotFound."""
    try:
        return await service.workspaces.get(ref)
    except NotFound as error:
        error.hint = error.hint or "`weavz-tui workspaces list` shows them"
        raise


async def alias_or_slug(
    service: Service, workspace_id: str, name: str
) -> tuple[str, IntegrationRow | None]:
    """What a name means in a workspace: the slug of the integration, and the configured instance
    when the name is its alias. A name that is no alias is taken for a slug."""
    try:
        row = await service.integrations.get(workspace_id, name)
    except WeavzError as error:
        if error.status != NotFound.status:
            raise
        return name, None
    return row.integration_name, row


async def connection(
    service: Service, ref: str, *, integration: str | None = None, workspace: str | None = None
) -> ConnectionRow:
    """A connection by id or external id; raises ConnectionNotFound, or ValidationError when the
    external id alone does not tell which one is meant."""
    try:
        return await service.connections.get(ref)
    except WeavzError as error:
        if error.status != NotFound.status:
            raise
    query = ConnectionQuery(
        search=ref,
        limit=PAGE,
        workspace_id=await workspace_id(service, workspace),
        integration_name=integration,
    )
    found = [
        each async for each in _every(service.connections.list, query) if each.external_id == ref
    ]
    if not found:
        raise ConnectionNotFound(
            f"Connection '{ref}' not found",
            details={"connection": ref},
            hint="`weavz-tui connections list` shows every connection",
        )
    if len(found) > 1:
        raise ValidationError(
            f"{len(found)} connections have the external id '{ref}'",
            details={"ids": [each.id for each in found]},
            hint="give --integration or --workspace as well, or the id",
        )
    return found[0]


async def partial(service: Service, workspace_id: str, ref: str) -> PartialRow:
    """A partial of a workspace by id or name; raises PartialNotFound or ValidationError."""
    query = PartialQuery(workspace_id=workspace_id, limit=PAGE)
    found = [
        each async for each in _every(service.partials.list, query) if ref in {each.id, each.name}
    ]
    if exact := [each for each in found if each.id == ref]:
        return exact[0]
    if not found:
        raise PartialNotFound(
            f"Partial '{ref}' not found",
            details={"partial": ref},
            hint="`weavz-tui partials list` shows those of a workspace",
        )
    if len(found) > 1:
        raise ValidationError(
            f"{len(found)} partials are named '{ref}'",
            details={"ids": [each.id for each in found]},
            hint="give the id",
        )
    return found[0]


async def _every(
    read: Callable[[Asked], Awaitable[Page[Item]]], query: Asked
) -> AsyncIterator[Item]:
    """The items of a list, page after page."""
    while True:
        page = await read(query)
        for each in page.items:
            yield each
        if page.next is None:
            return
        query = replace(query, cursor=page.next, counted=False)
