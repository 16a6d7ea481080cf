"""What a stranger's or a caller's text may cost the server."""

from __future__ import annotations

import time

import pytest

from tests.api.conftest import Api
from tests.api.serving import SERVICE_KEY
from weavz_tui.api.reading import parse, read_bytes
from weavz_tui.api.strangers import Strangers
from weavz_tui.engine.servers.callables import LONGEST_QUERY, search
from weavz_tui.engine.servers.code import IS_JAVASCRIPT, looks_like_javascript
from weavz_tui.model.errors import InvalidJson, RateLimited

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize("path", ["/api/v1/workspaces", "/api/v1/actions/execute", "/api/v1/orgs"])
@pytest.mark.parametrize("key", [None, "wvz_wrong", "mcp_wrong"])
async def test_the_body_of_a_stranger_is_judged_by_its_key_alone(
    api: Api, path: str, key: str | None
) -> None:
    answer = await api.other(key).post(path, content=b"{", headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHORIZED")


async def test_an_organisation_is_made_with_the_service_key_alone(api: Api) -> None:
    body = {"name": "B", "slug": "b"}
    refused = await api.client.post("/api/v1/orgs", json=body)
    made = await api.other(None).post(
        "/api/v1/orgs", json=body, headers={"X-Service-Key": SERVICE_KEY}
    )
    assert (refused.status_code, made.status_code) == (401, 201)


def test_a_key_given_twice_among_many_is_found_at_once() -> None:
    names = [f'"k{number}":1' for number in range(100_000)]
    body = "{" + ",".join([*names, names[-1]]) + "}"
    began = time.process_time()
    with pytest.raises(InvalidJson, match="k99999"):
        parse(body.encode())
    assert time.process_time() - began < 2


async def test_a_body_in_many_small_pieces_costs_what_its_size_does() -> None:
    left = 16_000

    async def receive() -> dict[str, object]:
        nonlocal left
        left -= 1
        return {"type": "http.request", "body": b"x" * 1000, "more_body": left > 0}

    began = time.process_time()
    body = await read_bytes({"type": "http", "headers": []}, receive, 32 << 20)
    assert len(body) == 16_000_000
    assert time.process_time() - began < 2


def test_code_of_empty_lines_is_looked_through_at_once() -> None:
    began = time.process_time()
    assert not looks_like_javascript("\n" * 250_000 + "(")
    assert not looks_like_javascript(" \n" * 125_000 + ")" * 1000)
    assert time.process_time() - began < 2
    assert looks_like_javascript("\n\n  const a = 1")
    assert "JavaScript" in IS_JAVASCRIPT


def test_no_more_than_the_beginning_of_a_query_is_searched_for() -> None:
    began = time.process_time()
    assert search([], "a " * 5_000_000) == []
    assert search([], "a" * LONGEST_QUERY) == []
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2001:db8::1", "2001:db8::2"),
        ("2001:db8::1", "2001:db8:0:0:ffff::3"),
        ("2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6"),
        ("fe80::1%eth0", "fe80::2%eth1"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
        ("192.0.2.1", "::ffff:192.0.2.1"),
    ],
)
def test_addresses_of_one_customer_are_counted_together(first: str, second: str) -> None:
    strangers = Strangers(1)
    strangers.count(first)
    with pytest.raises(RateLimited):
        strangers.count(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:3::1"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2"),
        ("not:an:address", "another"),
    ],
)
def test_addresses_of_others_are_counted_apart(first: str, second: str) -> None:
    strangers = Strangers(1)
    strangers.count(first)
    assert strangers.count(second).remaining == 0
