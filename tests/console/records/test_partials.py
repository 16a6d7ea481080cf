"""Saved inputs: made with a lock, tried, deleted, taken back."""

from __future__ import annotations

from tests.console.engine import SMALL, console, on, opened, shown, type_in, until
from tests.console.records.slack import with_slack
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.screens.partials.editor import PartialEditor
from weavz_tui.console.screens.partials.screen import PartialsScreen
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home
from weavz_tui.model.requests import (
    PartialCreate,
)


async def test_a_partial_is_made_with_a_lock(home: Home) -> None:
    async with console(home, "partials").run_test(size=SMALL) as pilot:
        screen = await on(pilot, PartialsScreen)
        await until(pilot, lambda: "No partial" in shown(pilot))
        await pilot.press("n")
        editor = await on(pilot, PartialEditor)
        for wanted in ("hash-encode", "hash"):
            await until(pilot, lambda: pilot.app.focused is not None)
            await pilot.press("enter")
            await on(pilot, PickerScreen)
            await until(pilot, lambda wanted=wanted: wanted in shown(pilot))  # type: ignore[misc]
            await type_in(pilot, wanted)
            await pilot.press("enter")
            await on(pilot, PartialEditor)
            key = "partial action" if wanted == "hash-encode" else "partial name"
            await until(
                pilot,
                lambda key=key: (  # type: ignore[misc]
                    editor.form.field(key) is not None
                    and editor.form.field(key) is pilot.app.focused
                ),
            )
        await type_in(pilot, "sha")
        field = editor.form.field("algorithm")
        assert field is not None
        field.focus()
        await type_in(pilot, "sha256")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "1 locked" in shown(pilot))
        await pilot.press("ctrl+s")
        await on(pilot, PartialsScreen)
        await until(pilot, lambda: screen.row is not None)
        assert screen.row is not None
        assert screen.row.values == {"algorithm": "sha256"}
        assert screen.row.enforced_keys == ["algorithm"]
        await until(pilot, lambda: "= 1" in shown(pilot))


async def test_a_partial_is_deleted_and_taken_back(home: Home) -> None:
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    await service.partials.create(
        PartialCreate(
            workspace_id=workspace.id,
            integration_name="hash-encode",
            action_name="hash",
            name="sha",
            values={"algorithm": "sha256"},
        )
    )
    await service.close()
    async with console(home, "partials").run_test(size=SMALL) as pilot:
        screen = await on(pilot, PartialsScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("d")
        await on(pilot, Question)
        await pilot.press("y")
        await on(pilot, PartialsScreen)
        await until(pilot, lambda: screen.table.total == 0)
        await pilot.press("u")
        await until(pilot, lambda: screen.table.total == 1)


async def test_a_partial_is_tried_in_the_playground_and_holds_there(home: Home) -> None:
    await with_slack(home)
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    for name, alias, action in (
        ("only ops", "slack_bot", "send_channel_message"),
        ("wide", None, None),
    ):
        await service.partials.create(
            PartialCreate(
                workspace_id=workspace.id,
                integration_name="slack",
                integration_alias=alias,
                action_name=action,
                name=name,
                values={"channel": "C0OPS"},
                enforced_keys=["channel"],
            )
        )
    await service.close()
    async with console(home, "partials").run_test(size=SMALL) as pilot:
        await on(pilot, PartialsScreen)
        await until(pilot, lambda: "only ops" in shown(pilot))
        await pilot.press("x")
        screen = await on(pilot, PlaygroundScreen)
        await until(pilot, lambda: "= only ops" in shown(pilot))
        assert screen.draft is not None and screen.draft.title == "slack_bot.send_channel_message"
        await pilot.press("escape", "5")
        await on(pilot, PartialsScreen)
        await pilot.press("G", "x")
        await on(pilot, PlaygroundScreen)
        await until(pilot, lambda: screen.form_pane.explanation and "wide" in shown(pilot))
        assert screen.draft.alias == "slack_bot"
