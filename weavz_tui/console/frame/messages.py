"""Messages between the frame and its screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from weavz_tui.model.lists import WorkspaceRow


@dataclass
class Changed(Message):
    """Records of a kind were committed here or by another process; `*` is any kind."""

    kind: str
    workspace_id: str | None = None

    def can_replace(self, message: Message) -> bool:
        """Bursts about the same kind are one."""
        return isinstance(message, Changed) and message.kind == self.kind


@dataclass
class WorkspaceChosen(Message):
    """Another workspace is in force."""

    workspace: WorkspaceRow | None


@dataclass
class Failed(Message):
    """A worker of the screen came to nothing; `error` is a WeavzError."""

    error: Exception
