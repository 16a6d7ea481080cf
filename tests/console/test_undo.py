"""What this console has written is taken back: makings, changes, deletions."""

from __future__ import annotations

import asyncio

from textual.widgets import Input

from tests.console.engine import SMALL, console, on, opened, shown, type_in, until
from tests.console.records.slack import SECRET, with_slack
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.console.journal import Back, Journal
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home
from weavz_tui.model.keys import ApiKeyCreate
from weavz_tui.model.pages import ConnectionQuery
from weavz_tui.model.requests import (
    ConnectionUpdate,
    EndUserCreate,
    IntegrationUpdate,
    WorkspaceCreate,
    WorkspaceUpdate,
)


async def nothing() -> None:
    """An inverse that does nothing."""


def test_what_was_written_is_fresh_for_ten_seconds_and_kept_after() -> None:
    now = [0.0]
    journal = Journal(lambda: now[0])
    journal.add("Deleted a", nothing, 10)
    journal.add("Made b", nothing)
    assert [each.what for each in journal.usable()] == ["Made b", "Deleted a"]
    now[0] = 11.0
    assert journal.fresh() is None
    assert [each.what for each in journal.usable()] == ["Made b"]


async def test_several_writes_are_taken_back_as_one_the_last_first() -> None:
    journal = Journal()
    order: list[int] = []

    def back(number: int) -> Back:
        async def run() -> None:
            order.append(number)

        return run

    since = journal.written
    for number in range(3):
        journal.add(str(number), back(number))
    assert journal.join(since, "three")
    (entry,) = journal.usable()
    await journal.take_back(entry)
    assert order == [2, 1, 0] and not journal.usable()


async def test_a_change_is_taken_back_with_u(home: Home) -> None:
    async with console(home).run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        row = screen.row
        assert row is not None
        service = screen.console.session.opened_service
        await service.workspaces.update(row.id, WorkspaceUpdate(name="Other"))
        await until(pilot, lambda: screen.row is not None and screen.row.name == "Other")
        await pilot.press("u")
        await until(pilot, lambda: screen.row is not None and screen.row.name == row.name)


async def test_a_making_is_taken_back_unless_something_hangs_on_it(home: Home) -> None:
    app = console(home)
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        service = app.session.opened_service
        await service.workspaces.create(WorkspaceCreate(name="A", slug="a"))
        await until(pilot, lambda: screen.table.total == 2)
        await pilot.press("u")
        await until(pilot, lambda: screen.table.total == 1)
        made = await service.workspaces.create(WorkspaceCreate(name="B", slug="b"))
        await service.end_users.create(EndUserCreate(workspace_id=made.id, external_id="x"))
        await until(pilot, lambda: screen.table.total == 2)
        users, workspace = app.journal.usable()[0], app.journal.usable()[1]
        assert users.what == "Made the end user x"
        await app.take_back(workspace)
        assert (await service.workspaces.get("b")).id == made.id, "it holds an end user"


async def test_a_change_that_was_changed_once_more_is_not_taken_back(home: Home) -> None:
    app = console(home)
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        assert screen.row is not None
        service = app.session.opened_service
        await service.workspaces.update(screen.row.id, WorkspaceUpdate(name="Mine"))
        other = await opened(home)
        await other.workspaces.update(screen.row.id, WorkspaceUpdate(name="Theirs"))
        await other.close()
        entry = app.journal.fresh()
        assert entry is not None
        await app.take_back(entry)
        assert (await service.workspaces.get("default")).name == "Theirs"


async def test_a_new_secret_is_not_in_the_journal(home: Home) -> None:
    await with_slack(home)
    app = console(home)
    async with app.run_test(size=SMALL):
        await app.session.opened.wait()
        service = app.session.opened_service
        (row,) = (await service.connections.list(ConnectionQuery())).items
        await service.connections.update(row.id, ConnectionUpdate(secret={"secretText": SECRET}))
        assert not app.journal.usable()


async def test_what_cannot_be_taken_back_is_told_with_the_reason(home: Home) -> None:
    app = console(home)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await app.session.opened.wait()
        service = app.session.opened_service
        made = await service.api_keys.create(ApiKeyCreate(name="k"))
        since = app.journal.written
        await service.api_keys.delete(made.api_key.id)
        app.offer_undo("Deleted it", since)
        await until(pilot, lambda: "value of a key is kept nowhere" in shown(pilot))
        assert app.journal.fresh() is None
        (entry,) = app.journal.usable()
        assert entry.what == "Made the API key k"


async def test_the_history_lists_what_can_be_taken_back(home: Home) -> None:
    await with_slack(home)
    app = console(home)
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        service, workspace = app.session.opened_service, app.session.workspace_id
        row = await service.integrations.get(workspace, "slack_bot")
        await service.integrations.update(
            workspace, row.id, IntegrationUpdate(allowed_actions=["send_channel_message"])
        )
        await service.workspaces.update(workspace, WorkspaceUpdate(name="Other"))
        await type_in(pilot, ":undo")
        await pilot.press("enter")
        await until(pilot, lambda: "Take back" in shown(pilot))
        await until(pilot, lambda: "Changed the integration slack_bot" in shown(pilot))
        assert isinstance(pilot.app.screen, PickerScreen)
        await pilot.press("down", "enter")
        await until(pilot, lambda: len(app.journal.usable()) == 1)
        async with asyncio.timeout(20):
            while (await service.integrations.get(workspace, "slack_bot")).allowed_actions:
                await pilot.pause()
        assert (await service.integrations.get(workspace, "slack_bot")).allowed_actions is None
        assert (await service.workspaces.get("default")).name == "Other"


async def test_the_history_names_what_was_written(home: Home) -> None:
    await with_slack(home)
    app = console(home)
    async with app.run_test(size=SMALL) as pilot:
        screen = await on(pilot, WorkspacesScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("n")
        await on(pilot, EditorScreen)
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await type_in(pilot, "Acme Team")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: screen.row is not None and screen.row.slug == "acme-team")
        service, workspace = app.session.opened_service, app.session.workspace_id
        await service.integrations.delete(
            workspace, (await service.integrations.get(workspace, "slack_bot")).id
        )
        assert [each.what for each in app.journal.usable()] == [
            "Deleted the integration slack_bot",
            "Saved the workspace acme-team",
        ]
