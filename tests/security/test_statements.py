"""Statements that are made to be looked through for long."""

from __future__ import annotations

import time

import pytest

from weavz_tui.integrations.mysql.statements import with_places


@pytest.mark.parametrize("part", ["'\\", '"\\', "`", "/*", "'", "'\"", "--", "\\'"])
def test_a_statement_of_open_quotes_is_looked_through_once(part: str) -> None:
    began = time.process_time()
    with_places(part * 100_001, [])
    assert time.process_time() - began < 2
