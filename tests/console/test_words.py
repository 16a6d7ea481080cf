"""Words that stand on many screens."""

from __future__ import annotations

import pytest

from weavz_tui.console.text import duration, milliseconds


@pytest.mark.parametrize(
    ("spent", "column", "sentence"),
    [
        (0.4, "0", "0 ms"),
        (231.2, "231", "231 ms"),
        (1240, "1.2k", "1.2 s"),
        (61000, "61.0k", "61.0 s"),
    ],
)
def test_time_is_short_in_a_column_and_has_its_unit_in_a_sentence(
    spent: float, column: str, sentence: str
) -> None:
    assert milliseconds(spent) == column
    assert duration(spent) == sentence
