"""Every widget draws in every offered theme, without colours too, and at the smallest sizes."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget

from tests.console.form_app import PLAYGROUND, PLAYGROUND_GIVEN, PLAYGROUND_VALUES, FormApp
from tests.console.table_app import CountedSource, TableApp, runs
from tests.console.test_json_view import VALUE, ViewApp
from weavz_tui.console.widgets.themes import offered

APPS: dict[str, tuple[Any, str]] = {
    "form": (lambda: FormApp(PLAYGROUND, PLAYGROUND_VALUES, PLAYGROUND_GIVEN), "Spreadsheet"),
    "table": (lambda: TableApp(CountedSource(runs(50))), "run-0"),
    "json": (lambda: ViewApp(VALUE), "updates"),
}


async def picture(app: App[None], pilot: Pilot[None]) -> str:
    """What is on the screen once everything has come to rest."""
    await pilot.pause()
    await app.workers.wait_for_complete()
    await pilot.pause()
    return app.export_screenshot()


@pytest.mark.parametrize("name", list(APPS))
async def test_every_theme_draws(name: str) -> None:
    make, word = APPS[name]
    app: App[None] = make()
    async with app.run_test(size=(80, 24)) as pilot:
        for theme in offered():
            app.register_theme(theme)
            app.theme = theme.name
            assert word in await picture(app, pilot), theme.name


@pytest.mark.parametrize("name", list(APPS))
@pytest.mark.parametrize("size", [(20, 5), (36, 8), (200, 60)], ids=str)
async def test_every_size_draws(name: str, size: tuple[int, int]) -> None:
    make, _ = APPS[name]
    app: App[None] = make()
    async with app.run_test(size=size) as pilot:
        await picture(app, pilot)
        await pilot.resize_terminal(80, 24)
        assert APPS[name][1] in await picture(app, pilot)


@pytest.mark.parametrize("name", list(APPS))
async def test_no_color_means_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    make, word = APPS[name]
    app: App[None] = make()
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = "ansi-dark"
        assert word in await picture(app, pilot)
        for widget in app.screen.walk_children(Widget):
            region = widget.outer_size.region
            if not region.area or not widget.is_on_screen:
                continue
            for strip in widget.render_lines(region):
                colors = {segment.style.color for segment in strip if segment.style}
                named = {color.triplet for color in colors if color is not None}
                assert all(len(set(triplet)) == 1 for triplet in named if triplet), widget
