"""QR codes out of characters."""

from __future__ import annotations

import pytest
import segno

from weavz_tui.qr import QUIET, qr_lines

LIGHT = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


@pytest.mark.parametrize("text", ["https://acme.example/device?user_code=WDJB-MJHT", "x" * 700])
def test_the_characters_are_the_modules_of_the_code(text: str) -> None:
    rows: list[list[int]] = []
    for line in qr_lines(text):
        pairs = [LIGHT[character] for character in line]
        rows += [[upper for upper, _ in pairs], [lower for _, lower in pairs]]
    code = segno.make(text, error="l", micro=False, boost_error=False)
    wanted = [[1 - module for module in row] for row in code.matrix_iter(border=QUIET)]
    assert rows[: len(wanted)] == wanted
    assert all(set(row) == {1} for row in rows[len(wanted) :])
