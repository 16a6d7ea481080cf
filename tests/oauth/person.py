"""A person in a browser: signs in to oidc-provider, agrees, and comes back."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import aiohttp

_FORM = re.compile(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
_INPUT = re.compile(r"<input[^>]*>")
_NAME = re.compile(r'name="([^"]+)"')
_VALUE = re.compile(r'value="([^"]*)"')
MOST_PAGES = 12


async def agree(url: str, *, deny: bool = False) -> str:
    """Follow an authorisation to its end; the address that the browser is sent back to."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        return await _through(browser, url, deny=deny)


async def enter_code(url: str) -> str:
    """Open the page of a device flow with the code in it, confirm, sign in and agree; the last
    page's text."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        return await _through(browser, url)


async def _through(browser: aiohttp.ClientSession, url: str, *, deny: bool = False) -> str:
    host = url.split("/")[2]
    method = "GET"
    data: dict[str, str] | None = None
    for _ in range(MOST_PAGES):
        if url.split("/")[2] != host:
            return url
        async with browser.request(method, url, data=data, allow_redirects=False) as answer:
            if answer.status in {302, 303}:
                url, method, data = urljoin(url, answer.headers["Location"]), "GET", None
                continue
            page = await answer.text()
        if deny and (abort := re.search(r'href="([^"]*abort[^"]*)"', page)):
            url, method, data = urljoin(url, abort[1]), "GET", None
            continue
        form = _FORM.search(page)
        if form is None:
            return page
        data = {}
        for each in _INPUT.findall(form[2]):
            if (name := _NAME.search(each)) is not None and 'type="submit"' not in each:
                value = _VALUE.search(each)
                data[name[1]] = value[1] if value else "person"
        url, method = urljoin(url, form[1]), "POST"
    raise AssertionError("the provider's pages do not end")
