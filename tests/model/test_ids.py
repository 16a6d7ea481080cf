"""Identifiers."""

from __future__ import annotations

import uuid

from weavz_tui.model.entities import new_id, ordered_id


def test_identifiers_are_uuids_after_their_prefix() -> None:
    assert uuid.UUID(new_id("pi_").removeprefix("pi_")).version == 4
    made = uuid.UUID(ordered_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_ordered_identifiers_sort_by_time() -> None:
    made = [ordered_id() for _ in range(2000)]
    assert len(set(made)) == len(made)
    assert [each[:18] for each in made] == sorted(each[:18] for each in made)
