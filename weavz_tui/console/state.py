"""Where a person was: last place, workspace, and each list's filter and sort, in one JSON file."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from weavz_tui.console.places import BY_ID


@dataclass(slots=True)
class ListState:
    """What stands over a list: its filter and the column it is sorted by."""

    filter: str = ""
    sort: str = ""


@dataclass(slots=True)
class State:
    """What comes back on the next start. No value of a record is ever in it."""

    place: str = ""
    workspace: str = ""
    end_user: str = ""
    theme: str = ""
    lists: dict[str, ListState] = field(default_factory=dict)

    def list(self, name: str) -> ListState:
        """The state of one list, made on first use."""
        return self.lists.setdefault(name, ListState())

    @classmethod
    def read(cls, path: Path | None) -> State:
        """The saved state; a missing or damaged file is a fresh start."""
        if path is None:
            return cls()
        try:
            data = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        return cls._from(data) if isinstance(data, dict) else cls()

    @classmethod
    def _from(cls, data: dict[str, Any]) -> State:
        def text(source: Any, key: str) -> str:
            value = source.get(key) if isinstance(source, dict) else None
            return value if isinstance(value, str) else ""

        lists = data.get("lists")
        place = text(data, "place")
        return cls(
            place=place if place in BY_ID else "",
            workspace=text(data, "workspace"),
            end_user=text(data, "end_user"),
            theme=text(data, "theme"),
            lists={
                name: ListState(text(each, "filter"), text(each, "sort"))
                for name, each in (lists if isinstance(lists, dict) else {}).items()
            },
        )

    def write(self, path: Path | None) -> None:
        """Save; a disk that refuses costs the state, never the session."""
        if path is None:
            return
        temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            temporary.write_text(json.dumps(asdict(self), indent=1), "utf-8")
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
