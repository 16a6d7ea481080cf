"""Pictures as small files: what every picture has in common, and what nothing is seen of, left
out."""

from __future__ import annotations

import re

_DROPPED = re.compile(
    r"<!--.*?-->|@font-face\s*\{.*?\}|<clipPath[^>]*>.*?</clipPath>"
    r'| clip-path="[^"]*"| shape-rendering="[^"]*"|<circle[^>]*/>'
    r"|<text[^>]*>[ \n]*</text>",
    re.DOTALL,
)
_EMPTY = re.compile(r"<(defs|g)[^>]*>[ \n]*</\1>")
_PREFIX = re.compile(r"\bterminal-(?:\d+-)?(?=[\w-])")
_RECT = re.compile(
    r'<rect fill="(?P<fill>[^"]+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)"'
    r' width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)"/>'
)
_CRISP = "rect { shape-rendering: crispEdges }"


def small(svg: str) -> str:
    """The same picture; giving it a small one changes nothing."""
    svg = _PREFIX.sub("", _EMPTY.sub("", _DROPPED.sub("", svg)))
    svg = svg.replace("&#160;", "\N{NO-BREAK SPACE}")
    if _CRISP not in svg:
        svg = svg.replace("</style>", f"{_CRISP}\n</style>", 1)
    svg = re.sub(r"(?<=>)[ \n]*(?=<(?:rect|text|g|/(?!text)))", "\n", svg)
    svg = re.sub(r"\n[ \n]+", "\n", svg)
    return _joined(svg)


def _joined(svg: str) -> str:
    """Rectangles of one colour beside each other are one."""
    found: list[str] = []
    last: re.Match[str] | None = None
    start, end = 0.0, 0.0
    for row in svg.split("\n"):
        rect = _RECT.fullmatch(row)
        alike = ("fill", "y", "height")
        if (
            rect
            and last
            and rect.group(*alike) == last.group(*alike)
            and abs(float(rect["x"]) - end) < 0.05
        ):
            end = float(rect["x"]) + float(rect["width"])
            found[-1] = (
                f'<rect fill="{rect["fill"]}" x="{start:g}" y="{rect["y"]}"'
                f' width="{round(end - start, 2):g}" height="{rect["height"]}"/>'
            )
            continue
        last = rect
        if rect:
            start, end = float(rect["x"]), float(rect["x"]) + float(rect["width"])
        found.append(row)
    return "\n".join(found)
