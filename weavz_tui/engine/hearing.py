"""Which changes a caller hears of: those of their organisation, in the workspaces they reach."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from weavz_tui.store import workspaces

if TYPE_CHECKING:
    from weavz_tui.engine.parts import Parts
    from weavz_tui.model.status import Change


async def heard(parts: Parts, changes: AsyncIterator[Change]) -> AsyncIterator[Change]:
    """The changes of workspaces in reach, and those of no workspace, which name only a kind.

    A workspace that has gone is remembered, so that its end is heard.
    """
    org_id, reaches = parts.org_id, parts.principal.reaches
    known = await parts.store.read(lambda rows: workspaces.ids(rows, org_id))
    async for change in changes:
        if change.workspace_id is None:
            yield change
            continue
        if change.workspace_id not in known or change.kind == "workspace":
            known |= await parts.store.read(lambda rows: workspaces.ids(rows, org_id))
        if change.workspace_id in known and reaches(change.workspace_id):
            yield change
