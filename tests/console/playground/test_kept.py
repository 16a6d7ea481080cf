"""What is kept of an input: partials, the draft, texts to take elsewhere."""

from __future__ import annotations

import json
from functools import partial

from tests.console.engine import SMALL, console, on, opened, shown, type_in, until
from tests.console.playground.slack import CANARY
from tests.console.playground.steps import pick, playground, settled, showing
from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.screens.playground.copy_as import from_curl
from weavz_tui.console.screens.playground.draft import Draft
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.console.widgets.picker_screen import PickerScreen
from weavz_tui.home import Home
from weavz_tui.model.lists import PartialQuery
from weavz_tui.model.requests import (
    PartialCreate,
)


async def test_fields_are_saved_as_a_partial_and_come_back_locked(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        form = screen.form_pane.form
        assert form is not None
        await form.set_values({"algorithm": "sha1", "encoding": "hex"})
        await pilot.press("ctrl+s")
        dialog = await on(pilot, FormDialog)
        await dialog.form.set_values({"name": "house", "locked": ["algorithm"], "default": True})
        await pilot.press("ctrl+s")
        await on(pilot, PlaygroundScreen)
        service = await screen.console.session.service()
        workspace_id = screen.console.session.workspace_id
        (saved,) = (await service.partials.list(PartialQuery(workspace_id=workspace_id))).items
        assert (saved.enforced_keys, saved.action_name) == (["algorithm"], "hash")
        await form.set_values({})
        screen.explain_now()
        await until(pilot, partial(showing, pilot, "house (1 value, 1 lock)"))
        assert "= locked house" in shown(pilot)


async def test_a_partial_can_be_loaded_and_let_go(home: Home) -> None:
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    await service.partials.create(
        PartialCreate(
            workspace_id=workspace.id,
            integration_name="hash-encode",
            name="house",
            values={"algorithm": "sha1"},
        )
    )
    await service.close()
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pilot.press("escape", "p")
        await on(pilot, PickerScreen)
        await type_in(pilot, "house")
        await until(pilot, lambda: shown(pilot).count("house") > 1)
        await pilot.press("enter")
        await until(pilot, lambda: "partial house" in shown(pilot))
        assert screen.draft is not None and screen.draft.partial_ids


async def test_json_and_form_are_two_views_of_one_input(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        form = screen.form_pane.form
        assert form is not None
        await form.set_values({"text": "ä\n", "encoding": "hex"})
        form.focus_field()
        await pilot.pause()
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "▸JSON" in shown(pilot))
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "▸Form" in shown(pilot))
        assert form.values() == {"text": "ä\n", "encoding": "hex"}


async def test_the_draft_comes_back_without_its_secrets(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        await pick(pilot, screen, "http.send_request")
        form = screen.form_pane.form
        assert form is not None
        await form.set_values(
            {
                "url": "https://example.com/",
                "method": "GET",
                "headers": {"Authorization": CANARY, "Accept": "text/plain"},
            }
        )
        screen.remember()
    saved = json.loads(home.state_file.read_text())
    assert CANARY not in home.state_file.read_text()
    assert home.state_file.stat().st_mode & 0o777 == 0o600
    assert saved["draft"]["values"]["headers"] == {"Accept": "text/plain"}
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        assert screen.draft is not None and screen.draft.title == "http.send_request"
        assert "https://example.com/" in shown(pilot)


async def test_copy_as_and_paste_are_each_others_inverse(home: Home) -> None:
    async with console(home, "playground").run_test(size=SMALL) as pilot:
        screen = await playground(pilot)
        draft = Draft(
            "hash-encode", "hash-encode", "hash", values={"text": "it's\n$HOME", "encoding": "hex"}
        )
        await screen.show_draft(draft)
        await settled(pilot, screen)
        await pilot.press("escape", "Y")
        await on(pilot, PickerScreen)
        await type_in(pilot, "curl")
        await until(pilot, lambda: "curl" in shown(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.clipboard)
        again = from_curl(pilot.app.clipboard)
        assert again.input == draft.values
        assert again.action_name == "hash"
