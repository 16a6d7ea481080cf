"""Uploads to a Drive over a connection that drops."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.integrations.contexts import run
from tests.integrations.google_drive.dropping import Session, dropping
from tests.integrations.google_drive.service import FILE
from weavz_tui.catalog import ActionFailed, FileContent
from weavz_tui.integrations import _resumable
from weavz_tui.integrations.google_drive import IN_ONE_REQUEST, integration
from weavz_tui.net.client import Client

CONTENT = os.urandom(IN_ONE_REQUEST + 1000)
SIZE = len(CONTENT)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody recovers here for whom one would have to wait."""
    monkeypatch.setattr(_resumable, "PAUSES", (0.0,) * len(_resumable.PAUSES))


async def upload(session: Session) -> Any:
    inputs = {"name": "a.bin", "content": FileContent("a.bin", CONTENT)}
    client = Client()
    try:
        return await run(integration, "upload_file", inputs, transport=client, base_url=session.url)
    finally:
        await client.close()


async def test_what_has_come_is_not_sent_again() -> None:
    with dropping(1_000_000, 2_000_000) as session:
        assert await upload(session) == FILE
    assert session.content == CONTENT
    question = f"bytes */{SIZE}"
    rest = [f"bytes {start}-{SIZE - 1}/{SIZE}" for start in (1_000_000, 3_000_000)]
    assert session.ranges == ["", question, rest[0], question, rest[1]]


async def test_where_nothing_has_come_it_begins_anew() -> None:
    with dropping(0) as session:
        assert await upload(session) == FILE
    assert session.content == CONTENT


async def test_where_only_the_answer_was_lost_nothing_is_sent_again() -> None:
    with dropping(SIZE) as session:
        assert await upload(session) == FILE
    assert session.ranges == ["", f"bytes */{SIZE}"]


async def test_a_service_that_is_down_for_a_moment_is_asked_again() -> None:
    with dropping(500, statuses=(503, 500)) as session:
        assert await upload(session) == FILE
    assert session.content == CONTENT


async def test_a_session_that_is_gone_is_told() -> None:
    with dropping(500, statuses=(404,)) as session, pytest.raises(ActionFailed) as caught:
        await upload(session)
    assert caught.value.details["statusCode"] == 404


async def test_it_gives_up_after_some_times() -> None:
    tries = len(_resumable.PAUSES)
    with dropping(*([10] * (tries + 1))) as session, pytest.raises(ActionFailed) as caught:
        await upload(session)
    assert caught.value.details["reason"] == "DROPPED"
    assert len(session.content) == 10 * (tries + 1)
