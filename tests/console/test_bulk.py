"""Marks, and one step over all that are marked."""

from __future__ import annotations

import pytest

from tests.console.engine import LARGE, SMALL, console, on, opened, shown, type_in, until
from tests.console.records.slack import with_slack
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.lists.report import ReportScreen
from weavz_tui.console.screens.connections.end_users import EndUsersScreen
from weavz_tui.console.screens.connections.screen import ConnectionsScreen
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType
from weavz_tui.model.pages import PageQuery
from weavz_tui.model.requests import (
    ConnectionCreate,
    EndUserCreate,
    IntegrationCreate,
    WorkspaceCreate,
)


async def aliases_of(home: Home) -> dict[str, list[str] | None]:
    """Every alias of the workspace and the actions it allows."""
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    page = await service.integrations.list(workspace.id, PageQuery(limit=100))
    await service.close()
    return {row.integration_alias: row.allowed_actions for row in page.items}


async def with_many_users(home: Home, count: int) -> None:
    """A workspace with many end users."""
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    for number in range(count):
        await service.end_users.create(
            EndUserCreate(workspace_id=workspace.id, external_id=f"user_{number:04}")
        )
    await service.close()


async def test_marks_are_seen_without_colour_and_in_the_title(home: Home) -> None:
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 10)
        await pilot.press("space", "down", "space")
        await until(pilot, lambda: "2 marked" in shown(pilot))
        rows = [each for each in shown(pilot).splitlines() if each.startswith(("│ *", "│▌*"))]
        assert len(rows) == 2
        assert "m with marked" in shown(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "marked" not in shown(pilot))


async def test_the_row_with_the_cursor_shows_its_mark_too(home: Home) -> None:
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 10)
        await pilot.press("space", "up")
        await until(pilot, lambda: "▌*" in shown(pilot))
        await pilot.press("space")
        await until(pilot, lambda: "▌*" not in shown(pilot))


async def test_marks_survive_filter_and_paging(home: Home) -> None:
    await with_many_users(home, 250)
    async with console(home, "connections").run_test(size=SMALL) as pilot:
        await on(pilot, ConnectionsScreen)
        await pilot.press("right_square_bracket")
        screen = await on(pilot, EndUsersScreen)
        await until(pilot, lambda: screen.table.total == 250)
        await pilot.press("space", "end")
        await until(pilot, lambda: screen.row is not None and screen.row.external_id == "user_0249")
        await pilot.press("space", "slash")
        await type_in(pilot, "user_01")
        await pilot.press("enter", "asterisk")
        await until(pilot, lambda: len(screen.marked) == 102)
        await pilot.press("asterisk")
        await until(pilot, lambda: len(screen.marked) == 2)
        names = {row.external_id for row in screen.marked}
        assert names == {"user_0000", "user_0249"}, "those outside of the filter keep their marks"


async def test_every_row_of_a_long_list_is_marked_though_few_are_held(home: Home) -> None:
    await with_many_users(home, 250)
    async with console(home, "connections").run_test(size=SMALL) as pilot:
        await on(pilot, ConnectionsScreen)
        await pilot.press("right_square_bracket")
        screen = await on(pilot, EndUsersScreen)
        await until(pilot, lambda: screen.table.total == 250)
        await pilot.press("asterisk")
        await until(pilot, lambda: "250 marked" in shown(pilot))


async def test_marked_rows_are_deleted_with_one_question_and_taken_back(home: Home) -> None:
    async with console(home, "integrations").run_test(size=LARGE) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 10)
        await pilot.press("space", "space", "space")
        names = ", ".join(row.integration_alias for row in screen.marked)
        await pilot.press("d")
        await on(pilot, Question)
        assert "Delete 3 integrations?" in shown(pilot)
        await pilot.press("y")
        await until(pilot, lambda: screen.table.total == 7)
        assert not screen.marked
        journal = screen.console.journal
        await until(pilot, lambda: len(journal.usable()) == 1)
        assert journal.usable()[0].what == f"Deleted 3 integrations: {names}"
        await until(pilot, lambda: "u undo" in shown(pilot))
        await pilot.press("u")
        await until(pilot, lambda: screen.table.total == 10)


async def test_deleting_many_says_the_sum_of_what_goes_with_them(home: Home) -> None:
    service = await opened(home)
    for number in range(2):
        made = await service.workspaces.create(
            WorkspaceCreate(name=f"Acme {number}", slug=f"acme-{number}")
        )
        for name in ("a", "b"):
            await service.end_users.create(EndUserCreate(workspace_id=made.id, external_id=name))
    await service.close()
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.table.total == 3)
        await pilot.press("space", "space", "d")
        await on(pilot, Question)
        assert "Delete 2 workspaces?" in shown(pilot)
        assert "4 end users" in shown(pilot)
        await type_in(pilot, "delete 2 workspaces")
        await pilot.press("enter")
        await until(pilot, lambda: screen.table.total == 1)


async def test_what_fails_is_told_row_by_row_and_stays_marked(home: Home) -> None:
    await with_many_users(home, 3)
    async with console(home, "connections").run_test(size=SMALL) as pilot:
        await on(pilot, ConnectionsScreen)
        await pilot.press("right_square_bracket")
        screen = await on(pilot, EndUsersScreen)
        await until(pilot, lambda: screen.table.total == 3)
        await pilot.press("asterisk")
        await until(pilot, lambda: len(screen.marked) == 3)
        await pilot.press("d")
        await on(pilot, Question)
        gone = screen.marked[1]
        await screen.console.session.opened_service.end_users.delete(gone.id)
        await pilot.press("y")
        await on(pilot, ReportScreen)
        text = shown(pilot)
        assert "Deleted 2 end users, not all" in text
        assert f"✗ end user {gone.external_id}" in text and "NOT_FOUND" in text
        assert text.count("✓ end user") == 2
        await pilot.press("escape")
        await until(pilot, lambda: [row.id for row in screen.marked] == [gone.id])


async def test_names_and_ids_of_marked_rows_are_copied_one_a_line(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = console(home, "integrations")
    copied: list[tuple[str, str]] = []
    monkeypatch.setattr(app, "copy", lambda text, what: copied.append((text, what)))
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 10)
        await pilot.press("space", "space", "y", "Y")
        await until(pilot, lambda: len(copied) == 2)
        names = [row.integration_alias for row in screen.marked]
        ids = [row.id for row in screen.marked]
        assert copied == [("\n".join(names), "2 names"), ("\n".join(ids), "2 ids")]


async def test_actions_of_several_integrations_are_disallowed_in_one_step(home: Home) -> None:
    await with_slack(home)
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    await service.integrations.create(
        workspace.id,
        IntegrationCreate(
            integration_name="slack",
            integration_alias="slack_two",
            connection_strategy=ConnectionStrategy.PER_USER,
        ),
    )
    every = len((await service.catalogue.get("slack")).actions)
    await service.close()
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 12)
        await pilot.press("slash")
        await type_in(pilot, "slack")
        await pilot.press("enter")
        await until(pilot, lambda: screen.table.total == 2)
        await pilot.press("asterisk")
        await until(pilot, lambda: len(screen.marked) == 2)
        await pilot.press("m")
        await on(pilot, PickerScreen)
        await until(pilot, lambda: "disallow actions" in shown(pilot))
        await type_in(pilot, "disallow")
        await pilot.press("enter")
        dialog = await on(pilot, FormDialog)
        first = (await screen.console.session.opened_service.catalogue.get("slack")).actions[0].name
        dialog.form.model.replace({"actions": [f"slack\n{first}"]})
        await pilot.press("ctrl+s")
        await on(pilot, Question)
        assert f"{every} → {every - 1} of {every} actions allowed" in shown(pilot)
        await pilot.press("y")
        await until(pilot, lambda: not screen.marked)
    found = await aliases_of(home)
    for alias in ("slack_bot", "slack_two"):
        allowed = found[alias]
        assert allowed is not None and first not in allowed and len(allowed) == every - 1


async def test_integrations_are_pointed_to_another_connection(home: Home) -> None:
    await with_slack(home)
    service = await opened(home)
    other = await service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id="slack-next",
            display_name="Next",
            integration_name="slack",
            secret={"secretText": "xoxb-canary-next"},
        )
    )
    await service.close()
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 11)
        await pilot.press("asterisk")
        await until(pilot, lambda: len(screen.marked) == 11)
        await pilot.press("m")
        await on(pilot, PickerScreen)
        await type_in(pilot, "use another")
        await pilot.press("enter")
        await until(pilot, lambda: "slack-next" in shown(pilot))
        await type_in(pilot, "slack-next")
        await pilot.press("enter")
        await on(pilot, Question)
        assert "always slack-bot-prod → slack-next" in shown(pilot)
        assert "10 stay as they are:" in shown(pilot)
        await pilot.press("y")
        await on(pilot, IntegrationsScreen)
        service_now = screen.console.session.opened_service
        workspace = screen.console.session.workspace_id
        await until(pilot, lambda: len(screen.marked) == 10)
        row = await service_now.integrations.get(workspace, "slack_bot")
        assert row.connection_id == other.id


async def test_read_only_still_copies_marked_rows_but_changes_nothing(home: Home) -> None:
    async with console(home, "integrations", read_only=True).run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 10)
        await pilot.press("space", "m")
        await on(pilot, PickerScreen)
        await until(pilot, lambda: "copy names" in shown(pilot))
        assert "delete" not in shown(pilot) and "allow actions" not in shown(pilot)
