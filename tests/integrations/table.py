"""`python -m tests.integrations.table`: every shipped integration, and what holds it.

Counted are its actions, those of the catalogue, the keys that differ, and the actions of which a
request was checked against the vendor's own description; where there is none, the reason.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from tests.integrations.keys import differing_keys, expected_actions
from tests.integrations.static import Checked
from weavz_tui.catalog.registry import Registry

HERE = Path(__file__).parent
REGISTRY = Registry(plugins=False)
REASONS: Mapping[str, str] = {
    "runs here, asks nobody": (
        "agent-memory agent-scratchpad sequential-thinking advanced-code code hash-encode datetime "
        "data-transformer storage kv-store xml"
    ),
    "calls any address that it is given": "http graphql rss web-reader",
    "another protocol than HTTP; run on a real server": "postgres mysql smtp",
    "none in the packages; checked against its reference by hand": "airtable qr-code",
    "none in the packages; held by requests.txt, from its documentation": (
        "arxiv biorxiv-medrxiv chembl clinicaltrials crossref dailymed datacite eu-vies europe-pmc "
        "gbif gdelt gleif grants-gov inaturalist microsoft-learn neso-data-portal noaa-nws "
        "nominatim nppes-npi-registry open-meteo openalex openfda opensky-network "
        "openssf-scorecard osv-dev peppol-directory pubmed sec-edgar semantic-scholar usaspending"
    ),
}
UNDESCRIBED = {slug: reason for reason, slugs in REASONS.items() for slug in slugs.split()}
ELSEWHERE = {"epa-echo": "tests.integrations.public_data.test_description"}


@dataclass(frozen=True)
class Row:
    """What the table says of one integration; `checked` None: nobody describes it."""

    slug: str
    actions: int
    published: int
    differing: int
    checked: Checked | None

    @property
    def covered(self) -> int:
        """Actions of which a request was checked."""
        return len(self.checked.actions) if self.checked else 0

    @property
    def violations(self) -> int:
        """What the description does not allow."""
        return len(self.checked.violations) if self.checked else 0

    @property
    def against(self) -> str:
        """The description, with what it lacks, or the reason that there is none."""
        if self.checked is None:
            return UNDESCRIBED.get(self.slug, "")
        lacking = len(self.checked.lacking)
        return f"{self.checked.source}; lacks {lacking}" if lacking else self.checked.source


async def rows() -> list[Row]:
    """One for every shipped integration, counted now."""
    found = []
    for slug in REGISTRY.shipped():
        integration = REGISTRY.get(slug)
        actions = set(integration.actions)
        expected = expected_actions(slug)
        differing = len(differing_keys(integration)) + len(actions ^ expected)
        checked = await checked_of(slug)
        found.append(Row(slug, len(actions), len(expected), differing, checked))
    return found


async def checked_of(slug: str) -> Checked | None:
    """What the test beside the integration says of it; None where it has no description."""
    for name in _tests_of(slug):
        module = import_module(name)
        if hasattr(module, "checked"):
            found: Checked = await module.checked()
            return found
    return None


def _tests_of(slug: str) -> Iterator[str]:
    """The modules that may hold its check."""
    if slug in ELSEWHERE:
        yield ELSEWHERE[slug]
    room = slug.replace("-", "_")
    for name in ("contract", "description", room):
        if (HERE / room / f"test_{name}.py").is_file():
            yield f"tests.integrations.{room}.test_{name}"


def lines(every: Iterable[Row]) -> list[str]:
    """The table, its totals last."""
    every = list(every)
    heads = ("integration", "actions", "catalogue", "differ", "checked", "violations", "against")
    cells = [
        (
            each.slug,
            str(each.actions),
            str(each.published),
            str(each.differing),
            str(each.covered) if each.checked else "-",
            str(each.violations) if each.checked else "-",
            each.against,
        )
        for each in every
    ]
    described = [each for each in every if each.checked]
    total = (
        f"{len(every)} in all",
        *(str(sum(getattr(each, name) for each in every)) for name in COUNTED),
        f"{len(described)} described, {len(every) - len(described)} not",
    )
    widths = [max(map(len, column)) for column in zip(heads, *cells, total, strict=True)]
    return [_line(each, widths) for each in (heads, *cells, total)]


COUNTED = ("actions", "published", "differing", "covered", "violations")


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    name, *counts, against = cells
    numbers = [each.rjust(width) for each, width in zip(counts, widths[1:-1], strict=True)]
    return "  ".join([name.ljust(widths[0]), *numbers, against]).rstrip()


if __name__ == "__main__":
    print("\n".join(lines(asyncio.run(rows()))))  # noqa: T201 - it is what the command is for
