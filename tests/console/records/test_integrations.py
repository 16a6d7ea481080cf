"""Integrations of a workspace: what they use, their aliases, what saving changes."""

from __future__ import annotations

from tests.console.engine import LARGE, SMALL, console, on, shown, type_in, until
from tests.console.records.slack import with_slack
from weavz_tui.console.editing.fields import AnsweringField
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.screens.integrations.editor import IntegrationEditor
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home


async def test_an_integration_says_what_it_uses_and_who_would_be_used(home: Home) -> None:
    await with_slack(home)
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 11)
        await pilot.press("slash")
        await type_in(pilot, "slack")
        await pilot.press("enter")
        await until(pilot, lambda: screen.table.total == 1)
        await until(pilot, lambda: "all 2 end users" in shown(pilot))
        text = shown(pilot)
        assert "always slack-bot-prod" in text and "- untested" in text and "42/42" in text
        assert "as nobody" in text and "✓ used" in text
        await pilot.press("greater_than_sign")
        await until(pilot, lambda: "as user_42" in shown(pilot))


async def test_an_alias_is_checked_while_it_is_typed(home: Home) -> None:
    async with console(home, "integrations").run_test(size=LARGE) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("n")
        await on(pilot, IntegrationEditor)
        await until(pilot, lambda: pilot.app.focused is not None)
        await pilot.press("enter")
        await on(pilot, PickerScreen)
        await until(pilot, lambda: "hash-encode" in shown(pilot))
        await type_in(pilot, "hash")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.focused, AnsweringField))
        await until(pilot, lambda: "✓ free" in shown(pilot))
        field = pilot.app.focused
        assert isinstance(field, AnsweringField)
        await pilot.press(*["backspace"] * len("hash_encode"))
        await type_in(pilot, "http")
        await until(pilot, lambda: "✗ CONFLICT" in shown(pilot))
        await pilot.press(*["backspace"] * 4)
        await type_in(pilot, "Bad")
        await until(pilot, lambda: "✗ format" in shown(pilot))
        await pilot.press(*["backspace"] * 3)
        await type_in(pilot, "hasher")
        await until(pilot, lambda: "✓ free" in shown(pilot) and "hasher__" in shown(pilot))
        await pilot.press("ctrl+s")
        await on(pilot, IntegrationsScreen)
        await until(
            pilot, lambda: screen.row is not None and screen.row.integration_alias == "hasher"
        )


async def test_the_editor_compares_now_with_after_saving(home: Home) -> None:
    await with_slack(home)
    async with console(home, "integrations").run_test(size=LARGE) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.table.total == 11)
        target = next(row for row in screen.table.rows if row.integration_alias == "slack_bot")
        screen.table.move_to(target.id)
        await pilot.press("e")
        editor = await on(pilot, IntegrationEditor)
        await until(pilot, lambda: editor.form.field("connection_strategy"))
        await until(pilot, lambda: "if you save" in shown(pilot))
        assert "←" not in shown(pilot), "nothing has been changed yet"
        field = editor.form.field("connection_strategy")
        assert field is not None
        field.focus()
        await pilot.press("down")
        await until(pilot, lambda: "←" in shown(pilot))
        pane = editor.query_one("#detail", DetailPane)
        assert "user_42" in pane.text(0).plain and "✗ none" in pane.text(0).plain
        assert editor.form.field("connection_id") is None, "per user has no connection to choose"
        await pilot.press("ctrl+s")
        await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: "own only" in shown(pilot))
