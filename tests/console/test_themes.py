"""Only themes that can be read are offered."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from weavz_tui.console.widgets.themes import DARK, LIGHT, contrast, faults, first_theme, offered


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [t for t in offered() if not t.ansi], ids=lambda t: t.name)
def test_every_offered_theme_passes_in_every_role(theme: Theme) -> None:
    assert faults(theme) == {}


@pytest.mark.parametrize("name", ["textual-light", "solarized-light", "catppuccin-latte"])
def test_light_themes_that_cannot_be_read_are_not_offered(name: str) -> None:
    assert faults(BUILTIN_THEMES[name])
    assert name not in {theme.name for theme in offered()}


def test_there_is_a_dark_and_a_light_one_of_our_own() -> None:
    assert (DARK.dark, LIGHT.dark) == (True, False)
    assert {DARK.name, LIGHT.name} <= {theme.name for theme in offered()}


@pytest.mark.parametrize(
    ("environment", "chosen", "expected"),
    [
        ({"TERM": "xterm-256color"}, "", "weavz-dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "", "weavz-light"),
        ({"TERM": "xterm-256color"}, "textual-light", "weavz-dark"),
        ({"TERM": "xterm-256color"}, "weavz-light", "weavz-light"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "weavz-dark", "ansi-dark"),
        ({"TERM": "xterm"}, "", "ansi-dark"),
        ({"TERM": "linux", "COLORFGBG": "0;15"}, "", "ansi-light"),
        ({"TERM": "foot", "COLORTERM": "truecolor"}, "", "weavz-dark"),
    ],
)
def test_the_first_theme_suits_the_terminal(
    environment: dict[str, str], chosen: str, expected: str
) -> None:
    assert first_theme(environment, chosen) == expected
