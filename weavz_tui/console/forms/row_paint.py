"""The row of a field: gutter 1, label 18, value, source 16 (layouts)."""

from __future__ import annotations

from functools import lru_cache

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

from weavz_tui.console.widgets.plain import fitted

GUTTER = 1
LABEL = 18
SOURCE = 16
LEFT = GUTTER + LABEL
MUTED = "$foreground 75%"


@lru_cache(maxsize=1_000)
def label_of(text: str, depth: int, *, star: str, focused: bool, locked: bool) -> Content:
    """Gutter and label: `▌` on the row with the focus, `=` on a locked one. A label too long for
    its column gives way before its `star`."""
    mark = "▌" if focused else "=" if locked else " "
    gutter = Content.styled(mark, "$primary" if focused else "")
    words = Content(f"{'  ' * depth}{text}")
    if words.cell_length > LABEL - 1 - len(star):
        words = words.truncate(LABEL - 1 - len(star), ellipsis=True)
    words = fitted(words + Content(star), LABEL - 1)
    return gutter + words.stylize("bold" if focused else MUTED) + Content(" ")


def source_of(source: Content) -> Content:
    """The source column, right-aligned, one cell free at the border."""
    return fitted(source, SOURCE - 1, right=True).stylize_before(MUTED) + Content(" ")


def strip_of(widget: Widget, content: Content, width: int) -> Strip:
    """Content as one line of a widget in its colours, with the app's filters.

    What a widget paints into its padding comes after its filters, so they are applied here.
    """
    if width < 1:
        return Strip([], 0)
    style = widget.visual_style
    strip = Visual.to_strips(widget, content, width, 1, style)[0]
    strip = strip.adjust_cell_length(width, style.rich_style)
    _, background = widget.background_colors
    for line_filter in widget.get_line_filters():
        strip = strip.apply_filter(line_filter, background)
    return strip


def painted(
    widget: Widget, row: Strip, label: Content, source: Content, value: Content | None
) -> Strip:
    """A whole row: label and source around the value, which is what `row` has there if None."""
    width = row.cell_length
    right = min(SOURCE, max(0, width - LEFT))
    middle = max(0, width - LEFT - right)
    inner = row.crop(LEFT, LEFT + middle)
    if value is not None:
        inner = strip_of(widget, fitted(value, max(1, middle)), middle)
    return Strip.join(
        [strip_of(widget, label, min(LEFT, width)), inner, strip_of(widget, source, right)]
    ).adjust_cell_length(width)


def blank(crop: Region) -> list[Strip]:
    """What stands where a widget was that is taken away: the screen may ask for it once more before
    the next layout, when its colours and its screen are gone already."""
    return [Strip.blank(crop.width) for _ in range(crop.height)]


def first_row(crop: Region) -> bool:
    """Whether a region to be rendered begins with the row of the field."""
    return crop.y == 0 and crop.height > 0
