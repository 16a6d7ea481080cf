"""Who calls, through which door, and how far they may reach."""

from __future__ import annotations

from dataclasses import dataclass, replace

from weavz_tui.model.enums import Source
from weavz_tui.model.errors import ScopeDenied

LIMITED = frozenset({Source.REST, Source.SDK, Source.MCP_TOOLS, Source.MCP_CODE})
FREE_OF_QUOTA = frozenset({Source.PLAYGROUND})


@dataclass(frozen=True, slots=True)
class Principal:
    """A caller. `workspace_ids` None: the whole organisation (wire A.2, API key); `key_id` where
    an API key was shown; `counted`: the door has counted the request towards the rate limit;
    `server_id`: the MCP server through which a call comes."""

    org_id: str
    source: Source
    workspace_ids: frozenset[str] | None = None
    key_id: str | None = None
    counted: bool = False
    server_id: str | None = None

    def reaches(self, workspace_id: str | None) -> bool:
        """Whether a workspace (or, with None, the organisation as a whole) is in reach."""
        return self.workspace_ids is None or workspace_id in self.workspace_ids

    def require(self, workspace_id: str | None) -> None:
        """Raises ScopeDenied for what is in a workspace of the organisation that is out of reach,
        or, with None, for what belongs to the organisation as a whole (wire C.2)."""
        if not self.reaches(workspace_id):
            raise ScopeDenied(
                "The API key does not reach this far",
                hint="use a key of that workspace, or one of the whole organisation"
                if workspace_id
                else "use a key of the whole organisation",
            )

    def as_counted(self) -> Principal:
        """The same caller in a request that the door has counted."""
        return replace(self, counted=True)
