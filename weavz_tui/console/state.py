"""Where a person was: last place, workspace, and each list's filter and sort, in one JSON file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weavz_tui.console.places import BY_ID

if TYPE_CHECKING:
    from weavz_tui.contexts import Context
    from weavz_tui.home import Home
    from weavz_tui.model.properties import Property


RECENT = 20


@dataclass(slots=True)
class ListState:
    """What stands over a list: its filter, the column it is sorted by, the columns it hides."""

    filter: str = ""
    sort: str = ""
    hidden: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DraftState:
    """What stood in the playground: `title` is `alias.action`, `recent` the titles before it.
    Nothing that may be a secret is in `values`."""

    title: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    recent: list[str] = field(default_factory=list)


@dataclass(slots=True)
class State:
    """What comes back on the next start."""

    place: str = ""
    workspace: str = ""
    end_user: str = ""
    theme: str = ""
    draft: DraftState = field(default_factory=DraftState)
    lists: dict[str, ListState] = field(default_factory=dict)

    def keep_draft(
        self, title: str, values: Mapping[str, Any], properties: Iterable[Property]
    ) -> None:
        """Keep a draft, but for inputs whose property or name says that they are secret."""
        secret = {each.name for each in properties if each.secret or each.type == "SECRET_TEXT"}
        kept = {key: each for key, each in values.items() if key not in secret}
        self.draft.values = without_secrets(kept)
        self.draft.title = title
        others = [each for each in self.draft.recent if each != title]
        self.draft.recent = [title, *others][:RECENT]

    def drafts_of(self, alias: str) -> tuple[str, ...]:
        """`the draft`, where the playground's is of that alias."""
        return ("the draft",) if self.draft.title.startswith(f"{alias}.") else ()

    def rename(self, old: str, new: str) -> None:
        """An alias is another one now: the draft and the recent actions follow it."""

        def renamed(title: str) -> str:
            return new + title.removeprefix(old) if title.startswith(f"{old}.") else title

        self.draft.title = renamed(self.draft.title)
        self.draft.recent = [renamed(title) for title in self.draft.recent]

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
            draft=_draft(data.get("draft")),
            lists={
                name: ListState(text(each, "filter"), text(each, "sort"), _texts(each, "hidden"))
                for name, each in (lists if isinstance(lists, dict) else {}).items()
            },
        )

    def write(self, path: Path | None) -> None:
        """Save; a disk that refuses costs the state, never the session."""
        if path is None:
            return
        temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            temporary.touch(mode=0o600)
            temporary.write_text(json.dumps(asdict(self), indent=1), "utf-8")
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)


def state_file(home: Home | None, context: Context | None) -> Path | None:
    """Where the state of a console on an engine is kept: each engine has workspaces of its own."""
    if home is None or context is None:
        return home.state_file if home else None
    return home.state_file.with_name(f"state-{context.name}.json")


def without_secrets(value: Any) -> Any:
    """JSON data without what stands under a secret's name."""
    from weavz_tui.model.secrets import is_secret_name

    if isinstance(value, dict):
        return {
            key: without_secrets(each) for key, each in value.items() if not is_secret_name(key)
        }
    return [without_secrets(each) for each in value] if isinstance(value, list) else value


def _texts(source: Any, key: str) -> list[str]:
    """The strings of a saved list; anything else is passed over."""
    found = source.get(key) if isinstance(source, dict) else None
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _draft(data: Any) -> DraftState:
    """The saved draft; what is not of the right form is a fresh one."""
    if not isinstance(data, dict) or not isinstance(data.get("title"), str):
        return DraftState()
    values, recent = data.get("values"), data.get("recent")
    return DraftState(
        title=data["title"],
        values=values if isinstance(values, dict) else {},
        recent=[each for each in recent if isinstance(each, str)]
        if isinstance(recent, list)
        else [],
    )
