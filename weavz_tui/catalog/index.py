"""What a list shows of the integrations that come with the program, without importing them.

`index.json` is written by `python -m weavz_tui.catalog.index`; a test compares it with what the
integrations say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from weavz_tui.model.catalogue import IntegrationSummary
from weavz_tui.model.enums import Category, ConnectionType, Effect
from weavz_tui.model.imports import ActionSummary

FILE = Path(__file__).with_name("index.json")


class Index:
    """Summaries of integrations and of their actions, by name of the integration."""

    def __init__(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        self._entries = entries

    @classmethod
    def shipped(cls) -> Index:
        """The one that comes with the program."""
        return _shipped()

    def has(self, name: str) -> bool:
        """Whether an integration is in it."""
        return name in self._entries

    def summary(self, name: str) -> IntegrationSummary:
        """An integration as a list shows it; raises KeyError."""
        entry = self._entries[name]
        return IntegrationSummary(
            name=name,
            display_name=entry["title"],
            description=entry["description"],
            categories=tuple(Category(each) for each in entry["categories"]),
            auth_types=tuple(ConnectionType(each) for each in entry["auth"]),
            action_count=len(entry["actions"]),
            source="built in",
        )

    def actions(self, name: str) -> list[ActionSummary]:
        """The actions of an integration, in its order; raises KeyError."""
        return [
            ActionSummary.model_construct(
                integration_name=name,
                name=action,
                display_name=title,
                description=description,
                effect=Effect(effect),
            )
            for action, title, description, effect in self._entries[name]["actions"]
        ]


def entries(found: Iterable[tuple[IntegrationSummary, Sequence[ActionSummary]]]) -> dict[str, Any]:
    """What the file holds of these integrations."""
    return {
        summary.name: {
            "title": summary.display_name,
            "description": summary.description,
            "categories": [each.value for each in summary.categories],
            "auth": [each.value for each in summary.auth_types],
            "actions": [
                [each.name, each.display_name, each.description, each.effect.value]
                for each in actions
            ],
        }
        for summary, actions in found
    }


def current() -> dict[str, Any]:
    """What the file should hold: what the integrations that come with the program say."""
    from weavz_tui.catalog.registry import Registry  # noqa: PLC0415 - a list needs none of it

    registry = Registry(plugins=False)
    return entries(
        (each.summary, each.action_summaries) for each in map(registry.get, registry.shipped())
    )


def written(index: Mapping[str, Any]) -> str:
    """The text of the file, an action a line, so that a change can be read."""
    lines = []
    for name, entry in index.items():
        head = {key: value for key, value in entry.items() if key != "actions"}
        rows = ",\n".join(_line(each) for each in entry["actions"])
        lines.append(f'{_line(name)}:{_line(head)[:-1]},"actions":[\n{rows}\n]}}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _shipped() -> Index:
    return Index(json.loads(FILE.read_text("utf-8")))


if __name__ == "__main__":
    FILE.write_text(written(current()), "utf-8")
