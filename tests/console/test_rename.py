"""Renaming an alias says what follows it, and takes it along."""

from __future__ import annotations

from tests.console.engine import LARGE, console, on, opened, shown, type_in, until
from weavz_tui.console.screens.integrations.editor import IntegrationEditor
from weavz_tui.console.screens.integrations.screen import IntegrationsScreen
from weavz_tui.home import Home
from weavz_tui.model.lists import PartialQuery
from weavz_tui.model.requests import PartialCreate


async def test_partials_tools_and_the_draft_follow_an_alias(home: Home) -> None:
    service = await opened(home)
    workspace = await service.workspaces.get("default")
    await service.partials.create(
        PartialCreate(
            workspace_id=workspace.id,
            integration_name="xml",
            integration_alias="xml",
            name="house",
            values={"header": True},
        )
    )
    await service.close()
    app = console(home, "integrations")
    app.state.draft.title = "xml.convert-json-to-xml"
    app.state.draft.recent = ["xml.convert-json-to-xml", "http.send_request"]
    async with app.run_test(size=LARGE) as pilot:
        screen = await on(pilot, IntegrationsScreen)
        await until(pilot, lambda: screen.row is not None)
        target = next(row for row in screen.table.rows if row.integration_alias == "xml")
        screen.table.move_to(target.id)
        await pilot.press("e")
        editor = await on(pilot, IntegrationEditor)
        await until(pilot, lambda: editor.form.field("integration_alias"))
        field = editor.form.field("integration_alias")
        assert field is not None
        field.focus()
        await pilot.pause()
        await pilot.press(*["backspace"] * 3)
        await type_in(pilot, "markup")
        await until(pilot, lambda: "with 1 partial, the draft" in shown(pilot))
        assert "markup__" in shown(pilot)
        await pilot.press("ctrl+s")
        await on(pilot, IntegrationsScreen)
        assert app.state.draft.title == "markup.convert-json-to-xml"
        assert app.state.draft.recent == ["markup.convert-json-to-xml", "http.send_request"]
        query = PartialQuery(workspace_id=workspace.id, integration_alias="markup")
        again = await app.session.service()
        assert (await again.partials.list(query)).total == 1
