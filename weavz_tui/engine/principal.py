"""Who calls, through which door, and how far they may reach."""

from __future__ import annotations

from dataclasses import dataclass

from weavz_tui.model.enums import Source
from weavz_tui.model.errors import NotFound

LIMITED = frozenset({Source.REST, Source.SDK, Source.MCP_TOOLS, Source.MCP_CODE})
FREE_OF_QUOTA = frozenset({Source.PLAYGROUND})


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller. `workspace_ids` None: the whole organisation (wire A.2, API key); `key_id` where
    an API key was shown."""

    org_id: str
    source: Source
    workspace_ids: frozenset[str] | None = None
    key_id: str | None = None

    def reaches(self, workspace_id: str | None) -> bool:
        """Whether a workspace (or, with None, the organisation as a whole) is in reach."""
        return self.workspace_ids is None or workspace_id in self.workspace_ids

    def require(self, workspace_id: str) -> None:
        """Raises NotFound for a workspace out of reach: it does not exist for this caller."""
        if not self.reaches(workspace_id):
            raise NotFound(f"Workspace '{workspace_id}' not found")
