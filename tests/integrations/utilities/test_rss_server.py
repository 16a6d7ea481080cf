"""Every action of rss against feeds as nginx serves them: real types, real redirects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.fixtures.nginx import serving
from tests.integrations.contexts import run
from tests.integrations.utilities.test_rss import ATOM, RSS
from weavz_tui.integrations.rss import integration
from weavz_tui.net import Client


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with two feeds."""
    folder = tmp_path_factory.mktemp("feeds")
    (folder / "news.rss").write_text(RSS, "utf-8")
    (folder / "blog.atom").write_text(ATOM, "utf-8")
    (folder / "page.html").write_text(ATOM, "utf-8")
    with serving(folder) as url:
        yield url


@pytest.mark.parametrize(
    ("action", "path", "inputs", "titles"),
    [
        ("parse_feed", "news.rss", {}, ["First", "Second"]),
        ("parse_feed", "blog.atom", {}, ["Post"]),
        ("parse_feed", "moved", {}, ["Post"]),
        ("get_entries", "news.rss", {"limit": 1}, ["First"]),
        ("search_entries", "news.rss", {"query": "dogs"}, ["Second"]),
    ],
)
async def test_a_served_feed_is_read(
    site: str, client: Client, action: str, path: str, inputs: dict[str, Any], titles: list[str]
) -> None:
    given = {"url": f"{site}/{path}", **inputs}
    found = await run(integration, action, given, transport=client)
    assert [each["title"] for each in found["entries"]] == titles
