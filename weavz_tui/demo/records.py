"""What the sample service knows: three projects, the people in them, their tickets."""

from __future__ import annotations

from typing import Any

PROJECTS: dict[str, str] = {"harbour": "Harbour", "lighthouse": "Lighthouse", "pier": "Pier"}
PEOPLE: dict[str, tuple[str, ...]] = {
    "harbour": ("Ada Berg", "Bob Fox", "Eve Long", "Jane Cooper", "Noor Aziz"),
    "lighthouse": ("Ada Berg", "Tomás Silva", "Yuki Mori"),
    "pier": ("Jane Cooper", "Olu Ade"),
}
KINDS: dict[str, tuple[dict[str, Any], ...]] = {
    "bug": (
        {"key": "version", "title": "Version", "required": True, "about": "where it was seen"},
        {"key": "severity", "title": "Severity", "choices": ["low", "high", "stops everything"]},
    ),
    "wish": (
        {
            "key": "reason",
            "title": "Reason",
            "required": True,
            "about": "what it would be good for",
        },
        {"key": "votes", "title": "Votes", "number": True},
    ),
    "question": ({"key": "asked_by", "title": "Asked by", "about": "who waits for the answer"},),
}
TITLES: tuple[tuple[str, str, str], ...] = (
    ("harbour", "bug", "Crane 3 does not stop"),
    ("harbour", "wish", "Show the tide on the first page"),
    ("harbour", "question", "Who may open gate 2 at night?"),
    ("lighthouse", "bug", "Lamp flickers at dawn"),
    ("lighthouse", "bug", "Fog horn a second late"),
    ("pier", "wish", "Benches with a view"),
)


def person_id(name: str) -> str:
    """`Jane Cooper` is `jane`."""
    return name.split(maxsplit=1)[0].lower()


def tickets() -> list[dict[str, Any]]:
    """The tickets that are there at the start, numbered from 1."""
    return [
        {
            "number": number,
            "project": project,
            "kind": kind,
            "title": title,
            "status": "closed" if number % 3 == 0 else "open",
            "assignee": person_id(PEOPLE[project][number % len(PEOPLE[project])]),
            "labels": ["outside"] if number % 2 else [],
        }
        for number, (project, kind, title) in enumerate(TITLES, 1)
    ]
