"""rss against a real server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.integrations.contexts import run
from tests.net.servers import http
from weavz_tui.catalog import ActionFailed
from weavz_tui.integrations.rss import integration
from weavz_tui.net import Client

RSS = """<?xml version="1.0"?><rss version="2.0"><channel>
<title>News</title><link>https://news.test/</link><description>All of it</description>
<language>en</language>
<item><title>First</title><link>https://news.test/1</link><guid isPermaLink="false">id-1</guid>
<pubDate>Sun, 22 Nov 2026 16:04:05 +0100</pubDate>
<description>About &lt;b&gt;cats&lt;/b&gt;&lt;script&gt;x()&lt;/script&gt;</description>
<category>Pets</category>
<enclosure url="https://news.test/1.mp3" type="audio/mpeg" length="9"/></item>
<item><title>Second</title><link>https://news.test/2</link><description>Dogs</description></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Blog</title><id>b</id><updated>2026-11-22T15:04:05Z</updated>
<entry><title>Post</title><id>e1</id><link href="https://blog.test/1"/>
<updated>2026-11-21T00:00:00Z</updated><author><name>Ada</name></author>
<content type="html">Text</content></entry></feed>"""


def _answering(text: str, content_type: str = "application/xml") -> Any:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=text.encode(), content_type=content_type)

    return answer


async def test_a_feed_and_its_entries_are_read(client: Client) -> None:
    async with http(_answering(RSS)) as url:
        found = await run(integration, "parse_feed", {"url": url}, transport=client)
    assert (found["feed"]["title"], found["feed"]["format"], found["count"]) == ("News", "rss20", 2)
    assert found["entries"][0] == {
        "id": "id-1",
        "title": "First",
        "link": "https://news.test/1",
        "author": None,
        "published": "2026-11-22T15:04:05Z",
        "updated": None,
        "summary": "About <b>cats</b>",
        "content": None,
        "categories": ["Pets"],
        "enclosures": [{"url": "https://news.test/1.mp3", "type": "audio/mpeg", "length": "9"}],
    }


async def test_atom_is_read_too(client: Client) -> None:
    async with http(_answering(ATOM, "text/html")) as url:
        found = await run(integration, "parse_feed", {"url": url}, transport=client)
    entry = found["entries"][0]
    assert (found["feed"]["title"], found["feed"]["format"]) == ("Blog", "atom10")
    assert (entry["author"], entry["content"], entry["link"]) == (
        "Ada",
        "Text",
        "https://blog.test/1",
    )


async def test_the_first_entries_are_taken(client: Client) -> None:
    async with http(_answering(RSS)) as url:
        inputs = {"url": url, "limit": 1}
        found = await run(integration, "get_entries", inputs, transport=client)
    assert [each["title"] for each in found["entries"]] == ["First"]
    assert (found["feedTitle"], found["count"], found["total"]) == ("News", 1, 2)


@pytest.mark.parametrize(
    ("query", "titles"),
    [("CATS first", ["First"]), ("pets", ["First"]), ("dogs", ["Second"]), ("cats dogs", [])],
)
async def test_entries_are_searched_for_words(
    client: Client, query: str, titles: list[str]
) -> None:
    async with http(_answering(RSS)) as url:
        inputs = {"url": url, "query": query}
        found = await run(integration, "search_entries", inputs, transport=client)
    assert [each["title"] for each in found["entries"]] == titles


async def test_a_page_that_is_no_feed_is_a_failure(client: Client) -> None:
    async with http(_answering("<html><body>hello</body></html>", "text/html")) as url:
        with pytest.raises(ActionFailed) as caught:
            await run(integration, "parse_feed", {"url": url}, transport=client)
    assert "neither RSS nor Atom" in caught.value.details["message"]


async def test_an_answer_that_looks_like_a_path_opens_no_file(
    client: Client, tmp_path: Path
) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_text(RSS)
    async with http(_answering(str(secret))) as url:
        with pytest.raises(ActionFailed):
            await run(integration, "parse_feed", {"url": url}, transport=client)


async def test_a_missing_feed_is_the_services_failure(client: Client) -> None:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=404)

    async with http(answer) as url:
        with pytest.raises(ActionFailed) as caught:
            await run(integration, "parse_feed", {"url": url}, transport=client)
    assert caught.value.details["statusCode"] == 404
