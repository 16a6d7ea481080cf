"""What a web page says: its text, its links and what it tells machines.

BeautifulSoup and markdownify are imported with the first page, a tenth of a second later than
start-up. Pages are other people's: a page nested too deeply raises RecursionError, which whoever
reads it turns into a failure.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_NOISE = ("title", "script", "style", "noscript", "template", "svg", "iframe", "head")
_BLOCKS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "br", "section", "article",
           "header", "footer", "nav", "main", "aside", "blockquote", "pre", "table", "ul", "ol",
           "dt", "dd", "figcaption", "option")  # fmt: skip
_MAIN = ("main", "article", "[role=main]")
_SHORTEST_MAIN = 200


def parsed(content: bytes, charset: str | None) -> BeautifulSoup:
    """The page; a charset that the server names wins over the page's own."""
    from bs4 import BeautifulSoup  # noqa: PLC0415

    return BeautifulSoup(content, "html.parser", from_encoding=charset)


def title(page: BeautifulSoup) -> str | None:
    """The page's title."""
    found = page.find("title")
    return _flat(found.get_text()) or None if found else None


def body(page: BeautifulSoup) -> Tag:
    """Where the page's own text is: its main part where it marks one that has some, else all."""
    for selector in _MAIN:
        found = page.select(selector)
        if len(found) == 1 and len(_flat(found[0].get_text())) >= _SHORTEST_MAIN:
            return found[0]
    return page.body or page


def text(page: BeautifulSoup) -> str:
    """The text that a reader sees, a line for each block."""
    whole = body(page)
    _strip(whole)
    for each in whole.find_all(_BLOCKS):
        each.insert_before("\n")
        each.insert_after("\n")
    lines = (_flat(line) for line in whole.get_text().splitlines())
    return "\n".join(line for line in lines if line)


def markdown(page: BeautifulSoup, url: str, *, links: bool, images: bool) -> str:
    """The text as Markdown, addresses absolute."""
    from markdownify import MarkdownConverter  # noqa: PLC0415

    whole = body(page)
    _strip(whole)
    base = base_url(page, url)
    for tag, attribute in (("a", "href"), ("img", "src")):
        for each in whole.find_all(tag):
            if address := _address(each, attribute):
                each[attribute] = urljoin(base, address)
    dropped = [*([] if links else ["a"]), *([] if images else ["img"])]
    converter = MarkdownConverter(heading_style="ATX", bullets="-", strip=dropped)
    if not images:
        for each in whole.find_all("img"):
            each.decompose()
    written = converter.convert_soup(whole)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", written)).strip()


def links(page: BeautifulSoup, url: str) -> list[dict[str, Any]]:
    """Every http(s) address that the page links to, once, with the text of its first link."""
    base, host = base_url(page, url), urlsplit(url).hostname
    found: dict[str, dict[str, Any]] = {}
    for each in page.find_all("a"):
        address = _joined(base, _address(each, "href"))
        if address is not None and address not in found:
            label = _flat(each.get_text()) or _address(each, "title") or None
            internal = urlsplit(address).hostname == host
            found[address] = {"url": address, "text": label, "internal": internal}
    return list(found.values())


def structured(page: BeautifulSoup, url: str) -> dict[str, Any]:
    """What the page says to machines: JSON-LD, Open Graph, Twitter cards, microdata, meta."""
    meta: dict[str, str] = {}
    for each in page.find_all("meta"):
        name = _address(each, "property") or _address(each, "name")
        if name and name not in meta:
            meta[name] = _address(each, "content")
    canonical = page.find("link", rel="canonical")
    root = page.find("html")
    return {
        "title": title(page),
        "description": meta.get("description") or meta.get("og:description"),
        "canonicalUrl": _joined(url, _address(canonical, "href")) if canonical else None,
        "language": _address(root, "lang") or None if root else None,
        "jsonLd": _json_ld(page),
        "openGraph": _prefixed(meta, "og:"),
        "twitter": _prefixed(meta, "twitter:"),
        "microdata": [
            _item(each) for each in page.select("[itemscope]") if not each.has_attr("itemprop")
        ],
        "meta": {key: value for key, value in meta.items() if ":" not in key},
    }


def base_url(page: BeautifulSoup, url: str) -> str:
    """What the page's addresses are relative to."""
    base = page.find("base", href=True)
    return urljoin(url, _address(base, "href")) if base else url


def _strip(whole: Tag) -> None:
    from bs4 import Comment  # noqa: PLC0415

    for each in whole.find_all(_NOISE):
        each.decompose()
    for comment in whole.find_all(string=lambda found: isinstance(found, Comment)):
        comment.extract()


def _json_ld(page: BeautifulSoup) -> list[Any]:
    found: list[Any] = []
    for each in page.find_all("script", type="application/ld+json"):
        try:
            value = json.loads(each.get_text())
        except ValueError:
            continue
        found += value if isinstance(value, list) else [value]
    return found


def _item(tag: Tag) -> dict[str, Any]:
    """A microdata item: its type and properties, a list where one is given several times."""
    properties: dict[str, Any] = {}
    pending = list(tag.find_all(True, recursive=False))
    while pending:
        each = pending.pop(0)
        if name := _address(each, "itemprop"):
            value = _item(each) if each.has_attr("itemscope") else _value(each)
            properties.setdefault(name, []).append(value)
        if not each.has_attr("itemscope"):
            pending = [*each.find_all(True, recursive=False), *pending]
    single = {key: each[0] if len(each) == 1 else each for key, each in properties.items()}
    return {"type": _address(tag, "itemtype") or None, **single}


def _value(tag: Tag) -> str:
    for attribute in ("content", "href", "src", "datetime"):
        if tag.has_attr(attribute):
            return _address(tag, attribute)
    return _flat(tag.get_text())


def _prefixed(meta: dict[str, str], prefix: str) -> dict[str, str]:
    return {
        key.removeprefix(prefix): value for key, value in meta.items() if key.startswith(prefix)
    }


def _address(tag: Tag, attribute: str) -> str:
    value = tag.get(attribute)
    return (" ".join(value) if isinstance(value, list) else value or "").strip()


def _joined(base: str, address: str) -> str | None:
    """An absolute http(s) address without its fragment, or None."""
    try:
        parts = urlsplit(urljoin(base, address))
    except ValueError:
        return None
    if not address or parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return parts._replace(fragment="").geturl()


def _flat(value: str) -> str:
    return " ".join(value.split())
