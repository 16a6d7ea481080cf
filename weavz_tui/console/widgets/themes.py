"""Themes that can be read, and how that is measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="weavz-dark",
    primary="#5aa9e6",
    secondary="#8ab6d6",
    warning="#e5b567",
    error="#ff7a85",
    success="#7fc98b",
    accent="#c9a2e8",
    foreground="#e4e6ea",
    background="#14171c",
    surface="#1b1f26",
    panel="#262b34",
    dark=True,
)
LIGHT = Theme(
    name="weavz-light",
    primary="#0b5cad",
    secondary="#37597d",
    warning="#7a4a00",
    error="#b00020",
    success="#12632b",
    accent="#6b2fa0",
    foreground="#1b1f24",
    background="#fbfbfa",
    surface="#f1f1ee",
    panel="#e2e4e6",
    dark=False,
    variables={"surface-lighten-1": "#e3ebf4"},
)
OURS = {theme.name: theme for theme in (DARK, LIGHT)}
LEAST_TEXT = 4.5
LEAST_MARK = 3.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour in a role on what it stands on, and the contrast it needs there (layouts,
    colours). `share` is the part of the colour that is laid over the background."""

    role: str
    text: str
    background: str
    least: float = LEAST_TEXT
    share: float = 1.0


PAIRS: tuple[Pair, ...] = (
    Pair("text", "foreground", "background"),
    Pair("bars", "foreground", "panel"),
    Pair("row with the focus", "foreground", "surface-lighten-1"),
    Pair("labels, sources, help", "foreground", "background", share=0.75),
    Pair("labels on the row with the focus", "foreground", "surface-lighten-1", share=0.75),
    Pair("success", "text-success", "background"),
    Pair("warning", "text-warning", "background"),
    Pair("error", "text-error", "background"),
    Pair("success on the row with the focus", "text-success", "surface-lighten-1"),
    Pair("warning on the row with the focus", "text-warning", "surface-lighten-1"),
    Pair("error on the row with the focus", "text-error", "surface-lighten-1"),
    Pair("keys in the footer", "text-primary", "panel"),
    Pair("names", "text-primary", "background"),
    Pair("border and gutter", "primary", "background", LEAST_MARK),
    Pair("gutter on the row with the focus", "primary", "surface-lighten-1", LEAST_MARK),
)


def luminance(color: Color) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(part) for part in color.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """How far apart two opaque colours are, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def faults(theme: Theme) -> Mapping[str, float]:
    """The roles in which a theme's contrast is too low, with the contrast it has."""
    return {pair.role: found for pair, found in _measured(theme) if found < pair.least}


def _measured(theme: Theme) -> Iterator[tuple[Pair, float]]:
    variables = theme.to_color_system().generate()
    for pair in PAIRS:
        background = Color.parse(variables[pair.background])
        text = Color.parse(variables[pair.text])
        mixed = background.blend(text, text.a * pair.share, alpha=1.0)
        yield pair, contrast(mixed, background)


def offered() -> tuple[Theme, ...]:
    """Our own, the built-in ones that can be read, and the two that use the terminal's colours,
    which nobody can measure."""
    found = [theme for theme in BUILTIN_THEMES.values() if is_offered(theme)]
    return (*OURS.values(), *sorted(found, key=lambda theme: theme.ansi))


def is_offered(theme: Theme) -> bool:
    """Whether a theme can be read; it is measured only where it is not known."""
    return theme.name in OURS or theme.ansi or not faults(theme)


def first_theme(environment: Mapping[str, str], chosen: str = "") -> str:
    """The name of the theme to begin with: the terminal's own colours where colours are not
    wanted or few, else what was chosen, else dark (light where the terminal says so)."""
    light = environment.get("COLORFGBG", "").rpartition(";")[2] in {"7", "15"}
    if environment.get("NO_COLOR") or not _many_colours(environment):
        return chosen if chosen.startswith("ansi-") else "ansi-light" if light else "ansi-dark"
    theme = OURS.get(chosen) or BUILTIN_THEMES.get(chosen)
    if theme is not None and is_offered(theme):
        return chosen
    return LIGHT.name if light else DARK.name


def _many_colours(environment: Mapping[str, str]) -> bool:
    if environment.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return True
    term = environment.get("TERM", "")
    return "256color" in term or term.endswith(("-direct", "kitty", "ghostty", "alacritty"))
