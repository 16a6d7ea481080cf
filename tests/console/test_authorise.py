"""Authorising an account from the console."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from textual.pilot import Pilot

from tests.console.authorising import Provider, acme, console_with, provider, register
from tests.console.engine import SMALL, on, shown, type_in, until
from weavz_tui.console.frame.dialog import FormDialog
from weavz_tui.console.screens.connections.authorise import AuthoriseDialog
from weavz_tui.console.screens.connections.editor import ConnectionEditor
from weavz_tui.console.screens.connections.screen import ConnectionsScreen
from weavz_tui.console.screens.playground.screen import PlaygroundScreen
from weavz_tui.home import Home
from weavz_tui.model.enums import ConnectionStatus
from weavz_tui.model.errors import NotFound
from weavz_tui.model.execution import ExecuteRequest
from weavz_tui.store import connections

PASTED = "https://acme.example/callback"


async def to_dialog(pilot: Pilot[Any]) -> AuthoriseDialog:
    """From the list of connections by `n` to the dialog of a new one called `a1`."""
    screen = await on(pilot, ConnectionsScreen)
    screen.edit(ConnectionEditor(integration="acme"))
    editor = await on(pilot, ConnectionEditor)
    await until(pilot, lambda: "Acme account, in the browser" in shown(pilot))
    field = editor.form.field("external_id")
    assert field is not None
    field.focus()
    await type_in(pilot, "a1")
    await pilot.press("ctrl+s")
    return await on(pilot, AuthoriseDialog)


async def begun(pilot: Pilot[Any], dialog: AuthoriseDialog) -> str:
    """Wait until the provider is known; where the person goes."""
    await until(pilot, lambda: dialog.shown is not None and "waiting for you" in shown(pilot))
    assert dialog.shown is not None
    return dialog.shown.url


async def is_connected(pilot: Pilot[Any], external_id: str = "a1") -> bool:
    await on(pilot, ConnectionsScreen)
    service = await pilot.app.screen.console.session.service()  # type: ignore[attr-defined]
    workspace = await service.workspaces.get("default")
    found = await service.connections.find("acme", external_id, workspace.id)
    return bool(found.status is ConnectionStatus.ACTIVE)


async def test_the_address_is_pasted_back(home: Home) -> None:
    async with provider() as there:
        await register(home, acme(there.url), PASTED)
        async with console_with(home, acme(there.url)).run_test(size=SMALL) as pilot:
            dialog = await to_dialog(pilot)
            await begun(pilot, dialog)
            assert dialog.shown is not None
            await pilot.press("p")
            dialog.field.value = f"{PASTED}?code=c1&state={dialog.shown.state}"
            await pilot.press("enter")
            assert await is_connected(pilot)
            await on(pilot, ConnectionsScreen)
            assert [each.message for each in pilot.app._notifications] == ["Connected a1."]


async def test_a_browser_on_this_machine_closes_the_dialog(home: Home) -> None:
    async with provider() as there:
        await register(home, acme(there.url))
        async with console_with(home, acme(there.url)).run_test(size=SMALL) as pilot:
            dialog = await to_dialog(pilot)
            await begun(pilot, dialog)
            assert dialog.shown is not None and dialog.shown.listening
            back = f"{dialog.shown.redirect_uri}?code=c1&state={dialog.shown.state}"
            async with aiohttp.ClientSession() as browser, browser.get(back) as page:
                assert page.status == 200
            assert await is_connected(pilot)


async def test_another_device_closes_the_dialog(home: Home) -> None:
    async with provider() as there:
        await register(home, acme(there.url))
        async with console_with(home, acme(there.url)).run_test(size=SMALL) as pilot:
            dialog = await to_dialog(pilot)
            await begun(pilot, dialog)
            await pilot.press("d")
            await until(pilot, lambda: "WDJB-MJHT" in shown(pilot))
            there.agreed = True
            assert await is_connected(pilot)


async def test_a_wrong_address_says_so_and_the_wait_goes_on(home: Home) -> None:
    async with provider() as there:
        await register(home, acme(there.url), PASTED)
        async with console_with(home, acme(there.url)).run_test(size=SMALL) as pilot:
            dialog = await to_dialog(pilot)
            await begun(pilot, dialog)
            await pilot.press("p")
            dialog.field.value = f"{PASTED}?code=c1&state=somebody-elses"
            await pilot.press("enter")
            await until(pilot, lambda: "belongs to another" in shown(pilot))
            assert dialog.shown is not None and dialog.shown.is_pending


async def test_leaving_lets_the_authorisation_go(home: Home) -> None:
    async with provider() as there:
        await register(home, acme(there.url))
        async with console_with(home, acme(there.url)).run_test(size=SMALL) as pilot:
            dialog = await to_dialog(pilot)
            await begun(pilot, dialog)
            assert dialog.shown is not None
            service = await dialog.console.session.service()
            await pilot.press("escape")
            await on(pilot, ConnectionEditor)
            ended = await service.authorisations.poll(dialog.shown.id)
            assert (ended.status, ended.listening) == ("CANCELLED", False)


async def test_without_an_app_one_is_registered_in_place(home: Home) -> None:
    integration = acme("https://api.acme.example")
    async with console_with(home, integration).run_test(size=SMALL) as pilot:
        dialog = await to_dialog(pilot)
        await until(pilot, lambda: "NO_OAUTH_APP" in shown(pilot))
        assert "n takes them in" in shown(pilot) and "weavz-tui oauth-apps" not in shown(pilot)
        await pilot.press("n")
        form = await on(pilot, FormDialog)
        await form.form.set_values({"clientId": "acme-client", "clientSecret": "secret-77"})
        await pilot.press("ctrl+s")
        await on(pilot, AuthoriseDialog)
        assert "client_id=acme-client" in await begun(pilot, dialog)
        assert "secret-77" not in shown(pilot)


async def test_the_qr_code_takes_the_place_of_the_address_where_it_fits(home: Home) -> None:
    async with provider() as there:
        await register(home, acme(there.url))
        async with console_with(home, acme(there.url)).run_test(size=(80, 40)) as pilot:
            dialog = await to_dialog(pilot)
            await begun(pilot, dialog)
            await pilot.press("d")
            await until(pilot, lambda: "WDJB-MJHT" in shown(pilot))
            await pilot.press("q")
            await until(pilot, lambda: "▀▄" in shown(pilot))
            await pilot.press("q")
            await until(pilot, lambda: "acme.example/device?user_code" in shown(pilot))


async def broken(home: Home, there: Provider) -> None:
    """An account whose grant has ended."""
    await register(home, acme(there.url), PASTED)
    async with console_with(home, acme(there.url)).run_test(size=SMALL) as pilot:
        dialog = await to_dialog(pilot)
        await begun(pilot, dialog)
        assert dialog.shown is not None
        await pilot.press("p")
        dialog.field.value = f"{PASTED}?code=c1&state={dialog.shown.state}"
        await pilot.press("enter")
        assert await is_connected(pilot)
        service = await dialog.console.session.service()
        parts = service.parts  # type: ignore[attr-defined]
        found = (await parts.directory.explicit(parts.org_id, "a1", None))[0]
        assert await parts.write(
            lambda rows: connections.refuse(rows, found.org_id, found.id, found.generation)
        )


async def paste_back(pilot: Pilot[Any]) -> None:
    dialog = await on(pilot, AuthoriseDialog)
    await begun(pilot, dialog)
    assert dialog.shown is not None
    await pilot.press("p")
    dialog.field.value = f"{PASTED}?code=c2&state={dialog.shown.state}"
    await pilot.press("enter")


async def test_a_connection_in_error_is_authorised_again_from_its_list(home: Home) -> None:
    async with provider() as there:
        await broken(home, there)
        async with console_with(home, acme(there.url)).run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: "o authorises it again" in shown(pilot))
            await pilot.press("o")
            await paste_back(pilot)
            assert await is_connected(pilot)
            await until(pilot, lambda: "o authorises it again" not in shown(pilot))


async def test_the_playground_authorises_again_and_runs_the_call_once_more(home: Home) -> None:
    async with provider() as there:
        await broken(home, there)
        async with console_with(home, acme(there.url), "playground").run_test(size=SMALL) as pilot:
            screen = await on(pilot, PlaygroundScreen)
            await until(pilot, lambda: screen.draft is not None)
            await screen.load_request(
                ExecuteRequest(integration_name="acme", action_name="whoami", input={})
            )
            await until(pilot, lambda: screen.draft and screen.draft.integration == "acme")
            await pilot.press("ctrl+r")
            await until(pilot, lambda: "CONNECTION_REQUIRED" in shown(pilot))
            await pilot.press("c")
            await paste_back(pilot)
            await until(pilot, lambda: screen.results.result)
            assert there.shown == ["Bearer token-abcdef"]


async def test_no_authorisation_outlives_its_engine(home: Home) -> None:
    async with provider() as there:
        await register(home, acme(there.url))
        async with console_with(home, acme(there.url)).run_test(size=SMALL) as pilot:
            dialog = await to_dialog(pilot)
            await begun(pilot, dialog)
            assert dialog.shown is not None
            id, service = dialog.shown.id, await dialog.console.session.service()
        with pytest.raises(NotFound):
            await service.authorisations.poll(id)


async def test_typing_in_the_field_triggers_no_key(home: Home) -> None:
    async with provider() as there:
        await register(home, acme(there.url), PASTED)
        async with console_with(home, acme(there.url)).run_test(size=SMALL) as pilot:
            dialog = await to_dialog(pilot)
            await begun(pilot, dialog)
            await pilot.press("p")
            await type_in(pilot, "qydr")
            assert dialog.field.value == "qydr"
            assert not dialog.as_code
