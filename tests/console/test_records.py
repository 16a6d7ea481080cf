"""Records of every kind: made, changed, deleted, taken back."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.console.engine import LARGE, SMALL, console, on, opened, shown, type_in, until
from weavz_tui.console.editing.fields import AnsweringField
from weavz_tui.console.editing.screen import EditorScreen
from weavz_tui.console.frame.ask import Question
from weavz_tui.console.lists.detail import DetailPane
from weavz_tui.console.screens.connections.editor import ConnectionEditor
from weavz_tui.console.screens.connections.end_users import EndUsersScreen
from weavz_tui.console.screens.connections.screen import ConnectionsScreen
from weavz_tui.console.screens.integrations.editor import IntegrationEditor
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.console.screens.partials.editor import PartialEditor
from weavz_tui.console.screens.partials.screen import PartialsScreen
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.screens.workspaces.editor import slug_of
from weavz_tui.console.screens.workspaces.screen import WorkspacesScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionStrategy, ConnectionType
from weavz_tui.model.requests import (
    ConnectionCreate,
    EndUserCreate,
    IntegrationCreate,
    PartialCreate,
    WorkspaceCreate,
)

SECRET = "xoxb-canary-secret-1234567890"


async def with_slack(home: Home, **given: object) -> None:
    """A workspace with a connection of slack, an alias on it and two end users."""
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    connection = await service.connections.create(
        ConnectionCreate(
            type=ConnectionType.SECRET_TEXT,
            external_id="slack-bot-prod",
            display_name="Bot",
            integration_name="slack",
            secret={"secretText": SECRET},
        )
    )
    for name in ("user_42", "user_7"):
        await service.end_users.create(EndUserCreate(workspace_id=workspace.id, external_id=name))
    await service.integrations.create(
        workspace.id,
        IntegrationCreate(
            integration_name="slack",
            integration_alias="slack_bot",
            connection_strategy=ConnectionStrategy.FIXED,
            connection_id=connection.id,
        ),
    )
    await service.close()


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
        assert "always slack-bot-prod" in text and "✓ ok" in text and "42/42" in text
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


@pytest.mark.parametrize(("name", "key"), [("openai", "secretText"), ("slack", "accessToken")])
async def test_a_connection_is_made_and_its_secret_is_never_on_the_screen(
    home: Home, name: str, key: str
) -> None:
    async with console(home, "connections").run_test(size=SMALL) as pilot:
        screen = await on(pilot, ConnectionsScreen)
        await until(pilot, lambda: "n makes the first one" in shown(pilot))
        await pilot.press("n")
        editor = await on(pilot, ConnectionEditor)
        await until(pilot, lambda: pilot.app.focused is not None)
        await pilot.press("enter")
        await on(pilot, PickerScreen)
        await until(pilot, lambda: "openai" in shown(pilot))
        await type_in(pilot, name)
        await pilot.press("enter")
        await until(pilot, lambda: editor.form.field("external_id") is pilot.app.focused)
        if name == "slack":
            await editor.form.set_values({**editor.form.values(), "way": "oauth2"})
            editor.edited("way")
            await until(pilot, lambda: editor.form.field(f"secret__{key}"))
            await until(pilot, lambda: editor.form.field("external_id") is pilot.app.focused)
        await type_in(pilot, "bot-1")
        field = editor.form.field(f"secret__{key}")
        assert field is not None
        field.focus()
        await type_in(pilot, SECRET)
        assert SECRET not in shown(pilot) and "•" * 8 in shown(pilot)
        await pilot.press("ctrl+s")
        await on(pilot, ConnectionsScreen)
        await until(pilot, lambda: screen.row is not None)
        assert screen.row is not None and screen.row.external_id == "bot-1"
        assert SECRET not in shown(pilot)
        assert SECRET not in pilot.app.export_screenshot()
    for path in home.data.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path.name


async def test_deleting_a_connection_says_what_names_it(home: Home) -> None:
    await with_slack(home)
    async with console(home, "connections").run_test(size=SMALL) as pilot:
        screen = await on(pilot, ConnectionsScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("d")
        await on(pilot, Question)
        assert "1 integration" in shown(pilot) and "slack_bot" in shown(pilot)
        await pilot.press("y")
        await on(pilot, ConnectionsScreen)
        await until(pilot, lambda: screen.table.total == 0)


async def test_end_users_are_the_second_tab(home: Home) -> None:
    async with console(home, "connections").run_test(size=SMALL) as pilot:
        await on(pilot, ConnectionsScreen)
        await until(pilot, lambda: "n makes the first one" in shown(pilot))
        await pilot.press("right_square_bracket")
        screen = await on(pilot, EndUsersScreen)
        await until(pilot, lambda: "No end user" in shown(pilot))
        await pilot.press("n")
        await on(pilot, EditorScreen)
        await until(pilot, lambda: isinstance(pilot.app.focused, Input))
        await type_in(pilot, "user_42")
        await pilot.press("ctrl+s")
        await on(pilot, EndUsersScreen)
        await until(pilot, lambda: screen.row is not None)
        await pilot.press("left_square_bracket")
        await on(pilot, ConnectionsScreen)


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


async def test_a_record_begins_where_something_can_be_changed(home: Home) -> None:
    await with_slack(home)
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: "slack_bot" in shown(pilot))
        await pilot.press("slash", *"slack_bot", "enter", "e")
        await on(pilot, IntegrationEditor)
        await until(pilot, lambda: "▌Alias *" in shown(pilot))
        assert "cannot change" in shown(pilot)
        assert " typed " not in shown(pilot)


async def test_a_filled_choice_says_the_key_that_opens_it(home: Home) -> None:
    async with console(home, "connections").run_test(size=SMALL) as pilot:
        await on(pilot, ConnectionsScreen)
        await pilot.press("n")
        await on(pilot, ConnectionEditor)
        await until(pilot, lambda: "enter opens the choices" in shown(pilot))
        await type_in(pilot, "github")
        await on(pilot, PickerScreen)
        await until(pilot, lambda: shown(pilot).count("github") == 2)
        await pilot.press("enter")
        await until(pilot, lambda: "▌External id" in shown(pilot))
        await pilot.press("up")
        await until(pilot, lambda: "down opens the choices" in shown(pilot))
        assert "in the browser" in shown(pilot)
        await pilot.press("down")
        await on(pilot, PickerScreen)


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


async def test_the_footer_offers_another_pane_where_there_is_one(home: Home) -> None:
    await with_slack(home)
    async with console(home, "integrations").run_test(size=LARGE) as pilot:
        await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: "slack_bot" in shown(pilot))
        await pilot.press("e")
        await on(pilot, IntegrationEditor)
        await until(pilot, lambda: "ctrl+n next pane" in shown(pilot))
        await pilot.press("escape", "escape")
        await on(pilot, IntegrationsScreen)
        await pilot.press("n")
        await on(pilot, IntegrationEditor)
        await until(pilot, lambda: "TYPING" in shown(pilot))
        assert "next pane" not in shown(pilot)


async def test_what_is_typed_while_the_form_grows_is_kept(home: Home) -> None:
    await with_slack(home)
    async with console(home, "integrations").run_test(size=SMALL) as pilot:
        await on(pilot, IntegrationsScreen)
        await pilot.press("n")
        screen = await on(pilot, IntegrationEditor)
        await type_in(pilot, "slack")
        await on(pilot, PickerScreen)
        await until(pilot, lambda: shown(pilot).count("slack") == 2)
        await pilot.press("enter")
        await until(pilot, lambda: "▌Alias *" in shown(pilot))
        await pilot.press("tab")
        strategy = screen.form.field("connection_strategy")
        await pilot.press("up")
        await until(pilot, lambda: screen.form.field("connection_id"))
        assert screen.form.field("connection_strategy") is strategy is screen.focused
        names = [field.prop.name for field in screen.form.fields]
        assert names == [
            "integration_name",
            "integration_alias",
            "connection_strategy",
            "connection_id",
            "allowed_actions",
        ]
        alias = screen.form.field("integration_alias")
        assert alias is not None
        alias.focus()
        await pilot.press("end", "_", "b")
        screen._rebuild("integration_alias")
        await pilot.press("o", "t")
        await until(pilot, lambda: "slack_bot" in str(screen.form.values()["integration_alias"]))
