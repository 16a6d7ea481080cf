"""A workspace made or renamed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from weavz_tui.console.editing.form import text
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.model.properties import Property
from weavz_tui.model.requests import WorkspaceCreate, WorkspaceUpdate

if TYPE_CHECKING:
    from weavz_tui.engine.service import Service
    from weavz_tui.model.lists import WorkspaceRow


def slug_of(name: str) -> str:
    """A slug for a name: `Ünser Team (EU)` is `unser-team-eu`."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")


class WorkspaceEditor(EditorScreen):
    """Name and slug; the slug follows the name until it is written by hand."""

    PLACE = "workspaces"
    NOUN = "workspace"
    UNIQUE = "slug"

    def __init__(self, row: WorkspaceRow | None = None) -> None:
        super().__init__()
        self.row = row
        self._slug_follows = row is None

    def title_shown(self) -> str:
        """New, or which one."""
        return f"Workspace {self.row.slug}" if self.row else "New workspace"

    def fields(self) -> Sequence[Property]:
        """Name and slug."""
        about = "lower case letters, digits and -; how scripts and the API name the workspace"
        return (
            text("name", "Name", "what people read", required=True),
            text("slug", "Slug", about, required=True),
        )

    def start(self) -> Mapping[str, Any]:
        """What it is called now."""
        return {"name": self.row.name, "slug": self.row.slug} if self.row else {}

    def edited(self, key: str) -> None:
        """Suggest a slug."""
        field = self.form.field("slug")
        if key == "slug":
            self._slug_follows = False
        elif self._slug_follows and field is not None:
            slug = slug_of(str(self.form.values().get("name", "")))
            field.put(slug)
            self.form.model.put("slug", slug)

    async def save(self, service: Service, values: dict[str, Any]) -> str:
        """Make or rename."""
        if self.row is None:
            return (await service.workspaces.create(WorkspaceCreate(**values))).id
        return (await service.workspaces.update(self.row.id, WorkspaceUpdate(**values))).id
