"""QR codes drawn with characters, for a telephone that looks at the terminal."""

from __future__ import annotations

QUIET = 2
"""Modules of empty border. The standard asks for four; every reader in use takes two."""

_HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


def qr_lines(text: str) -> list[str]:
    """The code of a text, two rows of it in a line. A mark is a light module: to be shown light on
    dark, as most readers want it."""
    import segno  # noqa: PLC0415 - few ever look at one

    code = segno.make(text, error="l", micro=False, boost_error=False)
    rows = [[1 - module for module in row] for row in code.matrix_iter(border=QUIET)]
    if len(rows) % 2:
        rows.append([1] * len(rows[0]))
    return [
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]
