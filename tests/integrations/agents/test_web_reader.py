"""web-reader against real pages on a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from tests.fixtures.nginx import serving
from tests.integrations.contexts import run
from weavz_tui.catalog import ActionFailed, ValidationError
from weavz_tui.integrations.web_reader import integration
from weavz_tui.net import Client, NetSettings

PAGE = """<!doctype html><html lang="en"><head>
<title>  Harbours of
  the North </title>
<meta name="description" content="All harbours">
<meta property="og:title" content="Harbours"><meta property="og:type" content="article">
<meta name="twitter:card" content="summary">
<link rel="canonical" href="/harbours">
<script type="application/ld+json">{"@type": "Article", "headline": "Harbours"}</script>
<script type="application/ld+json">not json</script>
<style>p { color: red }</style></head>
<body><nav><a href="/home">Home</a></nav>
<h1>Harbours</h1><p>Some <b>old</b> and<!-- hidden --> some&nbsp;new.</p>
<ul><li>Bergen</li><li>Troms&oslash;</li></ul>
<table><tr><th>Name</th><th>Depth</th></tr><tr><td>Bergen</td><td>11 m</td></tr></table>
<pre><code>tide = 1</code></pre>
<p><a href="map.html#top" title="Chart">Map</a> <a href="map.html#end">Map again</a>
<a href="https://other.test/x?a=1">Other</a> <a href="mailto:a@b.test">Mail</a>
<a href="javascript:void(0)">Run</a></p>
<img src="/pier.png" alt="A pier">
<div itemscope itemtype="https://schema.org/Place"><span itemprop="name">Bergen</span>
<div itemprop="geo" itemscope itemtype="https://schema.org/GeoCoordinates">
<meta itemprop="latitude" content="60.39"></div>
<a itemprop="url" href="https://bergen.test/">site</a></div>
<script>document.write("never")</script></body></html>"""
MAIN = f"<title>News</title><body><nav>Menu</nav><main><p>{'Long text. ' * 30}</p></main></body>"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the pages."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "latin").mkdir()
    (folder / "page.html").write_text(PAGE, "utf-8")
    (folder / "main.html").write_text(MAIN, "utf-8")
    (folder / "latin/page.html").write_text("<title>Café</title><p>Tromsø</p>", "latin-1")
    (folder / "plain.txt").write_text("one < two\nthree", "utf-8")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.4")
    (folder / "deep.html").write_text("<div>" * 20_000 + "x", "utf-8")
    (folder / "slow.html").write_text(f"<a href='/{'a' * 60}!'>x</a>", "utf-8")
    (folder / "big.html").write_bytes(b"<p>" + b"x" * 5_000_001)
    with serving(folder) as url:
        yield url


@pytest.fixture(scope="module")
async def client() -> AsyncIterator[Client]:
    """The real client."""
    made = Client(NetSettings())
    yield made
    await made.close()


async def test_a_page_is_read_as_text(site: str, client: Client) -> None:
    found = await run(integration, "fetch_as_text", {"url": f"{site}/page.html"}, transport=client)
    assert (found["title"], found["url"]) == ("Harbours of the North", f"{site}/page.html")
    lines = found["text"].splitlines()
    assert lines[:5] == ["Home", "Harbours", "Some old and some new.", "Bergen", "Tromsø"]
    assert "never" not in found["text"]
    assert "hidden" not in found["text"]
    assert found["length"] == len(found["text"])


async def test_a_page_is_read_as_markdown(site: str, client: Client) -> None:
    inputs = {"url": f"{site}/page.html"}
    found = await run(integration, "fetch_as_markdown", inputs, transport=client)
    markdown = found["markdown"]
    for expected in (
        "# Harbours",
        "Some **old** and some",
        "- Bergen\n- Tromsø",
        "| Name | Depth |",
        "```\ntide = 1\n```",
        f"[Map]({site}/map.html#top",
        "[Other](https://other.test/x?a=1)",
    ):
        assert expected in markdown
    assert "pier" not in markdown
    assert "hidden" not in markdown


@pytest.mark.parametrize(
    ("given", "present", "absent"),
    [
        ({"includeLinks": False}, "Map", "map.html"),
        ({"includeImages": True}, "![A pier]({site}/pier.png)", "{site}/never"),
    ],
)
async def test_links_and_images_are_kept_as_asked(
    site: str, client: Client, given: dict[str, Any], present: str, absent: str
) -> None:
    inputs = {"url": f"{site}/page.html", **given}
    found = await run(integration, "fetch_as_markdown", inputs, transport=client)
    assert present.format(site=site) in found["markdown"]
    assert absent.format(site=site) not in found["markdown"]


async def test_the_main_part_of_a_page_is_taken(site: str, client: Client) -> None:
    found = await run(integration, "fetch_as_text", {"url": f"{site}/main.html"}, transport=client)
    assert found["text"].startswith("Long text.")
    assert "Menu" not in found["text"]


async def test_the_links_of_a_page_are_listed_once(site: str, client: Client) -> None:
    found = await run(integration, "extract_links", {"url": f"{site}/page.html"}, transport=client)
    assert found["links"] == [
        {"url": f"{site}/home", "text": "Home", "internal": True},
        {"url": f"{site}/map.html", "text": "Map", "internal": True},
        {"url": "https://other.test/x?a=1", "text": "Other", "internal": False},
        {"url": "https://bergen.test/", "text": "site", "internal": False},
    ]
    assert found["count"] == 4


async def test_links_are_filtered(site: str, client: Client) -> None:
    inputs = {"url": f"{site}/page.html", "filterPattern": r"\.test/(x|$)"}
    found = await run(integration, "extract_links", inputs, transport=client)
    assert [each["text"] for each in found["links"]] == ["Other", "site"]


async def test_a_page_tells_machines_what_it_is(site: str, client: Client) -> None:
    inputs = {"url": f"{site}/page.html"}
    found = await run(integration, "extract_structured_data", inputs, transport=client)
    assert found == {
        "url": f"{site}/page.html",
        "title": "Harbours of the North",
        "description": "All harbours",
        "canonicalUrl": f"{site}/harbours",
        "language": "en",
        "jsonLd": [{"@type": "Article", "headline": "Harbours"}],
        "openGraph": {"title": "Harbours", "type": "article"},
        "twitter": {"card": "summary"},
        "microdata": [
            {
                "type": "https://schema.org/Place",
                "name": "Bergen",
                "geo": {"type": "https://schema.org/GeoCoordinates", "latitude": "60.39"},
                "url": "https://bergen.test/",
            }
        ],
        "meta": {"description": "All harbours"},
    }


async def test_several_pages_are_read_and_one_that_fails_stops_none(
    site: str, client: Client
) -> None:
    urls = [f"{site}/{name}" for name in ("page.html", "missing.html", "main.html")]
    inputs = {"urls": urls, "format": "markdown"}
    found = await run(integration, "fetch_multiple", inputs, transport=client)
    assert [each.get("title") for each in found["pages"]] == ["Harbours of the North", None, "News"]
    assert "404" in found["pages"][1]["error"]
    assert (found["count"], found["failed"]) == (3, 1)


@pytest.mark.parametrize(
    ("path", "title", "text"),
    [
        ("latin/page.html", "Café", "Tromsø"),
        ("plain.txt", None, "one < two\nthree"),
        ("moved", "Harbours of the North", "Home"),
    ],
)
async def test_charset_plain_text_and_redirects_are_understood(
    site: str, client: Client, path: str, title: str | None, text: str
) -> None:
    found = await run(integration, "fetch_as_text", {"url": f"{site}/{path}"}, transport=client)
    assert found["title"] == title
    assert found["text"].startswith(text)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("paper.pdf", "application/pdf"),
        ("deep.html", "nested too deeply"),
        ("big.html", "larger than"),
        ("missing.html", "404"),
    ],
)
async def test_what_is_no_readable_page_is_a_failure(
    site: str, client: Client, path: str, message: str
) -> None:
    inputs = {"url": f"{site}/{path}"}
    with pytest.raises(ActionFailed) as caught:
        await run(integration, "fetch_as_markdown", inputs, transport=client)
    assert message in caught.value.details["message"]


@pytest.mark.parametrize("pattern", ["(", "(a|aa)+$", "a" * 501])
async def test_a_pattern_that_cannot_be_used_is_refused(
    site: str, client: Client, pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weavz_tui.integrations.web_reader.MATCHING_TIME", 0.1)
    inputs = {"url": f"{site}/slow.html", "filterPattern": pattern}
    with pytest.raises(ValidationError) as caught:
        await run(integration, "extract_links", inputs, transport=client)
    assert list(caught.value.fields) == ["filterPattern"]


@pytest.mark.parametrize("urls", [[], ["https://a.test/"] * 21])
async def test_the_number_of_pages_is_limited(urls: list[str], client: Client) -> None:
    with pytest.raises(ValidationError) as caught:
        await run(integration, "fetch_multiple", {"urls": urls}, transport=client)
    assert list(caught.value.fields) == ["urls"]
