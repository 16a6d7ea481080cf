"""Workspaces: made, renamed, deleted, taken back."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.console.engine import SMALL, console, on, opened, shown, type_in, until
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.screens.workspaces.editor import slug_of
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.home import Home
from weavz_tui.model.requests import (
    WorkspaceCreate,
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Acme", "acme"), ("Ünser Team (EU)", "unser-team-eu"), ("  --x--  ", "x"), ("日本", "")],
)
def test_a_slug_is_suggested_for_a_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


async def test_a_workspace_is_made_and_marked(home: Home) -> None:
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("n")
        await on(pilot, EditorScreen)
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await type_in(pilot, "Acme Team")
        assert "acme-team" in shown(pilot), "the slug follows the name"
        await pilot.press("ctrl+s")
        await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None and screen.row.slug == "acme-team")


async def test_a_taken_slug_is_told_and_nothing_typed_is_lost(home: Home) -> None:
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("n")
        editor = await on(pilot, EditorScreen)
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await type_in(pilot, "Default")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "✗" in shown(pilot))
        assert pilot.app.screen is editor
        assert editor.form.values() == {"name": "Default", "slug": "default"}


async def test_a_workspace_is_renamed(home: Home) -> None:
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("e")
        await on(pilot, EditorScreen)
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await type_in(pilot, " EU")
        await pilot.press("ctrl+s")
        await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None and screen.row.name == "Default EU")
        assert screen.row is not None and screen.row.slug == "default", "the slug stays"


async def test_deleting_a_workspace_needs_its_slug_and_is_taken_back(home: Home) -> None:
    service = await opened(home)
    await service.workspaces.create(WorkspaceCreate(name="Acme", slug="acme"))
    await service.close()
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None and screen.row.slug == "acme")
        await pilot.press("d")
        await on(pilot, Question)
        await type_in(pilot, "acm")
        await pilot.press("enter")
        await until(pilot, lambda: "not the same yet" in shown(pilot))
        await type_in(pilot, "e")
        await pilot.press("enter")
        await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.table.total == 1)
        await until(pilot, lambda: "u undo" in shown(pilot))
        await pilot.press("u")
        await until(pilot, lambda: screen.table.total == 2)


async def test_deleting_a_workspace_says_what_goes_with_it(home: Home) -> None:
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("d")
        await on(pilot, Question)
        assert "10 integrations" in shown(pilot) and "and 5 more" in shown(pilot)
        await pilot.press("escape")
        await on(pilot, WorkspacesScreen)
        assert screen.table.total == 1
