"""The import form and its question as pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.console.engine import LARGE, SMALL, console, on, until
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.screens.catalogue.importing import ImportEditor, summary
from weavz_tui.console.screens.catalogue.screen import CatalogueScreen
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionType
from weavz_tui.model.imports import ActionChange, ImportReport, SkippedOperation

REPORT = ImportReport(
    name="zoo",
    display_name="Zoo",
    description="",
    source="openapi",
    origin="/srv/zoo.json",
    base_url="https://zoo.example/v2",
    auth_types=(ConnectionType.OAUTH2, ConnectionType.SECRET_TEXT),
    action_count=1204,
    known=True,
    added=tuple(f"feed_{number}" for number in range(12)),
    removed=("wash_[red]lion[/red]",),
    changed=(ActionChange(name="list_animals", added=("limit",)),),
    skipped=(SkippedOperation(name="x", reason="nothing says what {id} in /animals/{id} is"),),
    uses=("keepers",),
)


def opening(asking: bool) -> Callable[[Pilot[Any]], Any]:
    async def run(pilot: Pilot[Any]) -> None:
        screen = await on(pilot, CatalogueScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("n")
        editor = await on(pilot, ImportEditor)
        await until(pilot, lambda: editor.form.field("source") is not None)
        if asking:
            pilot.app.push_screen(Question("Import", summary(REPORT), []))
            await on(pilot, Question)
        for _ in range(5):
            await pilot.pause()

    return run


@pytest.mark.parametrize("theme", ["weavz-dark", "weavz-light"])
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("state", ["form", "question"])
def test_importing_looks_as_it_did(
    home: Home, snap_compare: Callable[..., bool], state: str, size: tuple[int, int], theme: str
) -> None:
    app = console(home, "catalogue")
    app.theme = theme
    assert snap_compare(app, terminal_size=size, run_before=opening(state == "question"))
